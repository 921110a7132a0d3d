"""What the probes of traits ask: see templates/README.md."""

import time

from pyramid.config import Configurator
from pyramid.request import Request
from pyramid.response import Response


def slow(request: Request) -> Response:
    # Waiting as this framework waits: for a database, or for another site.
    time.sleep(0.5)
    return Response("done")


with Configurator() as config:
    config.add_route("slow", "/slow")
    config.add_view(slow, route_name="slow")
    app = config.make_wsgi_app()
