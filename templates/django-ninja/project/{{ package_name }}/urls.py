"""The table of contents of this project: which URL belongs to which part.

https://docs.djangoproject.com/en/stable/topics/http/urls/
"""

from django.contrib import admin
from django.urls import path, re_path

from . import errors
from .api import api

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", api.urls),
    # What nothing above knows, also in development, where Django would show a page.
    re_path(r"^(?P<path>.*)$", errors.not_found),
]

# The views for what goes wrong on the way to ours.
handler400 = errors.bad_request
handler500 = errors.server_error
