"""The page docs/security.md, put together from what smoke found and what framework.toml says.

    scaffold smoke --json report.json && python tools/security.py report.json && python tools/document.py

keeps what a report says of the items of security in docs/security.json.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scaffold.catalog import frameworks
from scaffold.contract import ITEMS, proofs_of
from scaffold.model import Framework

ROOT = Path(__file__).parent.parent
DATA = ROOT / "docs" / "security.json"
PAGE = ROOT / "docs" / "security.md"
# What holds for every starter.
REASONS = {
    "S25": "Does not apply: no files for a hosting service or its CI are generated. `SECURITY.md` of each project "
    "says how often to update.",
    "S26": "Does not apply, for the same reason.",
    "S30": "Only where the framework has an audit of its own; the others are asked the same by the rest of this table.",
}
# Of these a request or a file shows half: no HSTS by http, no cookie without flags, a refusal without an error. For
# the other half there is a test in the starter, or a reason why there is nothing to test.
HALVES = {"S08", "S12", "S14", "S18", "S21"}
PASSED, TESTED, NONE, UNPROVEN, FAILED = "✓", "t", "-", "**?**", "**✗**"


def keep(report: dict[str, Any]) -> str:
    """What of a report the page needs, as JSON with a line for each starter."""
    wanted = {name for item in ITEMS for name in proofs_of(item.number)} | {"tests"}
    starters: dict[str, dict[str, set[str]]] = {}
    for outcome in report["outcomes"]:
        by_status = starters.setdefault(outcome["starter"], {})
        if outcome["check"] in wanted:
            by_status.setdefault(outcome["status"], set()).add(outcome["check"])
    lines = [
        f"    {json.dumps(name)}: {json.dumps({status: sorted(checks) for status, checks in sorted(found.items())})}"
        for name, found in sorted(starters.items())
    ]
    facts = {"date": report["started"][:10], "versions": {key: report["context"][key] for key in ("scaffold", "uv")}}
    facts["versions"]["pythons"] = ", ".join(sorted({outcome["python"] for outcome in report["outcomes"]}))
    head = "".join(f"  {json.dumps(key)}: {json.dumps(value)},\n" for key, value in facts.items())
    return f'{{\n{head}  "starters": {{\n' + ",\n".join(lines) + "\n  }\n}\n"


def page() -> Iterator[str]:
    data = json.loads(DATA.read_text())
    yield "# Security: what every starter keeps"
    yield ""
    yield (
        "<!-- Generated from docs/security.json, the contract and templates/*/framework.toml by tools/document.py. -->"
        f"\n\nAs `scaffold smoke` found it on {data['date']}, with scaffold {data['versions']['scaffold']} and "
        f"{data['versions']['uv']}, on Python {data['versions']['pythons']}. Each starter has a `SECURITY.md` that "
        "says what is done and what is left to its owner. [The contract](contract.md) says what is asked."
    )
    yield from ("", "## The items", "", "| item | in a secure starter | proven by |", "|---|---|---|")
    for item in ITEMS:
        proofs = ", ".join(f"`{name}`" for name in sorted(proofs_of(item.number)))
        yield f"| {item.number} | {item.claim} | {proofs or 'tests of the starter'} |"
    yield from ("", "## Framework by item", "")
    yield (
        f"`{PASSED}`: the checks of the contract pass, against the production server or in the files. `{TESTED}`: a "
        f"test of the starter's own passes. `{NONE}`: does not apply. A number: see below. `{UNPROVEN}`: not proven. "
        f"`{FAILED}`: fails."
    )
    notes: list[str] = []
    rows = [(each, [_cell(each, item.number, data, notes) for item in ITEMS]) for each in frameworks()]
    numbers = [item.number for item in ITEMS]
    yield from ("", f"| | {' | '.join(numbers)} |", "|---" * (len(numbers) + 1) + "|")
    for framework, cells in rows:
        yield f"| {framework.title} | {' | '.join(cells)} |"
    yield from ("", "## Exceptions, and what does not apply", "")
    yield from (f"- **{item}**: {reason}" for item, reason in sorted(REASONS.items()))
    yield from (f"{number}. {note}" for number, note in enumerate(notes, 1))
    yield ""
    yield (
        "Of slow clients only this much is asked: that a few of them keep nobody else waiting (`slow-clients`). That "
        "many of them are cut off in time is left to the web server in front of the application: of the servers here "
        "few have a deadline for headers. bandit runs over all starters in scaffold's own tests."
    )


def _cell(framework: Framework, item: str, data: dict[str, Any], notes: list[str]) -> str:
    found = data["starters"].get(framework.name, {})
    proofs = proofs_of(item)
    if proofs & set(found.get("failed", ())):
        return FAILED
    excepted = proofs & set(found.get("excepted", ()))
    reasons = [each.reason for each in framework.exceptions if each.check in excepted]
    reasons += [reason for number, reason in framework.unsecured if number == item]
    tested = item in dict(framework.secured) and "tests" in found.get("passed", ())
    marks = PASSED if proofs & set(found.get("passed", ())) else ""
    if tested:
        marks += TESTED
    if reasons:
        text = f"{framework.title}, {item}: {' '.join(dict.fromkeys(reasons))}"
        if text not in notes:
            notes.append(text)
        return f"{marks} [{notes.index(text) + 1}]".strip()
    if item in HALVES and not tested:
        return UNPROVEN
    return marks or (NONE if item in REASONS else UNPROVEN)


if __name__ == "__main__":
    DATA.write_text(keep(json.loads(Path(sys.argv[1]).read_text())))
