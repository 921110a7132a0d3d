"""What a starter answers under load, beside the minimal application of its framework: A B A B, each freshly booted."""

from dataclasses import dataclass

from scaffold.contract import Request
from scaffold.errors import ScaffoldError
from scaffold.measuring.bench import Bench, Side
from scaffold.measuring.findings import Values
from scaffold.measuring.generator import Generator, Load
from scaffold.measuring.processor import NO_PSS, end_at_once, memory, quiet
from scaffold.measuring.reasons import reason
from scaffold.probe import Answer, client, fetch

PATH = "/hello"
# Before the load: each worker has imported, compiled its templates and cached what it caches.
WARM_UP_REQUESTS = 40


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken of one side."""

    load: Load
    memory: float | None


# Or why it was not.
Result = Taken | str


async def with_one_worker(bench: Bench, generator: Generator, seconds: int) -> Values:
    own, minimal = await _in_turn(bench, generator, seconds, one_worker=True)
    return {
        **_figures(own, rate="throughput", p50="p50", p99="p99"),
        **_figures(minimal, rate="throughput minimal", p50="p50 minimal", p99="p99 minimal"),
        # Where one worker is what is recommended.
        **_recommended(own, minimal),
    }


async def as_recommended(bench: Bench, generator: Generator, seconds: int) -> Values:
    return _recommended(*await _in_turn(bench, generator, seconds, one_worker=False))


async def _in_turn(bench: Bench, generator: Generator, seconds: int, *, one_worker: bool) -> tuple[Result, Result]:
    own = await _load(bench, bench.own(one_worker=one_worker), generator, seconds)
    minimal = bench.small(bench.description.minimal, one_worker=one_worker)
    return own, await _load(bench, minimal, generator, seconds)


async def _load(bench: Bench, side: Side, generator: Generator, seconds: int) -> Result:
    try:
        async with bench.booted(side) as server:
            await _warm_up(server.url)
            await quiet(server)
            load = await generator.load(f"{server.url}{PATH}", seconds=seconds, room=bench.room())
            taken = Taken(load, memory(server.processes()))
            end_at_once(server)
            return taken
    except ScaffoldError as error:
        return reason(error)


async def _warm_up(url: str) -> None:
    async with client(url) as http:
        for _ in range(WARM_UP_REQUESTS):
            answer = await fetch(http, Request("GET", PATH))
            if not isinstance(answer, Answer):
                raise ScaffoldError(f"{PATH} was not answered: {answer.problem}")
            if answer.status != 200:
                raise ScaffoldError(f"{PATH} was answered with status {answer.status}")


def _recommended(own: Result, minimal: Result) -> Values:
    more = "recommended"
    return {
        **_figures(own, rate=f"throughput {more}", p50=f"p50 {more}", p99=f"p99 {more}"),
        **_figures(minimal, rate=f"throughput {more} minimal", p50=f"p50 {more} minimal", p99=f"p99 {more} minimal"),
        "memory loaded": own if isinstance(own, str) else NO_PSS if own.memory is None else [own.memory],
    }


def _figures(its: Result, *, rate: str, p50: str, p99: str) -> Values:
    if isinstance(its, str):
        return dict.fromkeys((rate, p50, p99), its)
    return {rate: [its.load.per_second], p50: [its.load.p50_ms], p99: [its.load.p99_ms]}
