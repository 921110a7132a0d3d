"""The pages: functions that take a request and return a response."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .middleware import HEADERS
from .resources import templates


async def homepage(request: Request) -> Response:
    return templates.TemplateResponse(request, "index.html")


async def hello(request: Request) -> Response:
    name = request.query_params.get("name", "world")
    context = {"message": f"Hello {name}!"}
    return templates.TemplateResponse(request, "hello.html", context)


async def healthz(request: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def not_found(request: Request, exc: Exception) -> Response:
    return templates.TemplateResponse(request, "404.html", status_code=404)


async def server_error(request: Request, exc: Exception) -> Response:
    # Starlette makes this answer outside of all middleware.
    return templates.TemplateResponse(
        request, "500.html", status_code=500, headers=HEADERS
    )
