from watson.framework import controllers


class Healthz(controllers.Rest):
    def GET(self, format: str) -> dict[str, str]:
        """The route says that the format is JSON, so there is no view."""
        return {"status": "ok"}
