"""Which view answers which path."""

from pathlib import Path

from aiohttp import web

from .views import healthz, hello, index

STATIC = Path(__file__).parent / "static"


def setup_routes(app: web.Application) -> None:
    # Templates find a route by its name.
    app.router.add_get("/", index, name="index")
    app.router.add_get("/hello", hello, name="hello")
    app.router.add_get("/healthz", healthz, name="healthz")


def setup_static_routes(app: web.Application) -> None:
    app.router.add_static("/static/", path=STATIC, name="static")
