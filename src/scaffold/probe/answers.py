"""What comes of a request."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: str
    # Each Set-Cookie by itself.
    cookies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Why there is none."""

    problem: str
    # Whether the server closed the connection, as some do who refuse.
    hung_up: bool = False
