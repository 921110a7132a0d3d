"""What drifted, in sentences: the same ones in every form of the report."""

from datetime import date

from scaffold.ages import ago
from scaffold.model import Change, Drift, Release, Warned
from scaffold.warned import lead_time


def proof(drift: Drift) -> str | None:
    """ "last proven 63 days ago"."""
    return None if drift.days_since_proof is None else f"last proven {ago(drift.days_since_proof)}"


def counts(drift: Drift) -> str:
    return f"{_count(len(drift.changes), 'change')}, {_count(len(drift.warned), 'new warning')}"


def change(changed: Change) -> str:
    day = f" of {changed.released}" if changed.released else ""
    if changed.old is None:
        return f"{changed.package} {changed.new}{day} is new"
    return f"{changed.package} {changed.old} -> {changed.new or 'gone'}{day}"


def warning(warned: Warned, today: date) -> str:
    when = lead_time(warned.text, today)
    whose = warned.distribution or "the starter"
    where = ", ".join(each or "the starter" for each in warned.points_at)
    announced = f"{warned.category}: {warned.text}{f' ({when})' if when else ''}"
    return f"{whose} warns anew{f' (in {where})' if where else ''}: {announced}"


def blame(drift: Drift) -> str | None:
    """ "First bad release: setuptools 82.0.0 of 2026-02-08 (last good: 81.0.0), found in 10 tries"."""
    if not drift.culprits:
        return None
    bad = " and ".join(
        f"{release(culprit.first_bad)}{f' of {culprit.first_bad.released}' if culprit.first_bad.released else ''}"
        f"{f' (last good: {culprit.last_good.version})' if culprit.last_good else ''}"
        for culprit in drift.culprits
    )
    only = " only together" if len(drift.culprits) > 1 else ""
    return f"First bad release: {bad}{only}, found in {_count(drift.tries, 'try', 'tries')}"


def remedy(drift: Drift) -> str:
    """What would keep the culprits out: "setuptools<82.0.0"."""
    return ", ".join(culprit.constraint for culprit in drift.culprits)


def again(drift: Drift, today: date) -> str:
    """The command that shows the same once more."""
    return f"scaffold drift {drift.cell.starter} --python {drift.cell.python} --as-of {today}"


def release(named: Release) -> str:
    return f"{named.package} {named.version}"


def failing_line(log: str) -> str:
    """The last line of a log: as a rule the one that says what went wrong."""
    return next((line.strip() for line in reversed(log.splitlines()) if line.strip()), "")


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or f'{one}s'}"
