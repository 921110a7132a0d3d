"""What a starter answers under load, beside the minimal application of its framework: A B A B, each freshly booted."""

from dataclasses import dataclass, field

from scaffold.contract import Request
from scaffold.errors import ScaffoldError
from scaffold.measuring.bench import Bench, Side
from scaffold.measuring.findings import Values
from scaffold.measuring.generator import Generator, Load
from scaffold.measuring.processor import NO_PSS, end_at_once, memory, quiet
from scaffold.probe import Answer, client, fetch

PATH = "/hello"
# Before the load: each worker has imported, compiled its templates and cached what it caches.
WARM_UP_REQUESTS = 40


@dataclass(slots=True)
class Taken:
    """What was taken of one side, time after time."""

    loads: list[Load] = field(default_factory=list)
    memory: list[float | None] = field(default_factory=list)
    # Why there is no more.
    problem: str | None = None


async def with_one_worker(bench: Bench, generator: Generator, repeat: int, seconds: int) -> Values:
    own, minimal = await _in_turn(bench, generator, repeat, seconds, one_worker=True)
    return {
        **_figures(own, rate="throughput", p50="p50", p99="p99"),
        **_figures(minimal, rate="throughput minimal", p50="p50 minimal", p99="p99 minimal"),
        # Where one worker is what is recommended.
        **_recommended(own, minimal),
    }


async def as_recommended(bench: Bench, generator: Generator, repeat: int, seconds: int) -> Values:
    return _recommended(*await _in_turn(bench, generator, repeat, seconds, one_worker=False))


async def _in_turn(
    bench: Bench, generator: Generator, repeat: int, seconds: int, *, one_worker: bool
) -> tuple[Taken, Taken]:
    sides = (bench.own(one_worker=one_worker), bench.small(bench.description.minimal, one_worker=one_worker))
    taken = (Taken(), Taken())
    for _ in range(repeat):
        for side, its in zip(sides, taken, strict=True):
            if its.problem is None:
                try:
                    await _load(bench, side, its, generator, seconds)
                except ScaffoldError as error:
                    its.problem = str(error)
    return taken


async def _load(bench: Bench, side: Side, its: Taken, generator: Generator, seconds: int) -> None:
    async with bench.booted(side) as server:
        await _warm_up(server.url)
        await quiet(server)
        its.loads.append(await generator.load(f"{server.url}{PATH}", seconds=seconds, room=bench.room()))
        its.memory.append(memory(server.processes()))
        end_at_once(server)


async def _warm_up(url: str) -> None:
    async with client(url) as http:
        for _ in range(WARM_UP_REQUESTS):
            answer = await fetch(http, Request("GET", PATH))
            if not isinstance(answer, Answer):
                raise ScaffoldError(f"{PATH} was not answered: {answer.problem}")
            if answer.status != 200:
                raise ScaffoldError(f"{PATH} was answered with status {answer.status}")


def _recommended(own: Taken, minimal: Taken) -> Values:
    known = [each for each in own.memory if each is not None]
    unknown = own.problem or (NO_PSS if len(known) < len(own.memory) else None)
    return {
        "throughput recommended": own.problem or [each.per_second for each in own.loads],
        "throughput recommended minimal": minimal.problem or [each.per_second for each in minimal.loads],
        "memory loaded": unknown or known,
    }


def _figures(its: Taken, *, rate: str, p50: str, p99: str) -> Values:
    if its.problem is not None:
        return dict.fromkeys((rate, p50, p99), its.problem)
    return {
        rate: [each.per_second for each in its.loads],
        p50: [each.p50_ms for each in its.loads],
        p99: [each.p99_ms for each in its.loads],
    }
