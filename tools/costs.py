"""The page docs/costs.md: what a starter's /hello costs beside its framework's minimal application, and why."""

from collections.abc import Iterator
from pathlib import Path

from scaffold.catalog import frameworks
from scaffold.described import described
from scaffold.model import Description
from scaffold.report.measurements import read_measurements

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "costs.md"
# What `scaffold measure` found last, in JSON Lines.
MEASURED = ROOT / "docs" / "comparison.jsonl"


def page() -> Iterator[str]:
    yield "# What the starters cost"
    yield ""
    yield (
        "<!-- Generated from templates/*/framework.toml and docs/comparison.jsonl by tools/document.py; "
        "change it there. -->"
    )
    yield ""
    yield (
        "How many requests for `/hello` a starter answers on its production server with one worker, beside the "
        "smallest application of its framework's own documentation on the same server: 0.80 means 80 answers where "
        "that one gives 100. [`scaffold measure`](comparison.md) takes both in turn."
    )
    yield ""
    yield (
        "A minimal application sends a line of text and nothing else. A starter sends a page that is put together from "
        "a template and its layout, with headers that keep browsers careful, after it has looked at the host, the "
        "method and the size of the request. On a server that answers in a fraction of a millisecond that is a large "
        "part of the work; beside one query of a database it is not. The percentages are shares of the processor time "
        "that the starter takes more, found by taking one thing out after the other."
    )
    yield ""
    yield "| framework | starter / minimal | what it does besides |"
    yield "|---|---|---|"
    measurements = read_measurements(MEASURED)
    kept = {framework.name: measurements.kept(framework.name) for framework in frameworks()}
    for framework in sorted(frameworks(), key=lambda each: -(kept[each.name] or 0)):
        share = kept[framework.name]
        yield f"| {framework.title} | {'-' if share is None else f'{share:.2f}'} | {_reasons(described(framework))} |"


def _reasons(description: Description) -> str:
    return "<br>".join(f"{cost.share:.0%} {cost.what}" for cost in description.costs) or "-"
