"""What the probes of traits ask: see templates/README.md."""

import time

import morepath


class App(morepath.App):
    pass


@App.path(path="/slow")
class Slow:
    pass


@App.view(model=Slow)
def slow(self, request):
    # Waiting as this framework waits: for a database, or for another site.
    time.sleep(0.5)
    return "done"


def wsgi_factory():
    morepath.commit(App)
    return App()
