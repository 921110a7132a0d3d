"""What the probes of traits ask: see templates/README.md."""

import time

from reahl.web.fw import UserInterface
from reahl.web.ui import HTML5Page, P


class Slow(P):
    # Here, and not where the page is made: Reahl makes it twice for each request.
    def render(self):
        # Waiting as this framework waits: for a database, or for another site.
        time.sleep(0.5)
        return super().render()


class SlowPage(HTML5Page):
    def __init__(self, view):
        super().__init__(view)
        self.body.add_child(Slow(view, text="done"))


class SlowUI(UserInterface):
    def assemble(self):
        self.define_view("/slow", title="Slow", page=SlowPage.factory())
