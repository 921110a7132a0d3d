"""What every starter must do, whatever its framework: the checks, as data.

A check is a request and what is expected of its answer. `probe` sends the request and judges the answer; which
checks there are is decided here alone. docs/contract.md explains them to people.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from scaffold.model import Mode, Response, RunTable

# Checks that are not one request. Exceptions in framework.toml may name these as well.
BOOT = "boot"
STOP = "stop"
# The same, of a server that has just given its first answer: some have no handler for SIGTERM yet.
STOP_EARLY = "stop-early"
SECRET = "refuses-without-secret"  # noqa: S105  (the name of a check)
SUPERVISED = (BOOT, STOP, STOP_EARLY, SECRET)

# From SIGTERM until the port is free and no process is left.
STOP_SECONDS = 5.0

HOSTILE_SCRIPT = "<script>alert('scaffold')</script>"
_TRACES = ("Traceback (most recent call last)", 'File "/')
# Three numbers and not four: an address that is only repeated, 127.0.0.1, is no version.
_VERSION = r"(?<![\d.])\d+\.\d+\.\d+(?!\.?\d)"
_CLIENT_ERRORS = tuple(range(400, 500))
_HTML_TYPE = "text/html; charset=utf-8"
_JSON_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    # What stands in the request line, sent as it is: dots and escapes are not normalised.
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    follow_redirects: bool = False


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
    # Header and the text that its value must hold ("" for any value).
    headers: tuple[tuple[str, str], ...] = ()
    # Headers whose value must not hold a digit: a version is a hint to an attacker.
    headers_without_version: tuple[str, ...] = ()
    absent_headers: tuple[str, ...] = ()
    # Statuses for which the body and its type are not looked at: a refusal is as good as an answer.
    refusals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    # Finishes the sentence "the starter ...".
    claim: str
    request: Request
    expectation: Expectation
    servers: tuple[Mode, ...] = (Mode.DEV, Mode.SERVE)


def checks(table: RunTable, mode: Mode) -> tuple[Check, ...]:
    """The requests of the contract for a starter and one of its servers, in the order in which they are made."""
    every = (
        *_hello(table.response),
        *_hostile(table.response),
        *_pages(table),
        *_static(table),
        *_production(),
    )
    return tuple(check for check in every if mode in check.servers)


def check_names() -> frozenset[str]:
    """All names that an exception may give."""
    table = RunTable("", "", Response.HTML, (), (), static="/static/file.css", documentation="")
    requests = {check.name for mode in Mode for check in checks(table, mode)}
    return frozenset(requests | set(SUPERVISED))


def _hello(response: Response) -> Iterator[Check]:
    yield Check(
        "hello",
        "says Hello world! at /hello",
        Request("GET", "/hello"),
        _says("Hello world!", response),
    )
    yield Check(
        "hello-slash",
        "answers at /hello/ as well, directly or by a redirect",
        Request("GET", "/hello/", follow_redirects=True),
        _says("Hello world!", response),
    )
    yield Check(
        "hello-name",
        "greets the name it is given",
        Request("GET", "/hello?name=Ada"),
        _says("Hello Ada!", response),
    )


def _says(message: str, response: Response) -> Expectation:
    if response is Response.JSON:
        return Expectation(content_type=_JSON_TYPE, json_body={"message": message})
    return Expectation(content_type=_HTML_TYPE, contains=(message,))


def _hostile(response: Response) -> Iterator[Check]:
    """A hostile name is escaped or refused; it never breaks the server and never reaches the page raw."""
    texts = {
        "script": quote(HOSTILE_SCRIPT),
        "attribute": quote("\"' onload=alert(1) x='"),
        "template": quote("{{7*7}}${7*7}<%= 7*7 %>[[7*7]]%s%(name)s{0}"),
        "nul": "a%00b",
        "bad-utf8": "%ff%fe%c3%28",
        "newline": "a%0d%0aX-Injected:%20yes%0d%0a%0d%0a",
        "long": "a" * 20_000,
    }
    for name, text in texts.items():
        refusals = (400, 413, 414, 431) if name == "long" else (400,)
        if response is Response.JSON:
            expectation = Expectation(
                (200,), _JSON_TYPE, is_json=True, absent_headers=("X-Injected",), refusals=refusals
            )
        else:
            expectation = Expectation(
                (200,),
                _HTML_TYPE,
                contains=("Hello ",),
                forbids=(HOSTILE_SCRIPT, "Hello 49"),
                # Raw quotes do no harm between tags (Chameleon leaves them there); inside a tag they end an attribute.
                forbids_patterns=(r"<[^>]*[\"'] onload=",),
                absent_headers=("X-Injected",),
                refusals=refusals,
            )
        yield Check(
            f"hello-hostile-{name}",
            "escapes or refuses a hostile name",
            Request("GET", f"/hello?name={text}"),
            expectation,
        )


def _pages(table: RunTable) -> Iterator[Check]:
    is_json = table.response is Response.JSON
    yield Check(
        "index",
        "welcomes at / with links to /hello and to the documentation",
        Request("GET", "/"),
        Expectation(
            content_type=_JSON_TYPE if is_json else _HTML_TYPE,
            contains=("/hello", table.documentation or ""),
            is_json=is_json,
        ),
    )
    yield Check(
        "healthz",
        "says at /healthz that it is up, and no more",
        Request("GET", "/healthz"),
        Expectation(content_type=_JSON_TYPE, json_body={"status": "ok"}),
    )
    yield Check(
        "not-found",
        "answers 404 to an unknown path",
        Request("GET", "/no-such-page"),
        Expectation((404,), _JSON_TYPE if is_json else None, is_json=is_json),
    )
    yield Check(
        "not-found-reveals-nothing",
        "shows no traceback, version or path of the machine in its 404",
        Request("GET", "/no-such-page"),
        Expectation((404,), forbids=_TRACES, forbids_patterns=(_VERSION,)),
        (Mode.SERVE,),
    )
    yield Check(
        "post-hello",
        "refuses POST at /hello",
        Request("POST", "/hello"),
        Expectation(_CLIENT_ERRORS),
    )
    yield Check(
        "post-hello-reveals-nothing",
        "shows no traceback, version or path of the machine when it refuses",
        Request("POST", "/hello"),
        Expectation(_CLIENT_ERRORS, forbids=_TRACES, forbids_patterns=(_VERSION,)),
        (Mode.SERVE,),
    )


def _static(table: RunTable) -> Iterator[Check]:
    if table.static is None:
        return
    yield Check(
        "static",
        "sends a static file with its type",
        Request("GET", table.static),
        Expectation(content_type="text/css" if table.static.endswith(".css") else None),
    )
    folder = table.static.rsplit("/", 1)[0]
    ways = {
        "dots": "../../",
        "encoded-dots": "%2e%2e/%2e%2e/",
        "encoded-slashes": "..%2f..%2f",
        "twice-encoded": "%252e%252e%252f%252e%252e%252f",
        "backslashes": "..%5c..%5c",
    }
    targets = {way: f"{folder}/{dots}pyproject.toml" for way, dots in ways.items()}
    targets["absolute"] = f"{folder}/%2fetc%2fpasswd"
    targets["far-up"] = f"{folder}/{'../' * 15}etc/passwd"
    for way, target in targets.items():
        yield Check(
            f"static-outside-{way}",
            "does not leave its folder of static files",
            Request("GET", target),
            Expectation((*range(200, 500),), forbids=("[project]", "root:x:0")),
        )


def _production() -> Iterator[Check]:
    yield Check(
        "headers",
        "sends the security headers",
        Request("GET", "/hello"),
        Expectation(
            headers=(
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src"),
                ("Referrer-Policy", ""),
            ),
        ),
        (Mode.SERVE,),
    )
    yield Check(
        "no-server-version",
        "does not tell the version of its server",
        Request("GET", "/hello"),
        Expectation(headers_without_version=("Server", "X-Powered-By", "Via")),
        (Mode.SERVE,),
    )
    yield Check(
        "foreign-host",
        "refuses a host name that is not its own",
        Request("GET", "/hello", (("Host", "foreign.example"),)),
        Expectation((400, 421)),
        (Mode.SERVE,),
    )
