"""The URLs of this application; the project's urls.py includes them."""

from django.urls import path
from django.views.generic import RedirectView

from . import views

# {% url "hello:index" %} in a template then means this application's index.
app_name = "hello"
urlpatterns = [
    path("", views.index, name="index"),
    # Most Django sites end their URLs with a slash, and Django redirects to it. Here
    # /hello itself answers, so it is the other way round.
    path("hello", views.hello, name="hello"),
    path("hello/", RedirectView.as_view(pattern_name="hello:hello", query_string=True)),
    path("healthz", views.healthz, name="healthz"),
]
