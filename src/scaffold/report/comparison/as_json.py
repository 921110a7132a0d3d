"""A comparison as JSON. The form is stable: docs/commands.md describes it, and `schema` changes when it does."""

from collections.abc import Mapping, Sequence

from scaffold import schemas
from scaffold.comparing import Comparison, Side
from scaffold.model import Measurements, Proof, ProvenTrait, Role
from scaffold.report.comparison.rows import proofs


def as_json(comparison: Comparison, roles: Sequence[Role], *, with_facts: bool) -> dict[str, object]:
    """The comparison as plain dicts and lists, in the order in which it was asked for."""
    measurements = comparison.measurements
    found = proofs(comparison)
    return {
        "schema": schemas.COMPARISON,
        **({"measurements": _run(measurements)} if with_facts else {}),
        "frameworks": [
            {
                "name": side.framework.name,
                "title": side.framework.title,
                **({**_known(side), **_measured(side, measurements), **_said(side, found)} if with_facts else {}),
                "code": {
                    role.value: [
                        {"path": file.path, "language": file.language, "text": file.text} for file in side.code[role]
                    ]
                    for role in roles
                    if role in side.code
                },
                "commands": dict(side.commands),
            }
            for side in comparison.sides
        ],
    }


def _run(measurements: Measurements | None) -> dict[str, object] | None:
    if measurements is None:
        return None
    return {
        "started": measurements.started.isoformat(timespec="milliseconds"),
        "machine": dict(measurements.machine),
        "versions": dict(measurements.versions),
    }


def _known(side: Side) -> dict[str, object]:
    framework = side.framework
    return {
        "kind": framework.kind,
        "response": framework.response.value,
        "health": {
            "status": framework.health.status.value,
            "released": framework.health.released.isoformat(),
            "instead": list(framework.health.instead),
        },
        "footprint": {"packages": framework.footprint.packages, "megabytes": framework.footprint.megabytes},
        "verified": {"date": framework.verified.date.isoformat(), "version": framework.verified.version},
    }


def _measured(side: Side, measurements: Measurements | None) -> dict[str, object]:
    name = side.framework.name
    figures = [each for each in measurements.figures if each.framework == name] if measurements else []
    missing = [each for each in measurements.not_measured if each.framework == name] if measurements else []
    freezes = (measurements.freezes if measurements else None) or {}
    return {
        "figures": [
            {
                "name": each.name,
                "unit": each.unit,
                "values": list(each.values),
                "median": each.median,
                "low": each.low,
                "high": each.high,
                "spread": list(each.spread),
                "command": each.command,
            }
            for each in figures
        ],
        "not_measured": [{"name": each.name, "reason": each.reason} for each in missing],
        "freeze": list(freezes[name]) if name in freezes else None,
    }


def _said(side: Side, found: Mapping[tuple[str, str], ProvenTrait]) -> dict[str, object]:
    def trait(name: str) -> dict[str, object]:
        said = side.description.traits[name]
        proven = found.get((side.framework.name, name))
        return {
            "value": said.value,
            "by": said.by,
            "link": said.link,
            "proof": (proven.proof if proven else Proof.DOCUMENTED).value,
            "detail": proven.detail if proven else None,
        }

    return {
        "traits": {name: trait(name) for name in side.description.traits},
        "costs": [{"what": each.what, "share": each.share} for each in side.description.costs],
        "claims": [
            {"about": each.about, "said": each.said, "today": each.today, "link": each.link}
            for each in side.description.claims
        ],
    }
