"""The pages of this application; `create_app` merges them into the whole."""

from pathlib import Path

from bottle import Bottle, HTTPResponse, request, static_file, template

STATIC = Path(__file__).parent / "static"

app = Bottle()


@app.get("/")
def index() -> str:
    return template("index.tpl")


# For Bottle these are two addresses.
@app.get("/hello")
@app.get("/hello/")
def hello() -> str:
    # As an attribute a value is decoded from UTF-8; "" where there is none.
    name = request.query.name or "world"
    return template("hello.tpl", message=f"Hello {name}!")


@app.get("/healthz")
def healthz() -> dict[str, str]:
    # Bottle turns a dict into JSON.
    return {"status": "ok"}


@app.get("/static/<filepath:path>")
def send_static_file(filepath: str) -> HTTPResponse:
    return static_file(filepath, root=STATIC)
