"""Smoke-test a template that is not ours: each of its rows of options as `smoke` proves a starter of ours."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from scaffold.cells import Listener
from scaffold.foreign import opened, pairwise
from scaffold.model import ForeignTemplate, Outcome, Report
from scaffold.smoke_testing import Counts, Matrix, smoke


async def smoke_template(
    template: ForeignTemplate,
    matrix: Matrix,
    *,
    in_pairs: bool = False,
    jobs: int | None = None,
    since_proven: bool = False,
    listener: Listener = lambda *_: None,
    finished: Callable[[Sequence[Outcome]], None] = lambda _: None,
    counted: Callable[[Counts], None] = lambda _: None,
) -> Report:
    """Prove a template under the Pythons, resolutions and servers of a matrix; see `smoke_testing.smoke`.

    With `in_pairs` once for each of the rows in which all pairs of its options are, otherwise with its defaults.
    Raises what `foreign.opened` and `foreign.pairwise` raise, before anything is rendered.
    """
    async with opened(template) as fetched:
        rows = await pairwise(fetched) if in_pairs else [fetched]
        return await smoke(
            replace(matrix, frameworks=rows),
            jobs=jobs,
            since_proven=since_proven,
            listener=listener,
            finished=finished,
            counted=counted,
        )
