"""One run: framework after framework, and nothing else of scaffold while something is timed."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
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
from scaffold.model import BrokenFramework, Figure, Framework, Measurements, NotMeasured, Proof, ProvenTrait
from scaffold.processes import scratch_folder
from scaffold.render import renderer

IMPORTS = frozenset({"import", "import wall"})
STARTS = frozenset({"first answer", "first answer CPU", "memory idle", "stop"})
RECOMMENDED = frozenset({"throughput recommended", "throughput recommended minimal", "memory loaded"})
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
        for number, framework in enumerate(frameworks):
            await _one(run, framework, scratch / str(number))
            # Not all at the end: an environment may have a hundred megabytes.
            rmtree(scratch / str(number), ignore_errors=True)
            listener(framework.name, "done")
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


async def _one(run: Run, framework: Framework | BrokenFramework, folder: Path) -> None:
    notebook = Notebook(framework.name, run.recipe, run.tell)
    try:
        async with _bench(run, notebook, framework, folder) as bench:
            await _figures(run, notebook, bench)
            if run.recipe.traits:
                run.listener(framework.name, "traits")
                await _traits(run, bench, folder)
    except Exception as error:
        notebook.give_up(frozenset(UNITS), reason(error))


@asynccontextmanager
async def _bench(
    run: Run, notebook: Notebook, framework: Framework | BrokenFramework, folder: Path
) -> AsyncIterator[Bench]:
    """A starter that is installed, measured in size, and set up."""
    if isinstance(framework, BrokenFramework):
        raise ScaffoldError(framework.problem)
    try:
        description = described(framework)
    except ScaffoldError as error:
        said = str(error).partition("right for comparisons: ")[2]
        raise ScaffoldError(f"{framework.name} has no description for comparisons yet: {said}") from error
    run.listener(framework.name, "install")
    # It ends before anything is timed.
    async with renderer() as worker:
        project, starter = await rendered(worker, framework, folder)
    environment = await as_deployed(starter, folder)
    bench = Bench(description, project, starter, environment, folder)
    run.tell(Freeze(framework.name, sizes.frozen(bench)))
    notebook.take_down(COUNTED, sizes.sizes(bench))
    lend_bytecode(environment)
    await set_up(starter, environment, scratch=folder)
    yield bench
    keep_bytecode(environment)


async def _traits(run: Run, bench: Bench, folder: Path) -> None:
    """Without the starter's own environment all traits are documented, and that is said."""
    try:
        async with as_developed(bench.starter, folder) as environment:
            await traits.prove(replace(bench, environment=environment), run.tell)
    except ScaffoldError as error:
        for trait in bench.description.traits:
            detail = f"not proven here: {reason(error)}"
            run.tell(ProvenTrait(bench.description.framework.name, trait, Proof.DOCUMENTED, detail))


async def _figures(run: Run, notebook: Notebook, bench: Bench) -> None:
    repeat, seconds = run.recipe.repeat, run.recipe.load_seconds

    async def step(names: frozenset[str], title: str, work: Callable[[], Awaitable[Values]]) -> None:
        if not notebook.wanted(names):
            return
        run.listener(notebook.framework, title)
        try:
            notebook.take_down(names, await work())
        except Exception as error:
            notebook.give_up(names, reason(error))

    await step(IMPORTS, "import", lambda: starts.imports(bench, repeat))
    await step(STARTS, "start and stop", lambda: starts.starts(bench, repeat))
    generator = run.generator
    if generator is None:
        notebook.give_up(LOADED, generators.MISSING)
        return
    if bench.description.workers == 1:
        await step(LOADED, "load", lambda: loads.with_one_worker(bench, generator, repeat, seconds))
        return
    await step(ONE_WORKER, "load, one worker", lambda: loads.with_one_worker(bench, generator, repeat, seconds))
    await step(RECOMMENDED, "load", lambda: loads.as_recommended(bench, generator, repeat, seconds))
