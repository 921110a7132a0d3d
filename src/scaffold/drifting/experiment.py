"""The experiment of one cell: the verified versions as the control, a fresh resolution as the treatment."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import count

from packaging.version import Version

from scaffold import warned
from scaffold.cells import Workshop
from scaffold.culprit import first_bad, smallest
from scaffold.drifting.trials import Trial, breaks, hold
from scaffold.errors import InstallationError, ScaffoldError
from scaffold.index import releases
from scaffold.locks import changes, differing
from scaffold.model import (
    Cell,
    Change,
    Culprit,
    Drift,
    Framework,
    Outcome,
    Release,
    Resolution,
    Verdict,
    Warned,
)

# What uv says where requirements contradict each other.
NO_SOLUTION = "No solution found"


class Experiment:
    """One cell of the experiment."""

    def __init__(self, workshop: Workshop, framework: Framework, cell: Cell, today: date) -> None:
        self.workshop, self.framework, self.cell, self.today = workshop, framework, cell, today
        self.control, self.fresh = Trial(), Trial()
        self.numbers = count(1)
        self.tries = 0

    async def run(self) -> Drift:
        self.workshop.listener(self.cell, "resolve")
        try:
            verified = await self.workshop.project(self.framework, Resolution.LOCKED)
        except InstallationError as error:
            # It had to be locked again for the user's index, which is out of reach or has other files.
            return self._drift(Verdict.NOT_TRIED, reason=str(error))
        except ScaffoldError as error:
            return self._drift(Verdict.CONTROL_FAILS, reason=str(error))
        try:
            resolved = await self.workshop.project(self.framework, Resolution.LATEST)
        except InstallationError as error:
            # That no versions go together any more is drift; that the index is out of reach is not.
            verdict = Verdict.FAILS if NO_SOLUTION in str(error) else Verdict.NOT_TRIED
            return self._drift(verdict, reason=str(error))
        old, new = ((project / "uv.lock").read_text(encoding="utf-8") for project in (verified, resolved))
        if old == new:
            return self._drift(Verdict.NO_DRIFT)

        moved = differing(old, new)
        control = replace(self.cell, resolution=Resolution.LOCKED)
        self.control = await hold(self._workshop("verified"), self.framework, control, moved)
        if reason := self.control.not_tried:
            return self._drift(Verdict.NOT_TRIED, reason=reason)
        if self.control.failures:
            return self._drift(Verdict.CONTROL_FAILS, failures=self.control.failures)
        self.fresh = await hold(self._workshop("fresh"), self.framework, self.cell, moved)
        changed = changes(self.control.distributions, self.fresh.distributions, resolved / "uv.lock")
        return await self._judge(changed)

    async def _judge(self, changed: tuple[Change, ...]) -> Drift:
        expected = self.framework.expected_failure
        declared = expected is not None and expected.until >= self.today
        if self.fresh.failures:
            if declared and expected is not None:
                reason = f"{expected.reason} (until {expected.until})"
                return self._drift(Verdict.EXPECTED, changed, failures=self.fresh.failures, reason=reason)
            culprits = await self._culprits(changed)
            return self._drift(Verdict.FAILS, changed, failures=self.fresh.failures, culprits=culprits)
        known = (*self.framework.warned, *self.control.warned)
        heard = warned.new(self.fresh.warned, known)
        if declared:
            reason = "It is declared to fail, and does not: remove [expected_failure] from its framework.toml."
            return self._drift(Verdict.UNEXPECTED_PASS, changed, heard=heard, reason=reason)
        if not changed:
            return self._drift(Verdict.NO_DRIFT)
        return self._drift(Verdict.WARNS if heard else Verdict.PASSES, changed, heard=heard)

    async def _culprits(self, changed: Sequence[Change]) -> tuple[Culprit, ...]:
        """The smallest set of changes that breaks the starter, each with its first bad release."""

        async def together(some: Sequence[Change]) -> bool | None:
            return await self._breaks(self._pins(changed, {each.package: each.new for each in some}))

        found = await smallest(changed, together)
        blamed = {each.package: each.new for each in found}
        return tuple([await self._first_bad(each, changed, blamed) for each in found])

    async def _first_bad(self, change: Change, changed: Sequence[Change], blamed: Mapping[str, str | None]) -> Culprit:
        between = await self._between(change)

        async def breaks_with(release: Release) -> bool | None:
            return await self._breaks(self._pins(changed, {**blamed, change.package: release.version}))

        number = await first_bad(between, breaks_with)
        good = between[number - 1] if number else None
        if good is None and change.old is not None:
            good = Release(change.package, change.old)
        bad = between[number]
        return Culprit(bad, good, f"{change.package}<{bad.version}")

    async def _between(self, change: Change) -> list[Release]:
        """The releases after the old one up to the new one; only the new one where the index tells nothing."""
        newest = Release(change.package, str(change.new), change.released)
        if change.new is None:
            # It is gone: what broke is that it is not there.
            return [Release(change.package, "gone")]
        try:
            known = await releases(change.package)
        except InstallationError:
            return [newest]
        low = Version(change.old) if change.old else None
        between = [
            each
            for each in known
            if (low is None or Version(each.version) > low)
            and Version(each.version) < Version(change.new)
            and not Version(each.version).is_prerelease
            and (each.released is None or each.released <= self.today)
        ]
        return [*between, newest]

    def _pins(self, changed: Sequence[Change], upgraded: Mapping[str, str | None]) -> dict[str, str]:
        """Every change at its old version but those that are upgraded; what has no version is not pinned."""
        wanted = {each.package: upgraded.get(each.package, each.old) for each in changed}
        return {name: version for name, version in wanted.items() if version is not None}

    async def _breaks(self, pins: Mapping[str, str]) -> bool | None:
        self.tries += 1
        number = next(self.numbers)
        return await breaks(
            self._workshop(f"culprit, try {number}"), self.framework, self.cell, pins, self.fresh.failures, number
        )

    def _workshop(self, during: str) -> Workshop:
        """The workshop, whose listener hears of every trial as a step of this one cell."""
        told = self.workshop.listener
        return replace(self.workshop, listener=lambda _, step: told(self.cell, f"{during}: {step}"))

    def _drift(
        self,
        verdict: Verdict,
        changed: tuple[Change, ...] = (),
        *,
        heard: tuple[Warned, ...] = (),
        failures: tuple[Outcome, ...] = (),
        culprits: tuple[Culprit, ...] = (),
        reason: str | None = None,
    ) -> Drift:
        return Drift(
            cell=self.cell,
            verdict=verdict,
            changes=changed,
            warned=heard,
            failures=failures,
            culprits=culprits,
            tries=self.tries,
            reason=reason,
            days_since_proof=self.framework.days_since_proof(self.today),
        )
