"""The application: `root` is the object whose methods are its pages."""

# site.conf and app.conf name the settings; the others bring tools and the error page.
from . import errors, security, settings, templating
from .pages import Root

__all__ = ["errors", "root", "security", "settings", "templating"]

root = Root()
