"""Prove the traits of a framework by asking its starter and its probe; what no probe tells is documented."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from packaging.utils import canonicalize_name

from scaffold.contract import checks
from scaffold.environment import with_packages
from scaffold.errors import ScaffoldError
from scaffold.measuring.asking import slow_at_once, spoken_back
from scaffold.measuring.bench import Bench
from scaffold.measuring.findings import Finding
from scaffold.measuring.programs import owner
from scaffold.measuring.reasons import reason
from scaffold.measuring.starts import ask_inside
from scaffold.model import Mode, Proof, ProvenTrait, Response, Trait
from scaffold.probe import Answer, NoAnswer, client, fetch, judge
from scaffold.processes import tail

# What was found, and the sentence that says what was done and seen.
Verdict = tuple[Proof, str]
Probe = Callable[["Asked", Trait], Awaitable[Verdict]]
# As many at once as no server here has threads in one worker.
SLOW_REQUESTS = 12
# Fewer where one takes long: one after the other they are to be answered before they are given up.
TOGETHER_SECONDS = 8.0
FEWEST_REQUESTS = 5
# So many times as long as one request they may take together where they wait at once.
AT_ONCE_TIMES = 1.7
# Checks of the contract.
STATIC, HOSTILE = "static", "hello-hostile-script"
_ESCAPED = "&lt;script&gt;"


@dataclass(slots=True)
class Asked:
    """A starter, and what it answered to the requests of the contract that tell of traits."""

    bench: Bench
    answers: dict[str, Answer | NoAnswer] = field(default_factory=dict)

    async def contract(self, name: str) -> tuple[str | None, Answer]:
        """What is wrong with one answer, and the answer; the starter is booted once for all. Raises ScaffoldError."""
        table = self.bench.starter.table
        asked = {check.name: check for check in checks(table, Mode.SERVE) if check.name in (STATIC, HOSTILE)}
        if not self.answers:
            async with self.bench.booted(self.bench.own(one_worker=True)) as server, client(server.url) as http:
                self.answers = {check.name: await fetch(http, check.request) for check in asked.values()}
        answer = self.answers[name]
        if isinstance(answer, NoAnswer):
            raise ScaffoldError(f"{asked[name].request.target} was not answered: {answer.problem}")
        return judge(asked[name].expectation, answer), answer


async def prove(bench: Bench, tell: Callable[[Finding], None]) -> None:
    """Tell of every trait how it is known."""
    framework = bench.description.framework.name
    asked = Asked(bench)
    for trait in bench.description.traits.values():
        probe = PROBES.get(trait.name, _documented)
        try:
            proof, detail = await probe(asked, trait)
        except ScaffoldError as error:
            proof, detail = Proof.DOCUMENTED, f"not proven here: {reason(error)}"
        tell(ProvenTrait(framework, trait.name, proof, detail))


async def _documented(asked: Asked, trait: Trait) -> Verdict:
    return Proof.DOCUMENTED, f"by {trait.link}"


async def _interface(asked: Asked, trait: Trait) -> Verdict:
    application = asked.bench.description.application
    if trait.value not in ("WSGI", "ASGI"):
        return await _documented(asked, trait)
    if application is None:
        return Proof.DOCUMENTED, f"framework.toml names no application to ask; by {trait.link}"
    found = await ask_inside(asked.bench, trait.value.lower(), application.format(package=asked.bench.project.package))
    if found["problem"] is not None:
        return Proof.REFUTED, f"asked by {trait.value} for /hello: {found['problem']}"
    if trait.value == "WSGI":
        return Proof.PROVEN, "wsgiref.validate found nothing wrong with a GET of /hello"
    lifespan = "a lifespan began and ended, and" if found["lifespan"] else "a lifespan was declined, and"
    return Proof.PROVEN, f"{lifespan} a GET of /hello was answered with 200"


async def _static_files(asked: Asked, trait: Trait) -> Verdict:
    if asked.bench.starter.table.static is None or trait.value == "no":
        return await _documented(asked, trait)
    problem, _ = await asked.contract(STATIC)
    if problem is not None:
        return Proof.REFUTED, f"{asked.bench.starter.table.static} was asked for: {problem}"
    return Proof.PROVEN, f"{asked.bench.starter.table.static} was sent with its type"


async def _template_engine(asked: Asked, trait: Trait) -> Verdict:
    if asked.bench.starter.table.response is not Response.HTML:
        return Proof.DOCUMENTED, f"the starter answers with JSON; by {trait.link}"
    problem, answer = await asked.contract(HOSTILE)
    if problem is not None:
        return Proof.REFUTED, f"a script as the name in /hello: {problem}"
    if _ESCAPED in answer.body:
        return Proof.PROVEN, "a script as the name in /hello came back escaped"
    return Proof.DOCUMENTED, f"a script as the name in /hello was refused before a template saw it; by {trait.link}"


async def _concurrency(asked: Asked, trait: Trait) -> Verdict:
    side = asked.bench.small(asked.bench.description.probe, one_worker=True)
    async with asked.bench.booted(side) as server:
        alone = await slow_at_once(server.url, 1)
        number = min(SLOW_REQUESTS, max(FEWEST_REQUESTS, int(TOGETHER_SECONDS / alone)))
        together = await slow_at_once(server.url, number)
    seen = f"{number} requests that wait, at once on one worker, took {together / alone:.1f} times as long as one"
    found = concurrency_of(alone, together)
    if trait.value == "both":
        return Proof.DOCUMENTED, f"{seen}, which is {found}; that the other is possible too, by {trait.link}"
    return Proof.PROVEN if found == trait.value else Proof.REFUTED, f"{seen}, which is {found}"


def concurrency_of(alone: float, together: float) -> str:
    """What it tells how long one request takes, and how long several at once."""
    return "async" if together < AT_ONCE_TIMES * alone else "sync"


async def _web_sockets(asked: Asked, trait: Trait) -> Verdict:
    if trait.value != "own":
        return await _documented(asked, trait)
    bench, probe = asked.bench, asked.bench.description.probe
    if probe.requires:
        bench = replace(bench, environment=await with_packages(bench.environment, probe.requires, bench.room()))
    async with bench.booted(bench.small(probe, one_worker=True)) as server:
        try:
            instead = await spoken_back(server.port)
        except ScaffoldError as error:
            said = [line for line in tail(server.log).splitlines() if "websocket" in line.lower()]
            raise ScaffoldError("; the server says: ".join([str(error), *said[:1]])) from error
    if instead is not None:
        return Proof.REFUTED, f"a text was sent to /echo, and what came was {instead}"
    beside = f" (with {' and '.join(probe.requires)} beside the starter's packages)" if probe.requires else ""
    return Proof.PROVEN, f"a text sent to /echo came back{beside}"


async def _production_server(asked: Asked, trait: Trait) -> Verdict:
    """Whose program serves. One may start the server of another: that cannot be told from the command."""
    framework = asked.bench.description.framework
    words = asked.bench.starter.table.command(Mode.SERVE)
    program, distribution = owner(words, asked.bench.environment)
    if distribution is None:
        return Proof.DOCUMENTED, f"it is served by {program}, which does not tell whose server that is; by {trait.link}"
    seen = f"it is served by {program} of {distribution}"
    own = distribution == canonicalize_name(framework.distribution or "")
    if own == (trait.value == "own"):
        return Proof.PROVEN, seen
    return Proof.DOCUMENTED, f"{seen}, which does not tell; by {trait.link}"


PROBES: Mapping[str, Probe] = {
    "concurrency": _concurrency,
    "interface": _interface,
    "template engine": _template_engine,
    "static files": _static_files,
    "WebSockets": _web_sockets,
    "production server": _production_server,
}
