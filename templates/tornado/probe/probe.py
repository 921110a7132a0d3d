"""What the probes of traits ask: see templates/README.md."""

import asyncio

import tornado
from tornado.options import define, options
from tornado.websocket import WebSocketHandler

define("host", default="127.0.0.1", type=str)
define("port", default=8888, type=int)


class SlowHandler(tornado.web.RequestHandler):
    async def get(self) -> None:
        # Waiting as this framework waits: for a database, or for another site.
        await asyncio.sleep(0.5)
        self.write("done")


class EchoHandler(WebSocketHandler):
    async def on_message(self, message: str | bytes) -> None:
        await self.write_message(message, binary=isinstance(message, bytes))


async def main() -> None:
    tornado.options.parse_command_line()
    application = tornado.web.Application([(r"/slow", SlowHandler), (r"/echo", EchoHandler)])
    application.listen(options.port, address=options.host)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
