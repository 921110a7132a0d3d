"""The other pages, and the static files: what is there, what is not, and what nobody may see."""

from collections.abc import Iterator

from scaffold.contract.check import HTML_TYPE, JSON_TYPE, Check, Expectation, Request
from scaffold.model import Mode, Response, RunTable

_TRACES = ("Traceback (most recent call last)", 'File "/')
# Three numbers and not four: an address that is only repeated, 127.0.0.1, is no version.
_VERSION = r"(?<![\d.])\d+\.\d+\.\d+(?!\.?\d)"
CLIENT_ERRORS = tuple(range(400, 500))


def pages(table: RunTable) -> Iterator[Check]:
    is_json = table.response is Response.JSON
    yield Check(
        "index",
        "welcomes at / with links to /hello and to the documentation",
        Request("GET", "/"),
        Expectation(
            content_type=JSON_TYPE if is_json else HTML_TYPE,
            contains=("/hello", table.documentation or ""),
            is_json=is_json,
        ),
    )
    yield Check(
        "healthz",
        "says at /healthz that it is up, and no more",
        Request("GET", "/healthz"),
        Expectation(content_type=JSON_TYPE, json_body={"status": "ok"}),
        proves=("S20",),
    )
    yield Check(
        "not-found",
        "answers 404 to an unknown path",
        Request("GET", "/no-such-page"),
        Expectation((404,), JSON_TYPE if is_json else None, is_json=is_json),
    )
    yield Check(
        "not-found-reveals-nothing",
        "shows no traceback, version or path of the machine in its 404",
        Request("GET", "/no-such-page"),
        Expectation((404,), forbids=_TRACES, forbids_patterns=(_VERSION,)),
        (Mode.SERVE,),
        ("S05", "S14"),
    )
    yield Check(
        "post-hello",
        "refuses POST at /hello",
        Request("POST", "/hello"),
        Expectation(CLIENT_ERRORS),
    )
    yield Check(
        "post-hello-reveals-nothing",
        "shows no traceback, version or path of the machine when it refuses",
        Request("POST", "/hello"),
        Expectation(CLIENT_ERRORS, forbids=_TRACES, forbids_patterns=(_VERSION,)),
        (Mode.SERVE,),
        ("S05", "S14"),
    )


def static_files(table: RunTable) -> Iterator[Check]:
    if table.static is None:
        return
    yield Check(
        "static",
        "sends a static file with its type",
        Request("GET", table.static),
        Expectation(content_type="text/css" if table.static.endswith(".css") else None),
        proves=("S15",),
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
