"""Why a template is not taken."""

import errno
import re

from describing import describe
from inspection import HostileTemplateError


class RefusedError(Exception):
    """`kind` is one of those that the answer of the worker has for "error"."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind

    def as_answer(self):
        # An address may hold a password.
        return {"error": self.kind, "message": re.sub(r"://[^/@\s]+@", "://", str(self))}


def refused(error, limits, template):
    """What an error means that came while a template was read or rendered; `template` is its folder, where known."""
    if isinstance(error, HostileTemplateError):
        return RefusedError("template", str(error))
    if isinstance(error, OSError) and error.errno == errno.ENOMEM:
        return too_much("memory_megabytes", limits)
    if isinstance(error, OSError) and error.errno == errno.EFBIG:
        return too_much("file_megabytes", limits)
    return RefusedError("template", describe(error, template))


def too_much(limit, limits):
    of_what = {"memory_megabytes": "of memory", "file_megabytes": "in one file"}[limit]
    return RefusedError("limit", f"Rendering needs more than {limits[limit]} MB {of_what}, and that is the limit")
