"""The paths that tell machines how the application is."""

from litestar import Controller, get


class SystemController(Controller):
    @get("/healthz")
    async def healthz(self) -> dict[str, str]:
        return {"status": "ok"}
