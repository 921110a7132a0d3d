"""Comparisons of frameworks that need no rendering: several that say of themselves what one of the real ones says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from scaffold import catalog
from scaffold.comparing import CodeFile, Comparison, Side
from scaffold.described import described
from scaffold.model import Claim, Cost, Figure, Measurements, NotMeasured, Proof, ProvenTrait, Role

TITLES = ("First", "Second", "Third", "Fourth")
COMMANDS = {
    "install": "uv sync --locked",
    "develop": "uv run develop",
    "serve": "uv run serve",
    "test": "uv run pytest",
}


def side(title: str, code: Mapping[Role, str], *, claims: tuple[Claim, ...] = (), costs: tuple[Cost, ...] = ()) -> Side:
    """A framework whose files are called by title and role."""
    framework = replace(catalog.framework("flask"), name=title.lower(), title=title)
    files = {role: (CodeFile(f"{title.lower()}/{role}.py", "python", text),) for role, text in code.items()}
    return Side(
        replace(described(catalog.framework("flask")), framework=framework, claims=claims, costs=costs), files, COMMANDS
    )


def comparison(count: int = 2, measurements: Measurements | None = None) -> Comparison:
    """The first `count` of the titles, each with the same short file for each role but the template."""
    code: dict[Role, str] = {role: f'"""The {role}."""\n\nanswer = 42\n' for role in Role if role is not Role.TEMPLATE}
    return Comparison(tuple(side(title, code) for title in TITLES[:count]), measurements)


def figure(framework: str, name: str, unit: str, *values: float) -> Figure:
    return Figure(framework, name, unit, values, f"scaffold measure {framework} --only '{name}'")


MEASURED = Measurements(
    started=datetime(2026, 11, 21, 9, 0, tzinfo=UTC),
    machine={"processors": "2"},
    versions={"uv": "0.9.2"},
    figures=(
        figure("first", "packages", "packages", 7),
        figure("first", "throughput recommended minimal", "requests/s", 4120, 3980.4, 4310),
        figure("second", "first answer", "ms", 12.34, 9.876, 12.44),
        figure("other", "elsewhere", "ms", 1),
    ),
    not_measured=(
        NotMeasured("second", "p50", "wrk is not here"),
        NotMeasured("second", "p99", "wrk is not here"),
        NotMeasured("other", "p50", "nobody knows"),
    ),
    freezes={"first": ("Flask==0.1",)},
    traits=(
        ProvenTrait("first", "interface", Proof.PROVEN, "wsgiref.validate found nothing"),
        ProvenTrait("second", "concurrency", Proof.REFUTED, "four slow requests took half a second"),
    ),
)
