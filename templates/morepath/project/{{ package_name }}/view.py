"""What is shown of each model."""

from morepath import Request, Response
from webob.exc import HTTPNotFound
from webob.static import FileApp

from . import model
from .app import App


@App.html(model=model.Root, template="index.pt")
def view_root(self: model.Root, request: Request) -> dict[str, object]:
    # A link is made from a model; path.py knows its address.
    return {"hello": request.link(model.Greeting())}


@App.html(model=model.Greeting, template="hello.pt")
def view_greeting(self: model.Greeting, request: Request) -> dict[str, object]:
    return {"message": self.message}


@App.json(model=model.Health)
def view_health(self: model.Health, request: Request) -> dict[str, str]:
    return {"status": self.status}


@App.view(model=model.StaticFile)
def view_static_file(self: model.StaticFile, request: Request) -> Response:
    return request.get_response(FileApp(self.path))


# An exception is a model as well.
@App.html(model=HTTPNotFound, template="404.pt")
def view_not_found(self: HTTPNotFound, request: Request) -> dict[str, object]:
    @request.after
    def set_status(response: Response) -> None:
        response.status_code = self.code

    return {}
