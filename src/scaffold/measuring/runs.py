"""One run: round after round, framework after framework, and nothing else of scaffold while something is timed."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from scaffold.build import set_up
from scaffold.described import described
from scaffold.environment import keep_bytecode, lend_bytecode
from scaffold.errors import ScaffoldError
from scaffold.measuring import generator as generators
from scaffold.measuring import loads, sizes, starts, traits
from scaffold.measuring.bench import Bench, as_deployed, as_developed, rendered
from scaffold.measuring.findings import COUNTED, LOADED, UNITS, Finding, Freeze, Notebook, Recipe, Values
from scaffold.measuring.generator import Generator
from scaffold.measuring.machine import machine, versions
from scaffold.measuring.reasons import reason
from scaffold.measuring.spread import noise
from scaffold.model import (
    BrokenFramework,
    Description,
    Figure,
    Framework,
    Measurements,
    NotMeasured,
    Proof,
    ProvenTrait,
)
from scaffold.processes import scratch_folder
from scaffold.render import renderer

IMPORTS = frozenset({"import", "import wall"})
STARTS = frozenset({"first answer", "first answer CPU", "memory idle", "stop"})
RECOMMENDED = frozenset(name for name in LOADED if " recommended" in name or name == "memory loaded")
ONE_WORKER = LOADED - RECOMMENDED
# Told which framework is at which step; the last is "done".
Listener = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What all frameworks of a run have in common."""

    recipe: Recipe
    generator: Generator | None
    scratch: Path
    listener: Listener
    tell: Callable[[Finding], None]


@dataclass(frozen=True, slots=True)
class Place:
    """What there is of one framework during a run; no bench where the starter could not be made ready."""

    notebook: Notebook
    folder: Path
    bench: Bench | None
    # Why there is none, and what is said of the framework all the same.
    problem: str = ""
    description: Description | None = None


async def measure(
    frameworks: Sequence[Framework | BrokenFramework],
    *,
    repeat: int = 3,
    load_seconds: int = 1,
    only: Collection[str] = (),
    proving: bool = True,
    command: str = "",
    listener: Listener = lambda *_: None,
    began: Callable[[Measurements], None] = lambda _: None,
    found: Callable[[Finding], None] = lambda _: None,
) -> Measurements:
    """Measure the starters of some frameworks, each figure `repeat` times, and prove their traits where `proving`.

    `only` are names of `UNITS`; none: all. `began` is told the machine and the versions before anything is measured,
    `found` each finding when it is there. A starter that breaks is *not measured*, with the reason.
    """
    generator = generators.find()
    empty = Measurements(datetime.now(UTC), machine(), versions(generator), command=command)
    began(empty)
    recipe = Recipe(frozenset(only or UNITS), repeat, load_seconds, proving)
    findings: list[Finding] = []

    def tell(finding: Finding) -> None:
        findings.append(finding)
        found(finding)

    with scratch_folder("measure") as scratch:
        run = Run(recipe, generator, scratch, listener, tell)
        places = [await _place(run, framework, scratch / str(number)) for number, framework in enumerate(frameworks)]
        try:
            # Round after round: what a figure varies by within minutes is in its spread, and not only within seconds.
            for number in range(repeat):
                for place in places:
                    await _round(run, place, number)
        finally:
            # Also of a run that is interrupted: minutes went into what there is.
            _tell(places)
        for place in places:
            await _close(run, place)
    return gathered(empty, findings)


def gathered(beginning: Measurements, findings: Sequence[Finding]) -> Measurements:
    """What was found, in its kinds."""
    return replace(
        beginning,
        figures=tuple(each for each in findings if isinstance(each, Figure)),
        not_measured=tuple(each for each in findings if isinstance(each, NotMeasured)),
        freezes={each.framework: each.packages for each in findings if isinstance(each, Freeze)},
        traits=tuple(each for each in findings if isinstance(each, ProvenTrait)),
    )


async def _place(run: Run, framework: Framework | BrokenFramework, folder: Path) -> Place:
    """A starter that is installed, measured in size, and set up; or nothing, with the reason in the notebook."""
    notebook = Notebook(framework.name, run.recipe, run.tell)
    run.listener(framework.name, "install")
    description = None
    try:
        description = _description(framework)
        bench = await _bench(run, notebook, description, folder)
    except Exception as error:
        notebook.give_up(frozenset(UNITS), reason(error))
        return Place(notebook, folder, None, reason(error), description)
    return Place(notebook, folder, bench)


def _description(framework: Framework | BrokenFramework) -> Description:
    if isinstance(framework, BrokenFramework):
        raise ScaffoldError(framework.problem)
    try:
        return described(framework)
    except ScaffoldError as error:
        said = str(error).partition("right for comparisons: ")[2]
        raise ScaffoldError(f"{framework.name} has no description for comparisons yet: {said}") from error


async def _bench(run: Run, notebook: Notebook, description: Description, folder: Path) -> Bench:
    framework = description.framework
    # It ends before anything is timed.
    async with renderer() as worker:
        project, starter = await rendered(worker, framework, folder)
    environment = await as_deployed(starter, folder)
    bench = Bench(description, project, starter, environment, folder)
    run.tell(Freeze(framework.name, sizes.frozen(bench)))
    notebook.keep(COUNTED, sizes.sizes(bench))
    notebook.close(COUNTED)
    lend_bytecode(environment)
    await set_up(starter, environment, scratch=folder)
    return bench


async def _round(run: Run, place: Place, number: int) -> None:
    """Measure all that is wanted of a starter once."""
    notebook, bench, first = place.notebook, place.bench, number == 0
    if bench is None or not notebook.wanted(frozenset(UNITS)):
        return
    run.listener(notebook.framework, f"round {number + 1} of {run.recipe.repeat}")

    async def step(names: frozenset[str], work: Callable[[], Awaitable[Values]]) -> None:
        if not notebook.wanted(names):
            return
        try:
            notebook.keep(names, await work())
        except Exception as error:
            notebook.give_up(names, reason(error))

    await step(IMPORTS, lambda: starts.imports(bench, first=first))
    await step(STARTS, lambda: starts.starts(bench, first=first))
    generator, seconds = run.generator, run.recipe.load_seconds
    if generator is None:
        notebook.give_up(LOADED, generators.MISSING)
        return
    if bench.description.workers == 1:
        await step(LOADED, lambda: loads.with_one_worker(bench, generator, seconds))
        return
    await step(ONE_WORKER, lambda: loads.with_one_worker(bench, generator, seconds))
    await step(RECOMMENDED, lambda: loads.as_recommended(bench, generator, seconds))


def _tell(places: Sequence[Place]) -> None:
    """Tell of the figures, as far as they were taken."""
    noises = {name: noise(place.notebook.values(name) for place in places) for name in UNITS}
    for place in places:
        place.notebook.close(frozenset(UNITS), noises)


async def _close(run: Run, place: Place) -> None:
    """Prove the traits, and leave nothing."""
    if place.bench is not None:
        keep_bytecode(place.bench.environment)
        if run.recipe.traits:
            run.listener(place.notebook.framework, "traits")
            await _traits(run, place.bench, place.folder)
    elif place.description is not None and run.recipe.traits:
        _unproven(run, place.description, place.problem)
    rmtree(place.folder, ignore_errors=True)
    run.listener(place.notebook.framework, "done")


async def _traits(run: Run, bench: Bench, folder: Path) -> None:
    """Without the starter's own environment all traits are documented, and that is said."""
    try:
        async with as_developed(bench.starter, folder) as environment:
            await traits.prove(replace(bench, environment=environment), run.tell)
    except Exception as error:
        _unproven(run, bench.description, reason(error))


def _unproven(run: Run, description: Description, why: str) -> None:
    for trait in description.traits:
        run.tell(ProvenTrait(description.framework.name, trait, Proof.DOCUMENTED, f"not proven here: {why}"))
