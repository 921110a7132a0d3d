"""The sessions: `request.session` is a dictionary, kept in a signed cookie."""

import sys

from pyramid.config import Configurator
from pyramid.session import SignedCookieSessionFactory


def includeme(config: Configurator) -> None:
    settings = config.get_settings()
    if not settings["session.secret"]:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
    # Where people reach the site by https, the cookie is sent by https only, and by the
    # rules of a name that begins with __Host- no other site can set it.
    https = flag("HTTPS", settings["https"])
    session_factory = SignedCookieSessionFactory(
        settings["session.secret"],
        cookie_name="__Host-session" if https else "session",
        secure=https,
        httponly=True,
        samesite="Lax",
    )
    config.set_session_factory(session_factory)


def flag(name: str, value: str) -> bool:
    if value.lower() not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value.lower() in {"1", "true"}
