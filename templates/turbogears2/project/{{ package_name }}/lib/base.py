"""The base of all controllers."""

from tg import TGController


class BaseController(TGController):
    """What every controller should do: give it a method, and all of them have it."""
