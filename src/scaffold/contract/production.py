"""What only the production server has to keep: how it answers a browser, a stranger, and who sends too much."""

from collections.abc import Iterator

from scaffold.contract.check import Check, Expectation, Flood, Request
from scaffold.contract.pages import CLIENT_ERRORS
from scaffold.model import Mode, RunTable

_FOREIGN = "https://foreign.example"
# Some servers do not know OPTIONS at all.
_ANY = (*range(200, 500), 501)
_NOT_THERE = ("Access-Control-Allow-Origin", "Access-Control-Allow-Credentials")
# Where frameworks put what they generate from the routes; whoever wants it in production asks for it.
_DOCUMENTATION = ("/docs", "/redoc", "/openapi.json", "/schema", "/api/docs")
# One less than the threads with which waitress serves by default.
SLOW_CLIENTS = 3


def production(table: RunTable) -> Iterator[Check]:
    yield from (*_headers(table), *_strangers(table), *_too_much())
    for path in _DOCUMENTATION:
        yield _check(
            f"docs-off{path.replace('/', '-').removesuffix('.json')}",
            "shows no documentation of its interface unless it is asked to",
            Request("GET", path),
            Expectation(CLIENT_ERRORS),
            "S20",
        )


def _headers(table: RunTable) -> Iterator[Check]:
    answers = {
        "headers": ("GET", "/hello", (200,)),
        "headers-not-found": ("GET", "/no-such-page", (404,)),
        "headers-refusal": ("POST", "/hello", CLIENT_ERRORS),
    }
    if table.static is not None:
        answers["headers-static"] = ("GET", table.static, (200,))
    for name, (method, target, statuses) in answers.items():
        yield _check(
            name,
            "sends the security headers, with whatever it answers",
            Request(method, target),
            Expectation(
                statuses,
                headers=(
                    ("X-Content-Type-Options", "nosniff"),
                    ("Content-Security-Policy", "default-src"),
                    ("Content-Security-Policy", "frame-ancestors 'none'"),
                    ("Referrer-Policy", ""),
                ),
                headers_without=(("Content-Security-Policy", "'unsafe-inline'"),),
            ),
            "S09",
            "S10",
            "S11",
        )
    yield _check(
        "no-hsts-on-http",
        "does not tie browsers to TLS when it is asked without",
        Request("GET", "/hello"),
        Expectation(absent_headers=("Strict-Transport-Security",)),
        "S12",
    )
    yield _check(
        "no-server-version",
        "does not tell the version of its server",
        Request("GET", "/hello"),
        Expectation(headers_without_version=("Server", "X-Powered-By", "Via")),
        "S13",
    )


def _strangers(table: RunTable) -> Iterator[Check]:
    yield _check(
        "foreign-host",
        "refuses a host name that is not its own",
        Request("GET", "/hello", (("Host", "foreign.example"),)),
        Expectation((400, 421)),
        "S07",
    )
    asked = {
        "foreign-origin": Request("GET", "/hello", (("Origin", _FOREIGN),)),
        "foreign-origin-preflight": Request(
            "OPTIONS", "/hello", (("Origin", _FOREIGN), ("Access-Control-Request-Method", "POST"))
        ),
    }
    if table.static is not None:
        asked["foreign-origin-static"] = Request("GET", table.static, (("Origin", _FOREIGN),))
    for name, request in asked.items():
        yield _check(
            name,
            "lets no page of another site read its answers",
            request,
            Expectation(_ANY, absent_headers=_NOT_THERE),
            "S16",
        )
    yield _check(
        "cross-site-post",
        "takes no form that another site sends",
        Request("POST", "/hello", (("Origin", _FOREIGN), ("Sec-Fetch-Site", "cross-site"))),
        Expectation(CLIENT_ERRORS),
        "S22",
    )
    yield _check(
        "trace",
        "refuses TRACE, and does not send back what it was sent",
        Request("TRACE", "/hello", (("X-Told", "reflected-by-trace"),)),
        Expectation((*CLIENT_ERRORS, 501), forbids=("reflected-by-trace",)),
        "S17",
    )


def _too_much() -> Iterator[Check]:
    yield _check(
        "large-body",
        "refuses a body of 50 MB before it has taken it",
        Request("POST", "/hello", flood=Flood.ANNOUNCED_BODY),
        Expectation((*CLIENT_ERRORS, 501), may_hang_up=True),
        "S18",
    )
    yield _check(
        "endless-body",
        "refuses a body that does not end",
        Request("POST", "/hello", flood=Flood.CHUNKED_BODY),
        Expectation((*CLIENT_ERRORS, 501), may_hang_up=True),
        "S18",
    )
    yield _check(
        "large-headers",
        "refuses 1 MiB of headers",
        Request("GET", "/hello", flood=Flood.HEADERS),
        Expectation(CLIENT_ERRORS, may_hang_up=True),
        "S19",
    )
    yield _check(
        "slow-clients",
        "serves others while three clients do not come to the end of their headers",
        Request("GET", "/hello", slow_clients=SLOW_CLIENTS),
        Expectation(),
        "S19",
    )


def _check(name: str, claim: str, request: Request, expectation: Expectation, *proves: str) -> Check:
    return Check(name, claim, request, expectation, (Mode.SERVE,), proves)
