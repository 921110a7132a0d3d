"""The operations of this application: each answers one HTTP method at one address."""

from django.http import HttpRequest
from ninja import Router, Schema

# The project's api.py adds it to the API. Each application has a router of its own.
router = Router()


class Links(Schema):
    hello: str
    documentation: str


class Message(Schema):
    message: str


class Health(Schema):
    status: str


@router.get("/", response=Links)
def index(request: HttpRequest) -> Links:
    return Links(hello="/hello", documentation="https://django-ninja.dev/")


# What the type hints say of the parameters is checked: a wrong one is answered with 422
# and the reason. HEAD is GET without its body.
@router.api_operation(["GET", "HEAD"], "/hello", response=Message)
@router.get("/hello/", response=Message, include_in_schema=False)
def hello(request: HttpRequest, name: str = "world") -> Message:
    return Message(message=f"Hello {name}!")


@router.get("/healthz", response=Health)
def healthz(request: HttpRequest) -> Health:
    return Health(status="ok")
