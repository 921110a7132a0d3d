from django.contrib import admin
from django.urls import path

from .api import api

urlpatterns = [
    path("admin/", admin.site.urls),
    # The tutorial has "api/" here.
    path("", api.urls),
]
