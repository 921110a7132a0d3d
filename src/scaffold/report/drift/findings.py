"""What a drift comes to: cells that are alike as one finding, the worst first, and one sentence about all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from scaffold.model import Cell, Change, Drift, DriftReport, Verdict

# The worst first.
SEVERITY = (
    Verdict.FAILS,
    Verdict.CONTROL_FAILS,
    Verdict.UNEXPECTED_PASS,
    Verdict.WARNS,
    Verdict.EXPECTED,
    Verdict.NOT_TRIED,
    Verdict.PASSES,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """What drifted alike in as many cells of a starter as it did."""

    # The first of them.
    drift: Drift
    cells: tuple[Cell, ...]
    # Those of all of them: what is installed may differ from one Python to another.
    changes: tuple[Change, ...]

    @property
    def starter(self) -> str:
        return self.drift.cell.starter

    @property
    def choices(self) -> str:
        """ "Python 3.11, 3.12": the cells, without the starter."""
        return "Python " + ", ".join(cell.python for cell in self.cells)


def findings(report: DriftReport) -> list[Finding]:
    """All but cells without drift; what is bad first, and of that none of a starter's second before every first."""
    alike: dict[tuple[object, ...], list[Drift]] = {}
    for drift in report.drifts:
        if drift.verdict is not Verdict.NO_DRIFT:
            alike.setdefault(_key(drift), []).append(drift)
    found = sorted((_finding(drifts) for drifts in alike.values()), key=_severity)
    seen: Counter[str] = Counter()
    ranked = []
    for finding in found:
        ranked.append((not finding.drift.verdict.is_bad, seen[finding.starter], _severity(finding), finding))
        seen[finding.starter] += 1
    return [finding for *_, finding in sorted(ranked, key=lambda entry: entry[:3])]


def _key(drift: Drift) -> tuple[object, ...]:
    failures = tuple((outcome.step, outcome.check, outcome.problem) for outcome in drift.failures)
    culprits = tuple(culprit.first_bad for culprit in drift.culprits)
    return drift.cell.starter, drift.verdict, drift.reason, failures, culprits, drift.warned


def _finding(drifts: Sequence[Drift]) -> Finding:
    changes = dict.fromkeys(change for drift in drifts for change in drift.changes)
    return Finding(drifts[0], tuple(drift.cell for drift in drifts), tuple(changes))


def _severity(finding: Finding) -> int:
    return SEVERITY.index(finding.drift.verdict)


def headline(report: DriftReport) -> str:
    """What came of it, in a few words: "2 of 81 cells fail, 30 drifted and pass"."""
    counts = Counter(drift.verdict for drift in report.drifts)
    cells = sum(counts.values())
    bad = sum(counts[verdict] for verdict in Verdict if verdict.is_bad)
    still, not_tried = counts[Verdict.NO_DRIFT], counts[Verdict.NOT_TRIED]
    passing = cells - bad - still - not_tried
    of_cells = "1 cell" if cells == 1 else f"{cells} cells"
    if report.partial:
        return f"Ended early: of {of_cells}, {still + passing} pass, {bad} fail, {not_tried} not done"
    if not_tried == cells:
        return "Nothing was tried"
    known = [f"{bad} of {of_cells} {'fails' if bad == 1 else 'fail'}"] if bad else []
    if passing:
        known.append(f"{passing}{'' if bad else f' of {of_cells}'} drifted and {'passes' if passing == 1 else 'pass'}")
    if not known:
        known.append(f"No drift in {of_cells if not not_tried else f'{still} of {of_cells}'}")
    if not_tried:
        known.append(f"{not_tried} not tried")
    return ", ".join(known)
