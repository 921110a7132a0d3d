"""The pages of this application, as a blueprint."""

from flask import Blueprint, render_template, request

bp = Blueprint("hello", __name__)


@bp.get("/")
def index() -> str:
    return render_template("hello/index.html")


# Without strict slashes, /hello/ answers as well.
@bp.get("/hello", strict_slashes=False)
def hello() -> str:
    name = request.args.get("name", "world")
    return render_template("hello/hello.html", message=f"Hello {name}!")


@bp.get("/healthz")
def healthz() -> dict[str, str]:
    # Flask turns a dict into JSON.
    return {"status": "ok"}
