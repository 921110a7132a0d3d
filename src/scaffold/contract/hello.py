"""/hello: what it says, and what it does with a hostile name."""

from collections.abc import Iterator
from urllib.parse import quote

from scaffold.contract.check import HTML_TYPE, JSON_TYPE, Check, Expectation, Request
from scaffold.model import Response

HOSTILE_SCRIPT = "<script>alert('scaffold')</script>"


def hello(response: Response) -> Iterator[Check]:
    yield Check(
        "hello",
        "says Hello world! at /hello",
        Request("GET", "/hello"),
        _says("Hello world!", response),
        proves=("S15",),
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
        return Expectation(content_type=JSON_TYPE, json_body={"message": message})
    return Expectation(content_type=HTML_TYPE, contains=(message,))


def hostile_names(response: Response) -> Iterator[Check]:
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
                (200,), JSON_TYPE, is_json=True, absent_headers=("X-Injected",), refusals=refusals
            )
        else:
            expectation = Expectation(
                (200,),
                HTML_TYPE,
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
