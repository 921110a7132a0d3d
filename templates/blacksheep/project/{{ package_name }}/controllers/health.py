"""The path that tells machines whether the application is up."""

from blacksheep.server.controllers import Controller, get


class Health(Controller):
    @get("/healthz")
    async def healthz(self) -> dict[str, str]:
        return {"status": "ok"}
