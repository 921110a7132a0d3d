"""Smoke-test a template that is not ours: each of its rows of options as `smoke` proves a starter of ours."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING

from scaffold.foreign import opened, pairwise
from scaffold.model import TEMPLATE, Beginning, ForeignTemplate, Outcome, Report

if TYPE_CHECKING:
    from scaffold.cells import Listener
    from scaffold.matrix import Matrix
    from scaffold.smoke_testing import Counts, Smoke


async def smoke_template(
    template: ForeignTemplate,
    matrix: "Matrix",
    *,
    smoke: "Smoke",
    in_pairs: bool = False,
    since_proven: bool = False,
    listener: "Listener" = lambda *_: None,
    finished: Callable[[Sequence[Outcome]], None] = lambda _: None,
    counted: "Callable[[Counts], None]" = lambda _: None,
    began: Callable[[Beginning], None] = lambda _: None,
) -> Report:
    """Prove a template under the Pythons, resolutions and servers of a matrix, by `smoke`; see `smoke_testing.smoke`.

    With `in_pairs` once for each of the rows in which all pairs of its options are, otherwise with its defaults.
    Raises what `foreign.opened` and `foreign.pairwise` raise, before anything is rendered.
    """
    # Not its address, in which a password may stand.
    context = {TEMPLATE: f"{template.name}@{template.ref}" if template.ref else template.name}
    # Read while another process looks at the template; one that is refused then has cost nobody more time.
    reading = asyncio.create_task(asyncio.to_thread(import_module, "scaffold.smoke_testing"))
    async with opened(template) as fetched:
        await reading
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
