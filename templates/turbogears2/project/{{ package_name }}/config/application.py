"""The application: `make_app` puts its parts together."""

import os
import sys
from pathlib import Path
from wsgiref.types import WSGIApplication

from dotenv import load_dotenv
from tg.support.converters import asbool, aslist

from ..lib.security import secure
from .app_cfg import base_config


def flag(name: str) -> bool:
    value = os.environ.get(name, "").lower()
    if value not in {"", "0", "1", "false", "true"}:
        # Without the value: whoever mixes up two lines may have put the secret here.
        sys.exit(f"{name} is neither 1 nor 0.")
    return value in {"1", "true"}


def make_app(global_conf: dict[str, str], **app_conf: str) -> WSGIApplication:
    """Make the WSGI application; the settings are those of the .ini file.

    `global_conf` is its section [DEFAULT], `app_conf` its section [app:main].
    """
    # The folder of the .ini file, where .env is as well.
    if "here" in global_conf:
        load_dotenv(Path(global_conf["here"], ".env"))
    # What the .ini file does not say comes from the environment.
    app_conf.setdefault("session.secret", os.environ.get("SECRET_KEY", ""))
    app_conf.setdefault(
        "allowed_hosts", os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1")
    )

    if not app_conf["session.secret"]:
        sys.exit("SECRET_KEY is not set: copy .env.example to .env and fill it in.")
    # This one signs the cookies.
    app_conf["session.validate_key"] = app_conf["session.secret"]
    # Whether people reach the site by https. Then the cookie is sent by https only, and by
    # the rules of a name that begins with __Host- no other site can set it.
    if flag("HTTPS"):
        app_conf["session.secure"] = "true"
        app_conf["session.key"] = "__Host-session"

    app = base_config.make_wsgi_app(global_conf, app_conf, wrap_app=None)

    # Wrap the application in more middleware here.
    return secure(
        app,
        hosts=aslist(app_conf["allowed_hosts"], ","),
        debug=asbool(global_conf.get("debug", False)),
    )
