"""The application: puts its parts together. The server loads `app`."""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route

from . import endpoints, settings
from .middleware import SecurityHeadersMiddleware
from .resources import statics

routes = [
    Route("/", endpoints.homepage, name="homepage"),
    # Starlette sends /hello/ on to /hello.
    Route("/hello", endpoints.hello, name="hello"),
    Route("/healthz", endpoints.healthz),
    Mount("/static", statics, name="static"),
]

# A request goes through them from top to bottom, its answer from bottom to top.
middleware = [
    Middleware(SecurityHeadersMiddleware),
    # Larger request bodies are answered with 413.
    Middleware(RequestBodyLimitMiddleware, max_body_size=1024 * 1024),
    Middleware(TrustedHostMiddleware, allowed_hosts=settings.ALLOWED_HOSTS),
    # Gives you request.session. By the rules of a name that begins with __Host-, no other
    # site can set the cookie.
    Middleware(
        SessionMiddleware,
        secret_key=settings.SECRET_KEY,
        session_cookie="__Host-session" if settings.HTTPS else "session",
        https_only=settings.HTTPS,
    ),
]

exception_handlers = {
    404: endpoints.not_found,
    # In debug mode, Starlette shows the traceback instead.
    500: endpoints.server_error,
}

app = Starlette(
    debug=settings.DEBUG,
    routes=routes,
    middleware=middleware,
    exception_handlers=exception_handlers,
)
