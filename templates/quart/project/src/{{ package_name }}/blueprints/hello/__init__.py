"""The welcome, the greetings, and the sign of life."""

from quart import Blueprint, render_template, request

blueprint = Blueprint("hello", __name__, template_folder="templates")


@blueprint.get("/")
async def index() -> str:
    return await render_template("hello/index.html")


# Without strict slashes, /hello/ answers as well.
@blueprint.get("/hello", strict_slashes=False)
async def hello() -> str:
    name = request.args.get("name", "world")
    return await render_template("hello/hello.html", message=f"Hello {name}!")


@blueprint.get("/healthz")
async def healthz() -> dict[str, str]:
    # Quart turns a dict into JSON.
    return {"status": "ok"}
