"""The description of this API, which BlackSheep makes from the controllers."""

from blacksheep import Application
from blacksheep.server.openapi.v3 import OpenAPIHandler
from openapidocs.v3 import Info


def configure_docs(app: Application) -> None:
    # A page at /docs; the description itself is at /openapi.json.
    docs = OpenAPIHandler(
        info=Info(title="Hello", version="0.1.0"), anonymous_access=True
    )
    docs.bind_app(app)
