"""What is to happen at Watson's events; `config/base.py` says at which."""

from watson.events.types import Event
from watson.framework import listeners


class ContentType(listeners.Base):
    """Say the type of a page before it is rendered.

    Watson would leave out the charset. Of an error page it would take the type from
    what the browser accepts, with odd results (`text/*`); and as JSON or XML an error
    with a view of your own would send the local variables of the code along.
    """

    def __call__(self, event: Event) -> None:
        response = event.params["context"]["response"]
        view = event.params["view_model"]
        if response.status_code >= 400:
            view.format = "html"
        if view.format == "html":
            response.headers.set("Content-Type", "text/html", charset="utf-8")
