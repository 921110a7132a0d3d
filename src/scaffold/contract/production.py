"""What only the production server has to keep."""

from collections.abc import Iterator

from scaffold.contract.check import Check, Expectation, Request
from scaffold.model import Mode


def production() -> Iterator[Check]:
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
