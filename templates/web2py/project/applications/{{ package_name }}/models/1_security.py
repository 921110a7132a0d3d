"""What holds for every page: it has a host name that is ours. See also security.py."""

# Without the port. An address of IPv6 stands in brackets.
host = (request.env.http_host or "").rsplit(":", 1)[0].strip("[]")
if host not in ALLOWED_HOSTS:
    raise HTTP(400, "This host is not served here.")

# web2py names itself otherwise.
response.headers["X-Powered-By"] = None
