"""For those who watch over the server: is it up?"""

from sanic import Blueprint, Request, json
from sanic.response import JSONResponse

bp = Blueprint("health")


@bp.get("/healthz")
async def healthz(request: Request) -> JSONResponse:
    return json({"status": "ok"})
