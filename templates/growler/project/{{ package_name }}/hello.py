"""The pages of this application, as a router."""

from growler import Router
from growler.http import HTTPRequest, HTTPResponse

router = Router()


@router.get("/")
def index(req: HTTPRequest, res: HTTPResponse) -> None:
    res.render("home")


# /hello/ is answered as well: Growler ignores one slash at the end.
@router.get("/hello")
def hello(req: HTTPRequest, res: HTTPResponse) -> None:
    # A parameter may be given more than once, so it is a list.
    [name, *_] = req.param("name", ["world"])
    res.render("hello", {"message": f"Hello {name}!"})


@router.get("/healthz")
def healthz(req: HTTPRequest, res: HTTPResponse) -> None:
    res.send_json({"status": "ok"})
