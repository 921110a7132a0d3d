"""Why a template is not taken."""

import re


class RefusedError(Exception):
    """`kind` is one of those that the answer of the worker has for "error"."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind

    def as_answer(self):
        # An address may hold a password.
        return {"error": self.kind, "message": re.sub(r"://[^/@\s]+@", "://", str(self))}
