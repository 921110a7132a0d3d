"""The pages of this application: what is exposed has an address, by its name."""

import cherrypy


class Root:
    @cherrypy.expose
    @cherrypy.tools.jinja(template="index.html")
    def index(self) -> dict[str, str]:
        return {}

    # The argument is ?name=Ada or /hello/Ada; for anything else CherryPy answers 404.
    @cherrypy.expose
    @cherrypy.tools.jinja(template="hello.html")
    def hello(self, name: str = "world") -> dict[str, str]:
        return {"message": f"Hello {name}!"}

    @cherrypy.expose
    @cherrypy.tools.json_out()
    def healthz(self) -> dict[str, str]:
        return {"status": "ok"}
