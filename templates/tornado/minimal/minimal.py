import asyncio

import tornado
from tornado.options import define, options

define("host", default="127.0.0.1", help="listen on the given address", type=str)
define("port", default=8888, help="run on the given port", type=int)


class MainHandler(tornado.web.RequestHandler):
    def get(self) -> None:
        self.write("Hello, world")


async def main() -> None:
    tornado.options.parse_command_line()
    application = tornado.web.Application([(r"/hello", MainHandler)])
    http_server = tornado.httpserver.HTTPServer(application)
    http_server.listen(options.port, address=options.host)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
