"""The front-end libraries of this application: styles and scripts for every page.

`etc/web.config.py` adds them to Reahl's own. One with the name of another replaces it.
"""

from reahl.web.libraries import JQuery, Library, Underscore
from reahl.web.ui import HTML5Page

from .security import nonce


class Style(Library):
    """Our style sheet: the files in `static`, under the address /static."""

    def __init__(self):
        super().__init__("style")
        self.shipped_in_package = f"{__package__}.static"
        self.files = ["style.css"]


class JQueryWithNonce(JQuery):
    """JQuery, and the script that starts the Widgets of a page."""

    def document_ready_material(self, rendered_page: HTML5Page) -> str:
        script = super().document_ready_material(rendered_page)
        # Only its first tag: what a Widget writes into the script is not ours to trust.
        return script.replace("<script", f'<script nonce="{nonce()}"', 1)


class UnderscoreWithNonce(Underscore):
    def footer_only_material(self, rendered_page: HTML5Page) -> str:
        scripts = super().footer_only_material(rendered_page)
        return scripts.replace("<script", f'<script nonce="{nonce()}"')


OURS = [JQueryWithNonce(), UnderscoreWithNonce(), Style()]
