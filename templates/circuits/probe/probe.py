"""What the probes of traits ask: see templates/README.md."""

import sys

from circuits import Component, sleep
from circuits.net.events import write
from circuits.web import Controller, Server
from circuits.web.dispatchers import WebSocketsDispatcher


class Echo(Component):
    channel = "wsserver"

    def read(self, sock, data):
        self.fire(write(sock, data))


class Root(Controller):
    def slow(self):
        """/slow: the name of a method is its path."""
        # Waiting as this framework waits: the loop handles other events meanwhile.
        yield sleep(0.5)
        yield "done"


app = Server((sys.argv[1], int(sys.argv[2])))
Echo().register(app)
Root().register(app)
WebSocketsDispatcher("/echo").register(app)
app.run()
