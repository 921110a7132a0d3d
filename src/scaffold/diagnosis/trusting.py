"""Whose certificates uv trusts, as a context for TLS."""

import os
import ssl
import sys
from enum import Enum, auto
from pathlib import Path

import certifi

from scaffold.uv_settings import UvSettings

# Of Debian, Fedora, SUSE and Alpine.
_SYSTEM_FILES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)


class Trust(Enum):
    """Whose certificates count."""

    MOZILLA = auto()
    # SSL_CERT_FILE, SSL_CERT_DIR
    GIVEN = auto()
    SYSTEM = auto()
    # For the date alone, and where uv is told so.
    ANYBODY = auto()


def trusted(settings: UvSettings) -> Trust:
    """As uv: what the variables give, else the system's where it is told so, else Mozilla's."""
    if any(_given_certificates()):
        return Trust.GIVEN
    return Trust.SYSTEM if settings.system_certificates else Trust.MOZILLA


def context(trust: Trust) -> ssl.SSLContext:
    """What of TLS verifies by these certificates."""
    if trust is Trust.MOZILLA:
        return ssl.create_default_context(cafile=certifi.where())
    if trust is Trust.GIVEN:
        file, folder = _given_certificates()
        return ssl.create_default_context(cafile=file, capath=folder)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trust is Trust.ANYBODY:
        made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    elif sys.platform == "win32":
        made.load_default_certs()
    else:
        # Not the default ones of Python: SSL_CERT_FILE takes their place, and is what may be wrong.
        for file in filter(os.path.isfile, (ssl.get_default_verify_paths().openssl_cafile, *_SYSTEM_FILES)):
            made.load_verify_locations(cafile=file)
    return made


def _given_certificates() -> tuple[str | None, str | None]:
    """The file and the folder that variables give, where they are there: uv passes over those that are not."""
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    return file if file and Path(file).is_file() else None, folder if folder and Path(folder).is_dir() else None
