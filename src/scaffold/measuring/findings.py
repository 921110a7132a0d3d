"""What can be measured, in which unit, and what is found: each figure with the command that repeats it."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from scaffold.measuring.spread import Noise, spread
from scaffold.model import Figure, NotMeasured, ProvenTrait

REQUESTS, MS, CPU, MB = "requests/s", "ms", "ms of CPU", "MB"
# By name, in the order in which they are shown.
UNITS: Mapping[str, str] = {
    "packages": "packages",
    "disk": MB,
    "lines": "lines",
    "files": "files",
    "import": CPU,
    "import wall": MS,
    "first answer": MS,
    "first answer CPU": CPU,
    "stop": MS,
    "memory idle": MB,
    "memory loaded": MB,
    "throughput": REQUESTS,
    "throughput minimal": REQUESTS,
    "throughput recommended": REQUESTS,
    "throughput recommended minimal": REQUESTS,
    "p50": MS,
    "p50 minimal": MS,
    "p99": MS,
    "p99 minimal": MS,
    "p50 recommended": MS,
    "p50 recommended minimal": MS,
    "p99 recommended": MS,
    "p99 recommended minimal": MS,
}
# What comes with a load generator alone.
LOADED = frozenset(name for name in UNITS if name.startswith(("throughput", "p50", "p99")) or name == "memory loaded")
# What is counted once, for it does not vary.
COUNTED = frozenset({"packages", "disk", "lines", "files"})
# Behind the point: a latency of 0.31 ms is not 0.3.
DIGITS = 2
# The values of a figure, or the reason why there are none.
Values = Mapping[str, Sequence[float] | str]


@dataclass(frozen=True, slots=True)
class Freeze:
    """What is installed to run a starter, as "name==version"."""

    framework: str
    packages: tuple[str, ...]


Finding = Figure | NotMeasured | ProvenTrait | Freeze


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is measured, and how often."""

    names: frozenset[str]
    repeat: int
    load_seconds: int
    traits: bool

    def command(self, framework: str, name: str) -> str:
        """What a person types to measure one figure again in the same way."""
        words = ["scaffold", "measure", framework, "--only", name]
        if name not in COUNTED:
            words += ["--repeat", str(self.repeat)]
        if name in LOADED:
            words += ["--load-seconds", str(self.load_seconds)]
        return shlex.join(words)


@dataclass(slots=True)
class Notebook:
    """Takes down what is found of one framework, round after round, and tells of each figure once."""

    framework: str
    recipe: Recipe
    tell: Callable[[Finding], None]
    _kept: dict[str, list[float]] = field(default_factory=dict)
    _told: set[str] = field(default_factory=set)

    def wanted(self, names: frozenset[str]) -> list[str]:
        """Those of `names` that are still to be measured, in the order in which they are shown."""
        return [name for name in UNITS if name in (names & self.recipe.names) - self._told]

    def keep(self, names: frozenset[str], values: Values) -> None:
        """Values of one round. What could not be measured once is not measured: it would not be so the next time."""
        for name in self.wanted(names):
            value = values[name]
            if isinstance(value, str):
                self._told.add(name)
                self.tell(NotMeasured(self.framework, name, value))
            else:
                self._kept.setdefault(name, []).extend(round(each, DIGITS) for each in value)

    def give_up(self, names: frozenset[str], reason: str) -> None:
        """The same reason for all that was not told of before."""
        self.keep(names, dict.fromkeys(names, reason))

    def values(self, name: str) -> Sequence[float]:
        """What was kept of a figure until now."""
        return self._kept.get(name, ())

    def close(self, names: frozenset[str], noises: Mapping[str, Noise | None] = MappingProxyType({})) -> None:
        """There will be no more values: tell of the figures, with what is known of how much each kind varies."""
        for name in self.wanted(names & self._kept.keys()):
            self._told.add(name)
            values = tuple(self._kept[name])
            low, high = (round(each, DIGITS) for each in spread(values, noises.get(name)))
            command = self.recipe.command(self.framework, name)
            self.tell(Figure(self.framework, name, UNITS[name], values, command, (low, high)))
