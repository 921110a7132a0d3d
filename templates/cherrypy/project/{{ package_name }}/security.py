"""Which requests are let in, and the headers that make a browser careful: two tools."""

import re
from collections.abc import Collection
from urllib.parse import unquote

import cherrypy
from cherrypy.lib.cptools import proxy

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    # CherryPy's own has its version.
    "Server": "CherryPy",
}


# Before all other tools: so that an error has them too.
@cherrypy.tools.register("on_start_resource", priority=10)
def secureheaders() -> None:
    headers = cherrypy.response.headers
    headers.update(HEADERS)
    # A web server on this machine that does the TLS says how the browser came to it. The
    # function would believe anybody.
    if cherrypy.request.remote.ip in {"127.0.0.1", "::1"}:
        proxy(local="", remote="", scheme="X-Forwarded-Proto")
    # Browsers then use nothing but https for a year: only for those who came by it.
    if cherrypy.request.base.startswith("https:"):
        headers["Strict-Transport-Security"] = "max-age=31536000"


@cherrypy.tools.register("on_start_resource", priority=20)
def gate(hosts: Collection[str]) -> None:
    """Refuse requests for other hosts, and queries that are not UTF-8."""
    request = cherrypy.request
    host = re.sub(r":\d*$", "", request.headers.get("Host", ""))
    if host and host.lower() not in hosts:
        raise cherrypy.HTTPError(400, "This host name is not in ALLOWED_HOSTS.")
    try:
        unquote(request.query_string, errors="strict")
    except UnicodeDecodeError:
        raise cherrypy.HTTPError(400, "This address is not valid UTF-8.") from None
