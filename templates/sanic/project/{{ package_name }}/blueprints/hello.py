"""The welcome and the greetings."""

from sanic import Blueprint, Request, json
from sanic.response import JSONResponse

bp = Blueprint("hello")


@bp.get("/")
async def index(request: Request) -> JSONResponse:
    return json(
        {
            "message": "It works: this is a Sanic application.",
            "hello": request.app.url_for("hello.hello"),
            "documentation": "https://sanic.dev/",
        }
    )


# /hello/ answers as well: Sanic is strict about slashes only where you ask for it.
@bp.get("/hello")
async def hello(request: Request) -> JSONResponse:
    name = request.args.get("name", "world")
    return json({"message": f"Hello {name}!"})
