"""One trial: a starter with one set of versions, and what was seen of it."""

import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import tomlkit

from scaffold.cells import Workshop, in_thread
from scaffold.environment import resolve, take_back_bytecode
from scaffold.errors import InstallationError
from scaffold.locks import installed
from scaffold.model import Cell, Environment, Framework, Outcome, Resolution, Status, Warned
from scaffold.warned import owners, warnings_in

# Every warning is shown, also those that the starter's own tests ignore or take for errors: what is compared is
# what comes with one set of versions and not with the other.
_LOUD = (("PYTHONWARNINGS", "default"), ("PYTEST_ADDOPTS", "-W default"))
WITNESS = Path(__file__).with_name("witness.py")
# In the folder of a trial.
_RECORD = "warnings.txt"
_MODULE = "_scaffold_witness"
# Before all others: what they do may warn already.
_PTH = "00-scaffold-witness.pth"


@dataclass(slots=True)
class Trial:
    """What was seen of a cell with one set of versions."""

    outcomes: list[Outcome] = field(default_factory=list)
    warned: tuple[Warned, ...] = ()
    # Name to version.
    distributions: dict[str, str] = field(default_factory=dict)

    @property
    def failures(self) -> tuple[Outcome, ...]:
        return tuple(outcome for outcome in self.outcomes if outcome.status is Status.FAILED)

    @property
    def not_tried(self) -> str | None:
        """Why nothing was installed or set up, where that is no fault of the starter's."""
        reasons = [o.problem for o in self.outcomes if o.status is Status.NOT_TRIED and o.step in ("install", "setup")]
        return reasons[0] if reasons else None


async def hold(workshop: Workshop, framework: Framework, cell: Cell, changed: Collection[str]) -> Trial:
    """Prove a cell and listen to what it warns of.

    `changed` are the distributions in which the trials differ. They are compiled anew, for the compiler warns too;
    what it has to say of the others is the same in both.
    """
    trial = Trial()

    def prepare(folder: Path, environment: Environment) -> None:
        listen(environment, folder / _RECORD)
        owner = owners(environment.site_packages)
        take_back_bytecode(environment, [each for each in owner if each.endswith(".py") and owner[each] in changed])

    def look(folder: Path, environment: Environment) -> None:
        stop_listening(environment)
        record = folder / _RECORD
        said = record.read_text(encoding="ascii") if record.exists() else ""
        trial.warned = warnings_in(said, owners(environment.site_packages))
        trial.distributions = installed(environment.site_packages)

    trial.outcomes = await workshop.prove(framework, cell, variables=_LOUD, prepare=prepare, look=look)
    return trial


def listen(environment: Environment, record: Path) -> None:
    """Have every Python that is started in an environment from now on write what it warns of into a file.

    By a .pth file and not by a sitecustomize.py: that needs PYTHONPATH, which -I and an emptied environment take
    away and every other Python would find as well, and it hides the sitecustomize of somebody else.
    """
    shutil.copyfile(WITNESS, environment.site_packages / f"{_MODULE}.py")
    line = f"import {_MODULE}; {_MODULE}.testify({str(record)!r})\n"
    (environment.site_packages / _PTH).write_text(line, encoding="utf-8")


def stop_listening(environment: Environment) -> None:
    """Leave an environment as it was: it may be lent again, and not for a trial."""
    for file in (_PTH, f"{_MODULE}.py"):
        (environment.site_packages / file).unlink()
    take_back_bytecode(environment, [f"{_MODULE}.py"])


async def pinned(workshop: Workshop, framework: Framework, cell: Cell, pins: Mapping[str, str], number: int) -> Path:
    """The starter resolved with some distributions held at some versions, for the cell's Python alone.

    Raises InstallationError where there is no such combination.
    """
    rendered = await workshop.project(framework, Resolution.LOCKED)
    project = workshop.scratch / f"{cell.starter}-{cell.python}-pinned-{number}" / rendered.name
    # Without its lock: uv 0.13 takes the Pythons of its forks over, and of one of them alone nothing may be left.
    await in_thread(shutil.copytree, rendered, project, ignore=shutil.ignore_patterns("uv.lock"))
    file = project / "pyproject.toml"
    settings = tomlkit.parse(file.read_text(encoding="utf-8"))
    # One Python: of what different Pythons need differently there is then one version.
    settings["project"]["requires-python"] = f">={cell.python},<3.{int(cell.python.partition('.')[2]) + 1}"
    uv = settings.setdefault("tool", {}).setdefault("uv", {})
    uv["constraint-dependencies"] = [f"{name}=={version}" for name, version in sorted(pins.items())]
    file.write_text(tomlkit.dumps(settings), encoding="utf-8")
    await resolve(project, python=cell.python, log=project.parent / "resolve.log", as_of=workshop.as_of)
    return project


async def breaks(
    workshop: Workshop,
    framework: Framework,
    cell: Cell,
    pins: Mapping[str, str],
    failures: Sequence[Outcome],
    number: int,
) -> bool | None:
    """Whether a combination fails as the first of `failures` did; None where there is no such combination.

    It alone is tried for: that takes less, and what breaks the tests is not mistaken for what keeps a server from
    booting.
    """
    try:
        project = await pinned(workshop, framework, cell, pins, number)
    except InstallationError:
        return None
    wanted = (failures[0].step, failures[0].check)
    outcomes = await workshop.prove(framework, cell, shared=project, variables=_LOUD, only=wanted)
    await in_thread(shutil.rmtree, project.parent, ignore_errors=True)
    return any(o.status is Status.FAILED and (o.step, o.check) == wanted for o in outcomes)
