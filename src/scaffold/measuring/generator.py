"""A load generator, wrk or oha, as a block's length of requests: how many a second were answered, and how fast."""

import json
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from scaffold.errors import ScaffoldError
from scaffold.processes import Command, child_environment, inquire, run, tail

# As many clients at once; more only wait for each other on a machine that loads itself.
CONNECTIONS = 8
# After the load: until all is told.
PATIENCE_SECONDS = 20.0
MISSING = (
    "not tried: neither wrk nor oha is there to make load. "
    "Get one with 'sudo apt-get install wrk', 'brew install wrk' or 'cargo install oha'"
)
_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
_SECOND_MS = 1000


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load."""

    per_second: float
    p50_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Generator:
    name: str
    path: str
    version: str

    async def load(self, url: str, *, seconds: int, room: Path) -> Load:
        """Ask for `url` from several connections for some seconds.

        Raises ScaffoldError where answers were no answers: a server is as quick as it likes with errors.
        """
        log = room / f"{self.name}.log"
        finished = await run(
            Command([self.path, *self._arguments(seconds), url], cwd=room, env=child_environment({}), log=log),
            deadline_seconds=seconds + PATIENCE_SECONDS,
        )
        if finished.exit_code != 0:
            last = tail(log).strip().splitlines()[-1:] or ["nothing"]
            raise ScaffoldError(f"{self.name} ended with status {finished.exit_code} and said: {last[0]}")
        said = log.read_text()
        return of_wrk(said) if self.name == "wrk" else of_oha(said)

    def _arguments(self, seconds: int) -> list[str]:
        if self.name == "wrk":
            return ["--latency", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{seconds}s"]
        return ["--no-tui", "--output-format", "json", "-c", str(CONNECTIONS), "-z", f"{seconds}s"]


def find() -> Generator | None:
    """The first that is on the PATH."""
    for name in ("wrk", "oha"):
        path = shutil.which(name)
        if path is not None:
            said = inquire([path, "--version"])
            # wrk says its version with status 1.
            found = re.search(rf"{name} \S+", said.output + said.errors)
            return Generator(name, path, found[0] if found else f"{name}, version unknown")
    return None


def of_wrk(said: str) -> Load:
    """Read what wrk says at its end; raises ScaffoldError."""
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    if bad:
        raise ScaffoldError(f"{bad[1]} answers under load had a status other than 200")
    lost = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", said)
    if lost and any(int(each) for each in lost.groups()):
        raise ScaffoldError(f"connections were lost under load ({lost[0].partition(': ')[2]})")
    rate = re.search(r"^Requests/sec:\s+([\d.]+)$", said, re.MULTILINE)
    if rate is None or float(rate[1]) == 0:
        raise ScaffoldError("no request was answered under load")
    return Load(float(rate[1]), _percentile(said, 50), _percentile(said, 99))


def of_oha(said: str) -> Load:
    """Read the JSON of oha; raises ScaffoldError."""
    try:
        found = json.loads(said)
        statuses = found["statusCodeDistribution"]
        # What is under way at the end.
        lost = {why: number for why, number in found["errorDistribution"].items() if "deadline" not in why}
        load = Load(
            float(found["summary"]["requestsPerSec"]),
            float(found["latencyPercentiles"]["p50"]) * _SECOND_MS,
            float(found["latencyPercentiles"]["p99"]) * _SECOND_MS,
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ScaffoldError(f"oha is of a version that is not known here: {type(error).__name__}: {error}") from error
    if statuses.keys() - {"200"}:
        raise ScaffoldError(f"answers under load had a status other than 200: {', '.join(statuses)}")
    if lost:
        raise ScaffoldError(f"connections were lost under load ({', '.join(lost)})")
    return load


def _percentile(said: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)$", said, re.MULTILINE)
    if found is None:
        raise ScaffoldError(f"wrk does not say how long {percent} of 100 requests took")
    return float(found[1]) * _MS[found[2]]
