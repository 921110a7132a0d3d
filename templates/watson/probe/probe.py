"""What the probes of traits ask: see templates/README.md."""

import time

from watson.framework import applications, controllers


class Slow(controllers.Rest):
    def GET(self):  # noqa: N802  (Watson calls the method of this name)
        # Waiting as this framework waits: for a database, or for another site.
        time.sleep(0.5)
        return "done"


routes = {
    "slow": {"path": "/slow", "options": {"controller": "probe.Slow"}},
}

application = applications.Http({"routes": routes})
