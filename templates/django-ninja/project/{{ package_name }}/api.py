"""The API of this project, put together from the routers of its applications."""

from django.conf import settings
from ninja import NinjaAPI

from hello.api import router as hello_router

api = NinjaAPI(
    title="Hello",
    # The description of the API and the page that shows it: in development only.
    openapi_url="/openapi.json" if settings.DEBUG else None,
    docs_url="/docs",
)
api.add_router("", hello_router)
