"""Say why something was not measured, for somebody who reads it elsewhere and later."""

import re

from scaffold.errors import ScaffoldError


def reason(error: Exception) -> str:
    """Why something was not measured, without a path that is about to vanish."""
    if not isinstance(error, ScaffoldError):
        return f"scaffold itself failed: {error!r}"
    text = re.sub(r"\.? See \S+\.log\.?", "", str(error))
    return re.sub(r"\S*/scaffold-measure-\w+/(?:\d+/)*", "", text).rstrip(".")
