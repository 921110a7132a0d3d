"""The paths of this API that greet."""

from dataclasses import dataclass

from blacksheep.server.controllers import Controller, get


@dataclass
class Greeting:
    """What `/hello` answers. BlackSheep makes JSON of it, and describes it at /docs."""

    message: str


class Hello(Controller):
    @get("/")
    async def index(self) -> dict[str, str]:
        return {
            "message": "It works",
            "hello": "/hello",
            "documentation": "https://www.neoteroi.dev/blacksheep/",
        }

    # A parameter that is not in the path is looked for in the query: /hello?name=Ada
    @get("/hello")
    async def hello(self, name: str = "world") -> Greeting:
        return Greeting(f"Hello {name}!")
