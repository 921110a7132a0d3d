import logging
import sys

from aiohttp import web


async def hello(request: web.Request) -> web.Response:
    return web.Response(text="Hello, world")


app = web.Application()
app.add_routes([web.get("/hello", hello)])

# The access log, as in the starter.
logging.basicConfig(level=logging.INFO)
web.run_app(app, host=sys.argv[1], port=int(sys.argv[2]))
