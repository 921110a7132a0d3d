import sys

from circuits.web import Controller, Server


class Root(Controller):
    def hello(self):
        return "Hello World!"


(Server((sys.argv[1], int(sys.argv[2]))) + Root()).run()
