"""What a request passes through on its way to a view, and the answer on its way back."""

from collections.abc import Mapping

import aiohttp_jinja2
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from .typedefs import config_key


async def handle_404(request: web.Request) -> web.StreamResponse:
    return aiohttp_jinja2.render_template("404.html", request, {}, status=404)


async def handle_500(request: web.Request) -> web.StreamResponse:
    return aiohttp_jinja2.render_template("500.html", request, {}, status=500)


def create_error_middleware(overrides: Mapping[int, Handler]) -> Middleware:
    """Answer the errors in `overrides` with pages of our own."""

    @web.middleware
    async def error_middleware(
        request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            override = overrides.get(error.status)
            if override is None:
                raise
            return await override(request)
        except Exception:
            if request.app[config_key].debug:
                # aiohttp itself then shows where the error came from.
                raise
            request.protocol.logger.exception("Error handling request")
            return await overrides[500](request)

    return error_middleware


def setup_middlewares(app: web.Application) -> None:
    app.middlewares.append(create_error_middleware({404: handle_404, 500: handle_500}))
    # /hello/ is sent on to /hello.
    app.middlewares.append(
        web.normalize_path_middleware(append_slash=False, remove_slash=True)
    )
