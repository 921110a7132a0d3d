"""What stands in the value of an option: several words with commas between them."""

from enum import StrEnum
from typing import TypeVar

from scaffold.errors import UsageError

Choice = TypeVar("Choice", bound=StrEnum)


def parts(text: str) -> tuple[str, ...]:
    """What stands between the commas, each once."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def one_of(choices: type[Choice], text: str, option: str) -> Choice:
    """The choice of that name; raises UsageError where there is none."""
    try:
        return choices(text)
    except ValueError:
        raise UsageError(f"{option} does not know {text!a}. There are: {', '.join(choices)}.") from None
