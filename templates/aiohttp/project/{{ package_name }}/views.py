"""The pages of this application."""

import aiohttp_jinja2
from aiohttp import web


# A view returns what its template needs, and the decorator renders it.
@aiohttp_jinja2.template("index.html")
async def index(request: web.Request) -> dict[str, str]:
    return {}


@aiohttp_jinja2.template("hello.html")
async def hello(request: web.Request) -> dict[str, str]:
    name = request.query.get("name", "world")
    return {"message": f"Hello {name}!"}


async def healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})
