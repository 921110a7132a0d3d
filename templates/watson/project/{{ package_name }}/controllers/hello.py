from watson.framework import controllers


class Hello(controllers.Rest):
    # There is one Hello for all requests: never keep anything in `self`.
    def GET(self) -> dict[str, str]:
        """What is returned is for the view, `views/hello/get.html`."""
        name = self.request.get.get("name", "world")
        return {"message": f"Hello {name}!"}
