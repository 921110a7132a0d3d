"""What the probes of traits ask: /slow. See templates/README.md."""

import time

from tg import MinimalApplicationConfigurator, TGController, expose


class RootController(TGController):
    @expose()
    def slow(self) -> str:
        # Waiting as this framework waits: for a database, or for another site.
        time.sleep(0.5)
        return "done"


config = MinimalApplicationConfigurator()
config.update_blueprint({"root_controller": RootController()})

application = config.make_wsgi_app()
