"""The resources of this API: a class for each, with a method for each HTTP method."""

from falcon.asgi import Request, Response


class Index:
    async def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {
            "message": "It works",
            "hello": "/hello",
            "description": "/static/openapi.json",
            "documentation": "https://falcon.readthedocs.io/",
        }


class Hello:
    async def on_get(self, req: Request, resp: Response) -> None:
        name = req.get_param("name", default="world")
        # Falcon turns media into JSON, and escapes what has to be escaped.
        resp.media = {"message": f"Hello {name}!"}


class Health:
    async def on_get(self, req: Request, resp: Response) -> None:
        resp.media = {"status": "ok"}
