from watson.framework import __version__, applications, controllers


class Index(controllers.Rest):
    def GET(self):  # noqa: N802  (Watson calls the method of this name)
        return f"Welcome to Watson v{__version__}!"


routes = {
    "index": {"path": "/hello", "options": {"controller": "minimal.Index"}},
}

application = applications.Http({"routes": routes})
