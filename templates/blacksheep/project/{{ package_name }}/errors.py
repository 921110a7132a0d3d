"""How errors are answered: as JSON, and without details of the inside."""

from http import HTTPStatus

from blacksheep import Application, Request, Response, json
from blacksheep.exceptions import HTTPException


async def answer_error(
    app: Application, request: Request, exception: HTTPException
) -> Response:
    return json({"error": HTTPStatus(exception.status).phrase}, exception.status)


def configure_error_handlers(app: Application) -> None:
    for status in HTTPStatus:
        if status >= 400:
            app.exceptions_handlers[status] = answer_error
