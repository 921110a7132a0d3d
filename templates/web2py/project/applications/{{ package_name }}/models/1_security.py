"""What every page has: a host name that is ours, and headers that protect a browser."""

from security import HEADERS

# Without the port. An address of IPv6 stands in brackets.
host = (request.env.http_host or "").rsplit(":", 1)[0].strip("[]")
if host not in ALLOWED_HOSTS:
    raise HTTP(400, "This host is not served here.")

# In production, security.py beside routes.py adds them to static files as well.
response.headers.update(HEADERS)
# web2py names itself otherwise.
response.headers["X-Powered-By"] = None

# A session lives in an encrypted cookie, not in a file for every visitor.
session.connect(request, response, cookie_key=SECRET_KEY)
