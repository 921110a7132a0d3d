import cherrypy


class HelloWorld:
    @cherrypy.expose
    def hello(self) -> str:
        return "Hello world!"
