"""The addresses of the application: each route has a name, the views refer to it."""

from pyramid.config import Configurator


def includeme(config: Configurator) -> None:
    config.add_static_view("static", "static", cache_max_age=3600)
    config.add_route("home", "/")
    config.add_route("hello", "/hello")
    # For Pyramid /hello/ is another address than /hello.
    config.add_route("hello_slash", "/hello/")
    config.add_route("healthz", "/healthz")
