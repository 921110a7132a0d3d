"""A Tornado application; `app.make_app` puts its parts together."""
