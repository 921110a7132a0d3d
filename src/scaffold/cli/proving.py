"""`scaffold check` and `scaffold smoke`."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli import choosing
from scaffold.cli.choosing import (
    CellsOption,
    ChangedSinceOption,
    DaskOption,
    ListCellsOption,
    PythonsOption,
    ResolutionsOption,
    ServersOption,
    ShardOption,
    ShardsOption,
)
from scaffold.cli.choosing_template import (
    DataOption,
    PairwiseOption,
    TemplateOption,
    TrustOption,
    choose_template,
)
from scaffold.cli.commands import Command
from scaffold.cli.options import FolderArgument, FrameworksArgument
from scaffold.cli.progress import Done, progress
from scaffold.cli.reporting import (
    AnnotationsOption,
    HistoryOption,
    HtmlOption,
    JsonOption,
    JUnitOption,
    LinesOption,
    MarkdownOption,
)
from scaffold.cli.terminal import console, wait_for, write_json
from scaffold.cli.wanted import Wanted
from scaffold.cli.writing import recorded, show
from scaffold.errors import RenderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scaffold.cells import Listener
    from scaffold.matrix import Matrix
    from scaffold.model import Beginning, Outcome, Report
    from scaffold.smoke_testing import Counts, Smoke

FAILED = 1


def add_to(app: typer.Typer) -> None:
    app.command(cls=Command, epilog="Example: scaffold check myapp")(check)
    app.command(cls=Command, epilog="Example: scaffold smoke FRAMEWORKS --python 3.11,3.13 --json report.json")(smoke)


def check(
    folder: FolderArgument = Path("."),
    json: Annotated[bool, typer.Option("--json", help="Write JSON to standard output.")] = False,
) -> None:
    """Prove a project: boot both its servers, ask them everything, run its tests."""
    from scaffold.checking import check as check_
    from scaffold.report import as_json, every_check

    if json:
        report = wait_for(check_(folder.resolve()))
        write_json(as_json(report))
        raise typer.Exit(0 if report.passed else FAILED)
    with progress() as shown:
        report = wait_for(check_(folder.resolve(), listener=shown.step))
    for line in every_check(report):
        console().print(line)
    show(report)
    if hint := report.context.get("environment"):
        console().print(f"{hint}.", markup=False, soft_wrap=True)
    if before := report.context.get("checked before"):
        console().print(f"Checked before: {before}.", markup=False)
    raise typer.Exit(0 if report.passed else FAILED)


def smoke(
    frameworks: FrameworksArgument = None,
    python: PythonsOption = "",
    resolution: ResolutionsOption = "",
    server: ServersOption = "serve,dev",
    changed_since: ChangedSinceOption = None,
    cells: CellsOption = None,
    shard: ShardOption = None,
    list_cells: ListCellsOption = False,
    shards: ShardsOption = None,
    template: TemplateOption = None,
    data: DataOption = None,
    pairwise: PairwiseOption = False,
    trust: TrustOption = False,
    since_proven: Annotated[
        bool,
        typer.Option("--since-proven", help="Leave out what was proven before and has not changed since."),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="How many at a time.", show_default="processors + 1"),
    ] = None,
    dask: DaskOption = None,
    json: JsonOption = None,
    jsonl: LinesOption = None,
    junit: JUnitOption = None,
    markdown: MarkdownOption = None,
    html: HtmlOption = None,
    history: HistoryOption = None,
    annotations: AnnotationsOption = False,
) -> None:
    """Prove starters: render, install, boot, ask and test each of them."""
    wanted = Wanted(
        json=json,
        jsonl=jsonl,
        junit=junit,
        markdown=markdown,
        html=html,
        history=history,
        annotations=annotations,
    )
    wanted.check()
    quiet = wanted.takes_output
    foreign = choose_template(
        template,
        data or (),
        pairwise=pairwise,
        trust=trust,
        frameworks=frameworks or (),
        ours={
            "--list-cells": list_cells,
            "--shards": shards,
            "--shard": shard,
            "--cells": cells,
            "--changed-since": changed_since,
        },
    )
    if shards is not None and not list_cells:
        raise UsageError("--shards divides a list: give --list-cells, or prove one part with --shard I/N.")
    if dask is not None and jobs is not None:
        raise UsageError("--jobs is for this machine: how many at a time a Dask worker tries, its --nthreads says.")
    chosen = choosing.choose(
        frameworks or (), python, resolution, server, changed_since=changed_since, cells=cells, shard=shard
    )
    for sentence in chosen.why:
        typer.echo(sentence, err=list_cells or quiet)
    if list_cells:
        choosing.list_cells(chosen, shards, json)
        return
    if foreign is None and not chosen.matrix.cells():
        choosing.nothing_to_prove(chosen, wanted)
        return
    from scaffold.report import gist, line

    with recorded(wanted) as recorder:

        def began(beginning: "Beginning") -> None:
            why = {"chosen": " ".join(chosen.why)} if chosen.why else {}
            recorder.began(replace(beginning, context={**beginning.context, **why}))
            if foreign is None and not quiet:
                console().print(choosing.last_proven(chosen))

        def finished(outcomes: "Sequence[Outcome]") -> None:
            recorder.finished(outcomes)
            good, word = gist(outcomes)
            shown.done(Done(outcomes[0].cell, good, word, [line(outcomes)]))

        def counted(counts: "Counts") -> None:
            if not quiet and since_proven:
                console().print(f"{counts.cells} cells, {counts.distinct} distinct, {counts.new} new")

        with progress(quiet=quiet) as shown:
            prove = _smoke(jobs, dask)
            if foreign is not None:
                from scaffold.foreign_testing import smoke_template

                prove = partial(smoke_template, foreign, in_pairs=pairwise, smoke=prove)
            report = wait_for(
                prove(
                    chosen.matrix,
                    since_proven=since_proven,
                    listener=shown.step,
                    began=began,
                    finished=finished,
                    counted=counted,
                )
            )
        recorder.ended(report.seconds, context=report.context)
        if not quiet:
            show(report)
    if foreign is not None and not any(outcome.step != "render" for outcome in report.outcomes):
        raise typer.Exit(RenderError.exit_code)
    raise typer.Exit(0 if report.passed else FAILED)


def _smoke(jobs: int | None, dask: str | None) -> "Smoke":
    """What proves; read when it is called, for that takes longer than to refuse a template."""

    async def prove(
        matrix: "Matrix",
        *,
        since_proven: bool,
        listener: "Listener",
        finished: "Callable[[Sequence[Outcome]], None]",
        counted: "Callable[[Counts], None]",
        began: "Callable[[Beginning], None]",
    ) -> "Report":
        if dask is None:
            from scaffold.smoke_testing import smoke as prove_here

            wanted: Smoke = partial(prove_here, jobs=jobs)
        else:
            from scaffold.distributed import smoke_on

            wanted = partial(smoke_on, dask)
        return await wanted(
            matrix, since_proven=since_proven, listener=listener, finished=finished, counted=counted, began=began
        )

    return prove
