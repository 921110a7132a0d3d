"""The welcome, the greetings, and the sign of life, as a router."""

from urllib.parse import unquote_plus

from robyn import SubRouter

# Each part of an API has a router of its own; a prefix stands before all its paths.
hello_router = SubRouter(prefix="")


@hello_router.get("/")
def index() -> dict[str, str]:
    # Robyn turns a dict into JSON. Where you await something, write `async def`.
    return {
        "message": "It works: this is a Robyn application.",
        "hello": "/hello",
        "documentation": "https://robyn.tech/documentation/en",
    }


# Robyn fills `name` with the parameter of that name in the query: /hello?name=Ada.
# A slash at the end does not matter to it, so /hello/ answers as well.
@hello_router.get("/hello")
def hello(name: str = "world") -> dict[str, str]:
    # It does not decode the parameter: https://github.com/sparckles/Robyn/issues/1438
    return {"message": f"Hello {unquote_plus(name)}!"}


# The answer never changes: with `const`, Robyn calls the function once, at the start.
@hello_router.get("/healthz", const=True)
def healthz() -> dict[str, str]:
    return {"status": "ok"}
