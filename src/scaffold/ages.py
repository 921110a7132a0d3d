"""How long ago a day was, in words."""

from collections.abc import Collection


def ago(days: int) -> str:
    """ "63 days ago"; fewer than none where the day is seen from an earlier one."""
    if days == 0:
        return "today"
    count = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"{count} ago" if days > 0 else f"{count} later"


def span(days: Collection[int]) -> str:
    """ "12 to 63 days ago": the same of several days, of which there is one at least."""
    newest, oldest = min(days), max(days)
    if newest == oldest:
        return ago(newest)
    return f"{newest if newest > 0 else ago(newest)} to {ago(oldest)}"
