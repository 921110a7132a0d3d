"""The page docs/articles.md: what two articles said of the frameworks, beside what holds today."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from scaffold.catalog import frameworks
from scaffold.described import described
from scaffold.errors import ScaffoldError
from scaffold.model import Claim, Description, Framework, Proof

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "articles.md"
# What `scaffold measure` found last, in JSON Lines.
MEASURED = ROOT / "docs" / "comparison.jsonl"
FIRST = "https://steelkiwi.com/blog/best-python-web-frameworks-to-learn/"
SECOND = "https://medium.com/hackernoon/top-10-python-web-frameworks-to-learn-in-2018-b2ebab969d1a"
# What the articles compare by, as far as there is a trait for it.
ASKED = (
    "concurrency",
    "interface",
    "template engine",
    "routing",
    "ORM",
    "static files",
    "REST",
    "WebSockets",
    "production server",
)
MARKS = {Proof.PROVEN: " ✓", Proof.REFUTED: " **✗**", Proof.DOCUMENTED: ""}

# By framework and trait: how it is known, and what was done and seen.
Proofs = dict[tuple[str, str], tuple[Proof, str]]


def page() -> Iterator[str]:
    descriptions, undescribed = _descriptions()
    proofs = proofs_in(MEASURED)
    yield from _head()
    yield from ("", "## Claim by claim", "")
    yield (
        "*Proven* is what a program found: `scaffold measure` for a trait, `scaffold smoke` for the Pythons and the "
        "version. *Documented* is what the framework says of itself, or what stands on the page behind the link."
    )
    for each in descriptions:
        if each.claims:
            yield from ("", f"### {each.framework.title}", "", *_claims(each, proofs))
    without = [each.framework.title for each in descriptions if not each.claims]
    if without:
        yield from ("", f"No claim that could be read is about {_listed(without)}.")
    yield from ("", "## What `pip freeze` said then, and says today", "", *_frozen(descriptions))
    yield from ("", "## What holds today", "", *_today(descriptions, proofs))
    if undescribed:
        yield from ("", f"Not described yet: {_listed([each.title for each in undescribed])}.")


def _head() -> Iterator[str]:
    yield "# What the articles said"
    yield ""
    yield (
        "<!-- Generated from templates/*/framework.toml and docs/comparison.jsonl by tools/document.py; "
        "change it there. -->"
    )
    yield ""
    yield (
        f"Two articles of SteelKiwi: [Best Python web frameworks to learn]({FIRST}), of 2017, and [Top 10 Python web "
        f"frameworks to learn in 2018]({SECOND}). What stands here as said is a summary and not the wording, and "
        "begins with the year. Of the first only the beginning could be read, up to Django; the second was read in a "
        "translation. The rest of the first, what another one beside it said of the lesser known frameworks, and what "
        "`pip freeze` told them, could not be found, and nothing is claimed of it. What it would have told is below, "
        "resolved again; what a starter installs today is under [frameworks](frameworks.md)."
    )


def _descriptions() -> tuple[list[Description], list[Framework]]:
    found, missing = [], []
    for framework in frameworks():
        try:
            found.append(described(framework))
        except ScaffoldError:
            missing.append(framework)
    return found, missing


def proofs_in(file: Path) -> Proofs:
    """What was found of traits, the last of each; nothing where nobody has measured yet."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    records = [json.loads(line) for line in lines]
    return {
        (each["framework"], each["trait"]): (Proof(each["proof"]), str(each["detail"]))
        for each in records
        if each["record"] == "trait"
    }


def _claims(description: Description, proofs: Proofs) -> Iterator[str]:
    yield "| about | said | today | how it is known |"
    yield "|---|---|---|---|"
    for claim in description.claims:
        yield _row(claim.about, claim.said, claim.today or "still holds", known(claim, description, proofs))


def known(claim: Claim, description: Description, proofs: Proofs) -> str:
    """How it is known what holds today: by a program, or by a page."""
    framework = description.framework
    trait = description.traits.get(claim.about)
    link = claim.link or (trait.link if trait else framework.documentation)
    proof, detail = proofs.get((framework.name, claim.about), (Proof.DOCUMENTED, ""))
    if proof is not Proof.DOCUMENTED:
        return f"{proof}: {detail}; [documented]({link})"
    if claim.about == "Python":
        return f"proven: runs on {', '.join(framework.verified.pythons)}; [documented]({link})"
    if claim.about == "release":
        return (
            f"proven: runs with {framework.verified.version}; the newest release is of "
            f"{framework.health.released}; [documented]({link})"
        )
    return f"[documented]({link})"


def _frozen(descriptions: Sequence[Description]) -> Iterator[str]:
    frozen = [each for each in descriptions if each.freezes]
    (then,) = {each.freezes[0].on for each in frozen}
    yield (
        f"What the framework alone brings with it, and no server and no template engine that it does not ask for. No "
        f"article's list was at hand: uv resolved each again with nothing newer than {then}, when the second of them "
        f"was new, for Python {frozen[0].freezes[0].python}, and with nothing newer than the day of the starter's "
        f"verification, for Python {frozen[0].freezes[1].python} (`python tools/freezes.py --all`)."
    )
    yield ""
    yield _row("framework", f"on {then}", "today")
    yield "|---|---|---|"
    for each in frozen:
        yield _row(each.framework.title, *(_packages(freeze.packages) for freeze in each.freezes))
    without = [each.framework.title for each in descriptions if not each.freezes]
    if without:
        verb = "is" if len(without) == 1 else "are"
        yield from ("", f"{_listed(without)} {verb} not installed from an index.")


def _packages(packages: Sequence[str]) -> str:
    if not packages:
        return "was not there yet"
    return f"**{len(packages)}**: {', '.join(each.replace('==', ' ') for each in packages)}"


def _today(descriptions: Sequence[Description], proofs: Proofs) -> Iterator[str]:
    yield (
        "What the articles compare by, for all: *own* is part of the framework, *add-on* is what people use with it. "
        "✓ is proven by `scaffold measure`, **✗** is refuted by it; the rest is documented, behind each link."
    )
    yield ""
    yield _row("framework", *ASKED)
    yield "|---" * (len(ASKED) + 1) + "|"
    for each in descriptions:
        cells = []
        for name in ASKED:
            trait = each.traits[name]
            proof, _ = proofs.get((each.framework.name, name), (Proof.DOCUMENTED, ""))
            by = f": {trait.by}" if trait.by else ""
            cells.append(f"[{trait.value}{by}]({trait.link}){MARKS[proof]}")
        yield _row(each.framework.title, *cells)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
