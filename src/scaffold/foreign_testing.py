"""Smoke-test a template that is not ours: each of its rows of options as `smoke` proves a starter of ours."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from scaffold.cells import Listener
from scaffold.foreign import opened, pairwise
from scaffold.matrix import Matrix
from scaffold.model import TEMPLATE, Beginning, ForeignTemplate, Outcome, Report
from scaffold.smoke_testing import Counts, Smoke, smoke


async def smoke_template(
    template: ForeignTemplate,
    matrix: Matrix,
    *,
    in_pairs: bool = False,
    smoke: Smoke = smoke,
    since_proven: bool = False,
    listener: Listener = lambda *_: None,
    finished: Callable[[Sequence[Outcome]], None] = lambda _: None,
    counted: Callable[[Counts], None] = lambda _: None,
    began: Callable[[Beginning], None] = lambda _: None,
) -> Report:
    """Prove a template under the Pythons, resolutions and servers of a matrix, by `smoke`; see `smoke_testing.smoke`.

    With `in_pairs` once for each of the rows in which all pairs of its options are, otherwise with its defaults.
    Raises what `foreign.opened` and `foreign.pairwise` raise, before anything is rendered.
    """
    # Not its address, in which a password may stand.
    context = {TEMPLATE: f"{template.name}@{template.ref}" if template.ref else template.name}
    async with opened(template) as fetched:
        rows = await pairwise(fetched) if in_pairs else [fetched]
        report = await smoke(
            replace(matrix, frameworks=rows),
            since_proven=since_proven,
            listener=listener,
            finished=finished,
            counted=counted,
            began=lambda beginning: began(replace(beginning, context=beginning.context | context)),
        )
    return replace(report, context=report.context | context)
