"""What Growler 0.8 needs and newer Pythons have no more."""

import asyncio
import functools
import types
from collections.abc import Callable


def coroutine(function: Callable) -> Callable:
    """Make a generator function with `yield from` one that can be awaited."""
    generator_function = types.coroutine(function)

    # An `async def`, because a task takes nothing else from Python 3.12 on.
    @functools.wraps(function)
    async def wrapper(*args: object, **kwargs: object) -> object:
        return await generator_function(*args, **kwargs)

    return wrapper


# Growler decorates its coroutines with it; Python 3.11 removed it:
# https://docs.python.org/3/whatsnew/3.11.html#removed
asyncio.coroutine = coroutine
