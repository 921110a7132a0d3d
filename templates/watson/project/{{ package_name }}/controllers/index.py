from watson.framework import controllers


class Index(controllers.Rest):
    def GET(self) -> None:
        """Nothing for the view, which is `views/index/get.html`."""
