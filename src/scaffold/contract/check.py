"""What a check is: a request, and what its answer must be like."""

from dataclasses import dataclass
from enum import StrEnum

from scaffold.model import Mode

HTML_TYPE = "text/html; charset=utf-8"
JSON_TYPE = "application/json"


class Flood(StrEnum):
    """What a request has too much of."""

    # A body of which Content-Length says at once how large it is.
    ANNOUNCED_BODY = "announced body"
    # A body that goes on, chunk by chunk.
    CHUNKED_BODY = "chunked body"
    HEADERS = "headers"


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    # What stands in the request line, sent as it is: dots and escapes are not normalised.
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    follow_redirects: bool = False
    # More than a server should take: it is sent for as long as the server takes it, and never to its end.
    flood: Flood | None = None
    # How many other clients have begun a request meanwhile, and do not go on with it.
    slow_clients: int = 0


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an answer must be like; None and empty mean that anything will do."""

    statuses: tuple[int, ...] = (200,)
    # Compared without regard to case and to the space after the semicolon; of JSON only the type counts.
    content_type: str | None = None
    contains: tuple[str, ...] = ()
    # Texts that must not stand in the body.
    forbids: tuple[str, ...] = ()
    # Regular expressions that must not match in the body.
    forbids_patterns: tuple[str, ...] = ()
    # The body, parsed as JSON.
    json_body: object | None = None
    # Whether the body must be JSON, whatever it says.
    is_json: bool = False
    # Header and the text that its value must hold ("" for any value); and header and what it must not hold.
    headers: tuple[tuple[str, str], ...] = ()
    headers_without: tuple[tuple[str, str], ...] = ()
    # Headers whose value must not hold a digit: a version is a hint to an attacker.
    headers_without_version: tuple[str, ...] = ()
    absent_headers: tuple[str, ...] = ()
    # Statuses for which the body and its type are not looked at: a refusal is as good as an answer.
    refusals: tuple[int, ...] = ()
    # Whether it is as good as a refusal when the server closes the connection without an answer.
    may_hang_up: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    # Finishes the sentence "the starter ...".
    claim: str
    request: Request
    expectation: Expectation
    servers: tuple[Mode, ...] = (Mode.DEV, Mode.SERVE)
    # Which items of `security.ITEMS` it is a proof of.
    proves: tuple[str, ...] = ()
