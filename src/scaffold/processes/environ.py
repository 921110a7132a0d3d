"""The environment of a child: built from an allow-list, so that nothing of the user's shell leaks into a starter."""

import os
from collections.abc import Mapping

_BASIC = (
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TZ", "TERM",
    "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "XDG_RUNTIME_DIR",
)  # fmt: skip
# What a program needs that talks to an index or to a repository, or keeps a cache.
_NETWORK = (
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
    "SSL_CERT_FILE", "SSL_CERT_DIR", "SSL_CLIENT_CERT", "NETRC",
    "GIT_SSL_CAINFO", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME",
)  # fmt: skip
# uv's settings, and what a user tells a starter's set-up: where a local copy is of what it would fetch.
_NETWORK_PREFIXES = ("UV_", "SCAFFOLD_")


def child_environment(extra: Mapping[str, str], *, network: bool = False) -> dict[str, str]:
    """The variables for a child: the allowed ones of this process, then `extra`.

    PYTHONDONTWRITEBYTECODE is never passed on: many images set it, and it doubles the CPU of every start and test.
    """
    allowed = _BASIC + _NETWORK if network else _BASIC
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in allowed or name.startswith("LC_") or (network and name.startswith(_NETWORK_PREFIXES))
    }
    return kept | {"PYTHONUNBUFFERED": "1"} | dict(extra)
