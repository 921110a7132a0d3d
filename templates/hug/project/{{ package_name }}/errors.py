"""How errors are answered: as JSON, in the form that hug gives to its own."""

import logging
from collections.abc import Callable
from typing import Any

import hug

logger = logging.getLogger(__name__)


def not_found():
    """Tell nothing; hug's own answer documents the whole API."""
    return {"errors": {"404 Not Found": None}}


@hug.exception(Exception, exclude=(hug.HTTPError, hug.HTTPStatus), status=hug.HTTP_500)
def internal_error(request):
    """Log what went wrong; the one who asked is not told."""
    logger.exception("%s %s failed", request.method, request.path)
    return {"errors": {"500 Internal Server Error": None}}


def careful(read: Callable[..., Any]) -> Callable[..., Any]:
    """Make one of hug's readers of request bodies refuse what it cannot read."""

    def read_or_refuse(body, /, **parameters):
        try:
            return read(body, **parameters)
        except Exception as error:
            raise hug.HTTPBadRequest(
                "400 Bad Request", "The body is not what its Content-Type says."
            ) from error

    return read_or_refuse


# Without this, JSON with a comma too many would be a 500.
for content_type, read in hug.defaults.input_format.items():
    hug.default_input_format(content_type, api=__name__)(careful(read))
