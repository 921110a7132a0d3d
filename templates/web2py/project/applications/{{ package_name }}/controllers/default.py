"""The pages: each function is one, and what it returns goes to its view.

web2py runs this file for every request, with `request`, `response`, `HTTP` and the
like already there. So a change shows at once; in production, when gunicorn starts again.
"""

if request.args:
    # web2py gives the rest of an address, /hello/more, to the function; none here
    # takes any, and what is no function's name is the rest for `index`.
    raise HTTP(404)

# No page here needs a session, so no cookie is sent. Leave this out where one does: it is
# then a file in sessions/, and the cookie has its name.
session.forget(response)

TITLES = {"400": "Bad request", "404": "Not found", "405": "Method not allowed"}


def index():
    return {}


def hello():
    if request.env.request_method not in ("GET", "HEAD"):
        raise HTTP(405)
    name = request.get_vars.name or "world"
    return {"message": f"Hello {name}!"}


def healthz():
    response.headers["Content-Type"] = "application/json"
    return response.json({"status": "ok"})


def error():
    # routes.py sends every error here; the status stays what it was.
    if request.vars.code == "405":
        response.headers["Allow"] = "GET, HEAD"
    return {"title": TITLES.get(request.vars.code, "Something went wrong")}
