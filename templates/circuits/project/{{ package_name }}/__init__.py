"""A circuits application; `app.App` puts its parts together."""

from .app import App as App
