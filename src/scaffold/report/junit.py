"""A report as JUnit XML: a suite for each cell, a case for each check.

There is no one standard. What is written is valid by both schemas that are in common use, Jenkins' junit-10.xsd and
the stricter one of Windy Road for Ant: so a log is the text of its failure, which GitLab and Jenkins show, and
stands in the system-out of the suite.
"""

from collections.abc import Sequence
from datetime import timedelta
from xml.etree import ElementTree

from scaffold.model import Cell, Outcome, Report, Status
from scaffold.report.findings import by_cell
from scaffold.report.plain import plain_report


def as_junit(report: Report) -> str:
    """The report as an XML document."""
    report = plain_report(report)
    suites = ElementTree.Element("testsuites")
    for number, (cell, outcomes) in enumerate(by_cell(report).items()):
        suites.append(_suite(report, cell, outcomes, number))
    ElementTree.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(suites, encoding="unicode")}\n'


def _suite(report: Report, cell: Cell, outcomes: Sequence[Outcome], number: int) -> ElementTree.Element:
    skipped = sum(outcome.status not in (Status.PASSED, Status.FAILED) for outcome in outcomes)
    suite = ElementTree.Element(
        "testsuite",
        name=str(cell),
        package=cell.starter,
        id=str(number),
        tests=str(len(outcomes)),
        failures=str(sum(outcome.status is Status.FAILED for outcome in outcomes)),
        errors="0",
        skipped=str(skipped),
        time=_seconds(sum(outcome.seconds for outcome in outcomes)),
        # Which machine it was says nothing, and is nobody's business.
        hostname="localhost",
    )
    if report.started is not None:
        begun = min((o.ended_at - o.seconds for o in outcomes if o.ended_at), default=0.0)
        # In UTC, and without saying so: the schemas have no zone.
        suite.set("timestamp", f"{report.started + timedelta(seconds=max(begun, 0.0)):%Y-%m-%dT%H:%M:%S}")
    properties = ElementTree.SubElement(suite, "properties")
    facts = {
        "starter": cell.starter,
        "python": cell.python,
        "resolution": str(cell.resolution),
        **{f"option {name}": value for name, value in cell.options},
        **({"partial": "the run was ended before it was done"} if report.partial else {}),
        **{f"context {name}": value for name, value in report.context.items()},
    }
    for name, value in facts.items():
        ElementTree.SubElement(properties, "property", name=name, value=value)
    for outcome in outcomes:
        suite.append(_case(outcome))
    logs = [f"{outcome.step} {outcome.check}\n{outcome.tail}" for outcome in outcomes if outcome.tail]
    ElementTree.SubElement(suite, "system-out").text = "\n\n".join(logs)
    ElementTree.SubElement(suite, "system-err")
    return suite


def _case(outcome: Outcome) -> ElementTree.Element:
    cell = outcome.cell
    case = ElementTree.Element(
        "testcase",
        # Dots make packages of it: the starter, the cell, the step.
        classname=f"{cell.starter}.{_class(cell)}.{outcome.step}",
        name=outcome.check,
        time=_seconds(outcome.seconds),
    )
    if outcome.status is Status.FAILED:
        failure = ElementTree.SubElement(case, "failure", type=outcome.step, message=outcome.problem or "failed")
        failure.text = outcome.tail or outcome.problem
    elif outcome.status is not Status.PASSED:
        reason = f"{outcome.status}: {outcome.problem or 'no reason is known'}"
        ElementTree.SubElement(case, "skipped", message=reason)
    return case


def _class(cell: Cell) -> str:
    """The cell in one word without a dot, and without the starter."""
    options = "".join(f"-{name}={value}" for name, value in cell.options)
    return f"py{cell.python}-{cell.resolution}{options}".replace(".", "")


def _seconds(seconds: float) -> str:
    return f"{seconds:.3f}"
