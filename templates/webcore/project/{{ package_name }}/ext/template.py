"""Pages from Mako templates."""

from pathlib import Path

from mako.lookup import TemplateLookup
from web.core.context import Context


class TemplateExtension:
    """Renders what endpoints return as `"mako:hello.html", {"message": "Hello!"}`."""

    provides = ("template",)

    def __init__(self, folder: Path, *, reload: bool) -> None:
        self.lookup = TemplateLookup(
            [str(folder)],
            # Mako does not escape by itself: the filter "h" does it for every ${...}.
            default_filters=["h"],
            strict_undefined=True,
            # Whether Mako looks, for each page, if a template has changed.
            filesystem_checks=reload,
        )

    def start(self, context: Context) -> None:
        """Register a view: what turns a type of result into a response."""
        context.view.register(tuple, self.render)

    def render(self, context: Context, result: tuple) -> bool:
        name, values = result
        engine, _, name = name.partition(":")
        if engine != "mako":
            return False  # Perhaps another view knows it.
        template = self.lookup.get_template(name)
        context.response.text = template.render_unicode(**values)
        return True
