from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response


def hello_world(request: Request) -> Response:
    return Response("Hello World!")


with Configurator() as config:
    config.add_route("hello", "/hello")
    config.add_view(hello_world, route_name="hello")
    app = config.make_wsgi_app()
