"""The app at the root of the site. Importing a module is what adds its pages."""

from . import controllers, errors  # noqa: F401
