"""A page for what goes wrong."""

from web.core.context import Context
from web.dispatch.resource import InvalidMethod
from webob import exc

ERRORS = (
    exc.HTTPForbidden,
    exc.HTTPInternalServerError,
    exc.HTTPNotFound,
    InvalidMethod,
)


class ErrorExtension:
    """Gives these errors a page. WebCore sends them, and all others, without a body."""

    # What another extension must provide before this one can be used.
    needs = ("template",)

    def start(self, context: Context) -> None:
        # An error is a result like any other: its view turns it into a response.
        for error in ERRORS:
            context.view.register(error, self.render)

    def render(self, context: Context, error: exc.HTTPException) -> bool:
        context.response.status = error.status
        page = "mako:error.html", {"message": error.title}
        return any(view(context, page) for view in context.view(page))
