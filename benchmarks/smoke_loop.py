"""Claimed: `scaffold smoke` proves all starters in at most 0.2 of the time of a plain shell loop, on two cores.

Measured: `scaffold smoke` of all frameworks from its start to its end, against `loop.sh all`, which does the same steps
for one starter after the other. Both render afresh and leave nothing behind; the interpreter is the same. The loop
makes one request to each server, smoke some twenty-five. scaffold's own cache, with the environments that it lends
again, is empty when the benchmark starts and filled by the warm-up, as by a person's first run.

`smoke-first` is the same comparison with that cache emptied before each run: what the very first run of all takes.

`smoke-serve` is `scaffold smoke --server serve` against `loop.sh least`, which starts one server once and asks it once.
smoke starts it three times and asks it some twenty-five times, and runs ruff.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from measure import Comparison
from workplace import Workplace, programs

from scaffold.catalog import templates_folder

AIM = 0.2
ROUNDS = 5
SCRIPT = Path(__file__).with_name("loop.sh")


def comparisons(frameworks: Sequence[str]) -> list[Comparison]:
    def ours(*options: str) -> Callable[[Workplace], float]:
        return lambda place: place.run([*smoke_command(frameworks), *options])

    def ours_first(place: Workplace) -> float:
        empty = place.folder / "caches"
        return replace(place, env={**place.env, "XDG_CACHE_HOME": str(empty)}).run(smoke_command(frameworks))

    def loop(how: str) -> Callable[[Workplace], float]:
        return lambda place: place.run(["bash", str(SCRIPT), how, str(templates_folder()), *frameworks])

    warm = Comparison(
        name="smoke",
        ours=f"scaffold smoke, {len(frameworks)} starters",
        theirs="the same steps in a shell loop",
        run_ours=ours(),
        run_theirs=loop("all"),
        rounds=ROUNDS,
        aim=AIM,
    )
    return [
        warm,
        replace(
            warm,
            name="smoke-serve",
            ours=f"{warm.ours}, --server serve",
            theirs="one boot, one request and the tests in a shell loop",
            run_ours=ours("--server", "serve"),
            run_theirs=loop("least"),
        ),
        replace(warm, name="smoke-first", ours=f"{warm.ours}, for the first time", run_ours=ours_first, aim=None),
    ]


def smoke_command(frameworks: Sequence[str], *, report: str = "report.json") -> list[str]:
    return [f"{programs()}/scaffold", "smoke", *frameworks, "--json", report]
