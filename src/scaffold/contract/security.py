"""What is asked of a secure starter: the items, and the checks of them that are not one request.

The numbers are those by which docs/security.md, `framework.toml` and the reports name them. They follow OWASP's
Application Security Verification Standard (ASVS 5.0) where that has a requirement.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    number: str
    # Finishes the sentence "in a secure starter ...".
    claim: str


ITEMS = (
    Item("S01", "no secret stands in a file that git keeps"),
    Item("S02", "git ignores `.env`, and `.env.example` has no value for a secret"),
    Item("S03", "production does not start without its secret, and says which variable is missing"),
    Item("S04", "the secret is random, at least 50 characters long and another one in each project"),
    Item("S05", "debugging is off unless development switches it on"),
    Item("S06", "the development server listens on the loopback alone"),
    Item("S07", "a foreign `Host` is refused"),
    Item("S08", "a mistake in the settings is told without the value"),
    Item("S09", "`X-Content-Type-Options: nosniff` is in every answer"),
    Item("S10", "a Content-Security-Policy without `unsafe-inline`, with `frame-ancestors 'none'`, is in every answer"),
    Item("S11", "a Referrer-Policy is in every answer"),
    Item("S12", "HSTS is sent for a year over TLS, and never without"),
    Item("S13", "no header tells the version of the server"),
    Item("S14", "errors show no traceback, path or version"),
    Item("S15", "every answer has its type, and text its charset"),
    Item("S16", "other sites may not read the answers (no CORS)"),
    Item("S17", "TRACE is refused"),
    Item("S18", "a body larger than the limit is refused, and not read"),
    Item("S19", "1 MiB of headers are refused, and headers that do not come to an end keep nobody else waiting"),
    Item("S20", "the health page tells no more than that, and generated documentation is off in production"),
    Item("S21", "cookies are HttpOnly and SameSite, over TLS Secure and `__Host-`"),
    Item("S22", "a form of another site changes nothing, and GET neither"),
    Item("S23", "the lock has a hash for every file"),
    Item("S24", "an SBOM can be made offline"),
    Item("S25", "updates come by themselves (Dependabot, Renovate)"),
    Item("S26", "CI runs pinned actions with few permissions"),
    Item("S27", "ruff's security rules and bandit find nothing, and every exception has its reason"),
    Item("S30", "the framework's own audit finds nothing"),
)

# The cookies of all answers of a server together, and all addresses on which its processes listen.
COOKIES = "cookies"
ADDRESSES = "addresses"
# What is looked at in the files, each with the items of which it is a proof.
FILE_CHECKS = {
    "secret-only-in-env": ("S01",),
    "env-ignored": ("S02",),
    "env-example-empty": ("S02",),
    "secret-long": ("S04",),
    "debug-off": ("S05",),
    "loopback": ("S06",),
    "lock-hashes": ("S23",),
    "sbom": ("S24",),
    "ruff-security": ("S01", "S06", "S27"),
    "noqa-explained": ("S27",),
}
