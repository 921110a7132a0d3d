"""The paths of this API that greet."""

from dataclasses import dataclass

from litestar import Controller, get
from litestar.params import FromQuery


@dataclass
class Greeting:
    """What `/hello` answers. Litestar makes JSON of it, and describes it at /schema."""

    message: str


class HelloController(Controller):
    @get("/")
    async def index(self) -> dict[str, str]:
        return {
            "message": "It works",
            "hello": "/hello",
            "documentation": "https://docs.litestar.dev/",
        }

    # The type says where a parameter comes from; here from /hello?name=Ada
    @get("/hello")
    async def hello(self, name: FromQuery[str] = "world") -> Greeting:
        return Greeting(f"Hello {name}!")
