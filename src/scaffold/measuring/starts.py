"""How long a starter takes to be imported, to answer for the first time and to stop, and what it takes when idle."""

import json
from pathlib import Path

from scaffold.environment import program_environment
from scaffold.errors import ScaffoldError
from scaffold.measuring.bench import Bench
from scaffold.measuring.findings import Values
from scaffold.measuring.processor import NO_PSS, cpu_seconds, memory, quiet
from scaffold.model import Role
from scaffold.processes import Command, run, tail

MS = 1000
INSIDE = Path(__file__).with_name("inside.py")
INSIDE_SECONDS = 60.0


async def imports(bench: Bench, *, first: bool) -> Values:
    """Import the starter's application in a fresh interpreter.

    At first once more, which is not counted: it compiles, and fetches from the disk.
    """
    module = _module(bench)
    if first:
        await ask_inside(bench, "import", module)
    found = await ask_inside(bench, "import", module)
    return {
        "import": [float(str(found["cpu_seconds"])) * MS],
        "import wall": [float(str(found["seconds"])) * MS],
    }


async def starts(bench: Bench, *, first: bool) -> Values:
    """Boot the production server and stop it; at first once more, as with imports."""
    if first:
        await _start(bench)
    return await _start(bench)


async def _start(bench: Bench) -> Values:
    async with bench.booted(bench.own(one_worker=False), at_once=True) as server:
        cpu = cpu_seconds(server.processes())
        await quiet(server)
        idle = memory(server.processes())
        stopped = await server.stop()
        return {
            "first answer": [server.boot_seconds * MS],
            "first answer CPU": [cpu * MS],
            "memory idle": NO_PSS if idle is None else [idle],
            "stop": [stopped.seconds * MS],
        }


async def ask_inside(bench: Bench, what: str, target: str) -> dict[str, object]:
    """What the script says that runs in the starter's environment. Raises ScaffoldError where it fails."""
    room = bench.room()
    answer = room / "answer.json"
    finished = await run(
        # -P: the folder of the script is not where modules are looked for.
        Command(
            ["python", "-P", str(INSIDE), str(answer), what, target],
            cwd=bench.starter.path,
            env=program_environment(bench.environment, room),
            log=room / "inside.log",
        ),
        deadline_seconds=INSIDE_SECONDS,
    )
    if finished.exit_code is None:
        raise ScaffoldError(f"{target} took more than {INSIDE_SECONDS:.0f} seconds")
    if finished.exit_code != 0:
        said = tail(room / "inside.log").strip().splitlines() or [f"status {finished.exit_code}"]
        raise ScaffoldError(f"{target} cannot be imported: {said[-1]}")
    found: dict[str, object] = json.loads(answer.read_text())
    return found


def _module(bench: Bench) -> str:
    """The module that holds the application; of a server of its own the file with that role."""
    package = bench.project.package
    if bench.description.application is not None:
        return bench.description.application.format(package=package).partition(":")[0]
    for path in bench.description.roles[Role.APPLICATION]:
        if path.endswith(".py"):
            return path.format(package=package).removesuffix(".py").replace("/", ".").removesuffix(".__init__")
    raise ScaffoldError("no file in Python has the role 'application'")
