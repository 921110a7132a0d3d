from quart import Quart

app = Quart(__name__)


@app.route("/hello")
async def hello() -> str:
    return "hello"
