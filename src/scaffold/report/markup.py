"""Markdown for GitHub, in which nothing of what a starter wrote is markup, and that is no longer than GitHub takes."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.model import DriftReport, Report

# GitHub drops a whole summary of more than 1 MiB.
SUMMARY_BYTES = 2**20 - 1
# And refuses an issue whose body has more characters; bytes are never fewer.
ISSUE_BYTES = 65_536
PROBLEM_CHARACTERS = 600
# For what is left out to be named in.
_RESERVED_BYTES = 200


@dataclass(frozen=True, slots=True)
class Issue:
    """The one issue of a job: found by its marker, edited each night, closed when all is well."""

    marker: str
    title: str
    body: str
    open: bool


def marker(job: str) -> str:
    """A hidden first line of an issue's body: it tells the issues of several nightly jobs apart."""
    return f"<!-- scaffold {job}: edited by every run, do not change this line -->"


def some(names: Sequence[str]) -> str:
    """The first three of them, and how many more there are."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"


def facts(report: Report | DriftReport, *more: str) -> str:
    """When it was, how long it took, and with which tools."""
    known = [f"{report.started:%Y-%m-%d %H:%M} UTC"] if report.started else []
    known += [*more, f"{report.seconds:.0f} s"]
    known += [
        f"{name} {escaped(report.context[name].removeprefix(f'{name} '))}"
        for name in ("scaffold", "copier", "uv")
        if name in report.context
    ]
    return f"{', '.join(known)}\n"


def fitting(head: Sequence[str], parts: Sequence[str], limit: int) -> str:
    """As many of the parts as fit, and a word about the others. Of the head nothing is left out but its end."""
    left = limit - _RESERVED_BYTES
    if left < 0:
        return ""
    taken: list[str] = []
    for number, part in enumerate((*head, *parts)):
        left -= len(part.encode()) + 1
        if left < 0:
            missing = len(head) + len(parts) - number
            what = "1 more part was" if missing == 1 else f"{missing} more parts were"
            taken.append(f"\n**{what} left out here: GitHub takes no more. The JSON Lines of the run have all.**\n")
            break
        taken.append(part)
    return "\n".join(taken)


def cut(text: str) -> str:
    return text if len(text) <= PROBLEM_CHARACTERS else f"{text[:PROBLEM_CHARACTERS]} ... (cut)"


def fenced(text: str, language: str = "text") -> str:
    """A block of code that nothing in the text can end."""
    fence = "`" * max(3, _longest_run_of_backticks(text) + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def code(text: str) -> str:
    """Code within a line, in which nobody is mentioned and nothing is a tag."""
    text = " ".join(text.split()) or "no reason is known"
    ticks = "`" * (_longest_run_of_backticks(text) + 1)
    return f"{ticks} {text} {ticks}"


def escaped(text: str) -> str:
    """Text within a line or a table, in which nothing is markup and nobody is mentioned."""
    text = re.sub(r"[\\`*_\[\]|~]", lambda found: f"&#{ord(found[0])};", html.escape(" ".join(text.split())))
    # A person or an issue is found in what was rendered, where an escape is gone: so a space of no width parts them.
    return re.sub(r"(@|(?<!&)#)", r"\1&#8203;", text)


def _longest_run_of_backticks(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
