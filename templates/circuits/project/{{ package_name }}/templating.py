"""The templates, as in circuits' guide "How Do I: Use a Templating Engine"."""

from pathlib import Path

from mako.lookup import TemplateLookup

templates = TemplateLookup(
    directories=[str(Path(__file__).parent / "tpl")],
    # Mako escapes nothing by itself. "h" is its filter for HTML.
    default_filters=["h"],
    # A misspelt name is an error, and not an empty place.
    strict_undefined=True,
)


def render(name: str, **values: object) -> str:
    return templates.get_template(name).render(**values)
