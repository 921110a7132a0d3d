"""What the probes of traits ask: /slow. See templates/README.md."""

import time

import cherrypy


class Probe:
    @cherrypy.expose
    def slow(self) -> str:
        # Waiting as this framework waits: for a database, or for another site.
        time.sleep(0.5)
        return "done"
