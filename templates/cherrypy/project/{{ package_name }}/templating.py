"""The tool `jinja`: a page returns a dict, and its template makes HTML of it."""

from collections.abc import Callable
from functools import partial

import cherrypy
from cherrypy._cptools import HandlerWrapperTool
from jinja2 import Environment, FileSystemLoader

from .settings import FOLDER

environment = Environment(
    loader=FileSystemLoader(FOLDER / "templates"),
    # Jinja escapes nothing unless told to.
    autoescape=True,
)
# Settings that begin with "jinja." are for it; production.conf has one.
cherrypy.config.namespaces["jinja"] = partial(setattr, environment)


def render(page: Callable[..., dict[str, object]], *args: str, **kwargs: str) -> str:
    template = environment.get_template(cherrypy.request.config["tools.jinja.template"])
    return template.render(page(*args, **kwargs))


cherrypy.tools.jinja = HandlerWrapperTool(render)
