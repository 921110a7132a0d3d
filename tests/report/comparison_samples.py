"""Comparisons with made-up measurements."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

from scaffold import catalog
from scaffold.comparing import CodeFile, Comparison, Side
from scaffold.described import TRAITS, described
from scaffold.model import Claim, Cost, Description, Figure, Measurements, NotMeasured, Proof, ProvenTrait, Role, Trait

STARTED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
# Name, unit, about how much, and how much of that it differs from framework to framework.
FIGURES = (
    ("packages", "packages", 9, 3),
    ("disk", "MB", 6, 3),
    ("import", "ms of CPU", 180, 2),
    ("import wall", "ms", 200, 2),
    ("first answer", "ms", 420, 2),
    ("first answer CPU", "ms of CPU", 390, 2),
    ("memory idle", "MB", 60, 2),
    ("memory loaded", "MB", 66, 2),
    ("lines", "lines", 240, 2),
    ("files", "files", 17, 1),
    ("throughput", "requests/s", 2100, 4),
    ("throughput minimal", "requests/s", 2200, 4),
    ("throughput recommended", "requests/s", 3900, 4),
    ("throughput recommended minimal", "requests/s", 4000, 4),
    ("p50", "ms", 1.8, 3),
    ("p99", "ms", 6.2, 3),
    ("p50 minimal", "ms", 1.7, 3),
    ("p99 minimal", "ms", 6, 3),
    ("p50 recommended", "ms", 1.6, 3),
    ("p99 recommended", "ms", 5.2, 3),
    ("p50 recommended minimal", "ms", 1.5, 3),
    ("p99 recommended minimal", "ms", 5, 3),
    ("stop", "ms", 130, 3),
)
# Of each file: what a browser does with a page takes the longer the more code stands on it.
LINES = 16
EXACT = {"packages", "disk", "lines", "files"}


def description(name: str) -> Description:
    """What a framework says of itself; of one without a description, Flask's, with other traits by chance."""
    framework = catalog.framework(name)
    sample = described(catalog.framework("flask"))
    if name == "flask":
        return replace(
            sample,
            claims=(Claim("async", "is synchronous", "async views since 2.0", "https://example.org/"),),
            costs=(Cost("a page from two templates", 0.61), Cost("four headers", 0.2)),
        )
    chance = Random(name)  # noqa: S311
    traits = {
        trait: Trait(trait, chance.choice(values) if values else was.value, was.link, was.by)
        for trait, values in TRAITS.items()
        for was in [sample.traits[trait]]
    }
    traits["concurrency"] = replace(traits["concurrency"], value=framework.concurrency)
    return replace(
        sample, framework=framework, traits=traits, claims=(Claim("template engine", "has Jinja2"),), costs=()
    )


def side(name: str) -> Side:
    """With the files of the template as they are: nothing is rendered."""
    project = catalog.framework(name).folder / "project"
    sources = sorted(path for path in project.rglob("*") if path.is_file() and path.stat().st_size)
    code: dict[Role, tuple[CodeFile, ...]] = {}
    for role, language, ending in (
        (Role.APPLICATION, "python", (".py", ".py.jinja")),
        (Role.ROUTES, "python", ("views.py", "hello.py", "app.py", "routes.py", "main.py")),
        (Role.TEMPLATE, "html+jinja", (".html", ".pt", ".mako")),
        (Role.TEST, "python", ("test_hello.py",)),
    ):
        among = [path for path in sources if ("test" in str(path.relative_to(project))) == (role is Role.TEST)]
        found = next((path for path in among if path.name.endswith(ending) and ".conf." not in path.name), None)
        if found:
            path = str(found.relative_to(project)).removesuffix(".jinja")
            code[role] = (CodeFile(path, language, "".join(found.read_text().splitlines(keepends=True)[:LINES])),)
    commands = {
        "install": "uv sync",
        "develop": f"uv run {name} dev",
        "serve": f"uv run {name}",
        "test": "uv run pytest",
    }
    return Side(description(name), code, commands)


def measurements(names: Sequence[str]) -> Measurements:
    """Of all but the throughput of the last."""
    figures = [figure for name in names for figure in _figures(name)]
    last = names[-1]
    kept = tuple(figure for figure in figures if figure.framework != last or "throughput" not in figure.name)
    lost = ("throughput", "throughput minimal", "throughput recommended", "throughput recommended minimal")
    return Measurements(
        started=STARTED,
        machine={"processors": "2", "memory": "8.0 GB", "system": "Linux 6.1", "load": "0.4"},
        versions={"scaffold": "0.9", "uv": "uv 0.13.8", "Python": "3.13.1", "wrk": "4.1.0"},
        figures=kept,
        not_measured=tuple(NotMeasured(last, name, "wrk is not installed") for name in lost),
        freezes={name: (f"{catalog.framework(name).distribution}==1.2.3", "markupsafe==3.0.3") for name in names},
        traits=tuple(
            ProvenTrait(name, trait, proof, f"{trait} of {name}: four at once took {number}.5 s")
            for number, name in enumerate(names)
            for trait, proof in (
                ("concurrency", Proof.PROVEN),
                ("WebSockets", Proof.REFUTED),
                ("escaping", Proof.PROVEN),
            )
        ),
    )


def comparison(names: Sequence[str]) -> Comparison:
    return Comparison(tuple(side(name) for name in names), measurements(names))


def _figures(name: str) -> list[Figure]:
    chance = Random(name)  # noqa: S311
    found: list[Figure] = []
    for figure, unit, usual, range_ in FIGURES:
        middle = usual * range_ ** chance.uniform(-1, 1)
        values = (
            (float(round(middle)),) * 3
            if figure in EXACT
            else tuple(round(middle * chance.uniform(0.92, 1.1), 3) for _ in range(5))
        )
        loaded = "throughput" in figure or figure.startswith("p")
        command = f"scaffold measure {name}" + (" --only throughput" if loaded else "")
        found.append(Figure(name, figure, unit, values, command))
    return found
