from sanic import HTTPResponse, Request, Sanic
from sanic.response import text

app = Sanic("MyHelloWorldApp")


@app.get("/hello")
async def hello_world(request: Request) -> HTTPResponse:
    return text("Hello, world.")
