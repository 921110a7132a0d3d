"""Write the pages that follow from data: frameworks, security, articles, costs, choose, and the end of conventions.

    python tools/document.py [--check]

`--check` writes nothing and ends with status 1 where a page is not what it would be.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import articles
import choosing
import costs
import security

from scaffold.catalog import caution, frameworks
from scaffold.model import Framework, Upkeep

ROOT = Path(__file__).parent.parent
FRAMEWORKS = ROOT / "docs" / "frameworks.md"
CONVENTIONS = ROOT / "docs" / "conventions.md"
MARK = "<!-- What follows is put together from templates/*/conventions.md by tools/document.py; change it there. -->\n"
# The three classes by which people compare frameworks, and those that are made for APIs.
KINDS = {
    "full-stack": (
        "Full-stack",
        "Much is decided and comes with it: forms, sessions, a database or a place for one, a prescribed layout.",
    ),
    "micro": ("Micro", "Routes, requests and templates; the rest is your choice."),
    "asynchronous": (
        "Asynchronous",
        "Many connections at once in one process, with `async` and `await` or with events.",
    ),
    "api": ("API", "Made for JSON rather than for pages."),
}


def pages() -> dict[Path, str]:
    """Each generated page with the text that it should have."""
    by_hand = CONVENTIONS.read_text().partition(MARK)[0]
    entries = [(each.folder / "conventions.md").read_text() for each in frameworks()]
    return {
        FRAMEWORKS: "\n".join(_frameworks_page()) + "\n",
        choosing.PAGE: "\n".join(choosing.page()) + "\n",
        security.PAGE: "\n".join(security.page()) + "\n",
        articles.PAGE: "\n".join(articles.page()) + "\n",
        costs.PAGE: "\n".join(costs.page()) + "\n",
        CONVENTIONS: by_hand + MARK + "".join(f"\n{entry}" for entry in entries),
    }


def _frameworks_page() -> Iterator[str]:
    yield "# The frameworks"
    yield ""
    yield (
        "<!-- Generated from templates/*/framework.toml by tools/document.py; change it there. -->\n\n"
        f"There are {len(frameworks())}. Every one was generated, installed, started with its development and its "
        "production server, and asked what [the contract](contract.md) asks, on the Pythons that stand beside it; "
        "`scaffold smoke` does it again. [Conventions](conventions.md) says for every file of a starter where its "
        "place comes from."
    )
    for kind, (heading, meaning) in KINDS.items():
        chosen = [each for each in frameworks() if each.kind == kind]
        if chosen:
            yield from ("", f"## {heading}", "", meaning, "", *_table(chosen))
    yield from (
        "",
        "## What the columns mean",
        "",
        "- **verified**: the framework's version that the starter's lock holds (the newest, where Pythons differ), "
        "and the day on which the starter last passed everything with it.",
        "- **installs**: the distributions that the starter needs to run in production, the framework and its server "
        "among them, and the size of their files, on the newest Python of the row, without development tools.",
        "- **health**: *active*: a release in the year before the day of the verification; *quiet*: none for longer, "
        "or only repairs, but somebody is there; *unmaintained*: nobody is. The month is that of the newest release.",
    )
    cautions = [(each, text) for each in frameworks() if (text := caution(each))]
    if cautions:
        yield from ("", "## Before you build on one of these", "")
        yield "They run, with remedies that their starters carry in the open. They are here to be compared and known."
        yield ""
        yield from (f"- {text}" for _, text in cautions)
    yield from ("", "## Exceptions", "", "What a starter cannot keep of the contract, with the reason.", "")
    exceptions = [
        f"- **{each.title}**, `{exception.check}`{f' ({exception.server})' if exception.server else ''}: "
        f"{exception.reason}"
        for each in frameworks()
        for exception in each.exceptions
    ]
    yield from exceptions or ["There is none: every starter keeps the whole contract."]


def _table(chosen: Sequence[Framework]) -> Iterator[str]:
    columns = ("framework", "style", "interface", "templates", "answers", "verified", "Python", "installs", "health")
    yield f"| {' | '.join(columns)} |"
    yield "|---" * len(columns) + "|"
    for each in chosen:
        health = each.health
        status = f"**{health.status}**" if health.status is Upkeep.UNMAINTAINED else health.status.value
        cells = (
            f"[{each.title}]({each.documentation})<br>`{each.name}`",
            each.concurrency,
            each.interface,
            each.template_engine or "-",
            each.response.upper(),
            f"{each.verified.version}<br>{each.verified.date}",
            f"{each.verified.pythons[0]} to {each.verified.pythons[-1]}",
            f"{each.footprint.packages} packages<br>{each.footprint.megabytes:.1f} MB",
            f"{status}<br>{health.released:%Y-%m}",
        )
        yield f"| {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 where a page is not right")
    check = parser.parse_args().check
    wrong = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
    for path in wrong:
        if check:
            print(f"{path.relative_to(ROOT)} is not what the data says: run python tools/document.py")
        else:
            path.write_text(pages()[path])
            print(f"wrote {path.relative_to(ROOT)}")
    return 1 if check and wrong else 0


if __name__ == "__main__":
    sys.exit(main())
