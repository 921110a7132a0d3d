"""Which cells `scaffold smoke` proves: its options for that, what follows from them, and the list of the cells."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.cli.wanted import Wanted
from scaffold.cli.words import one_of, parts
from scaffold.cli.writing import json_text, write, write_all
from scaffold.errors import UsageError

if TYPE_CHECKING:
    from scaffold.matrix import Matrix

PythonsOption = Annotated[
    str,
    typer.Option("--python", metavar="X.Y[,X.Y]", help="Which Pythons.", show_default="the one that runs scaffold"),
]
ResolutionsOption = Annotated[
    str,
    typer.Option(
        "--resolution",
        metavar="HOW[,HOW]",
        help="Which versions: locked (as verified), latest, lowest (the declared floors), prerelease.",
        show_default="locked",
    ),
]
ServersOption = Annotated[str, typer.Option("--server", metavar="WHICH[,WHICH]", help="Which servers.")]
ChangedSinceOption = Annotated[
    str | None,
    typer.Option("--changed-since", metavar="REF", help="Only frameworks that changed since a commit of git."),
]
CellsOption = Annotated[
    str | None,
    typer.Option("--cells", metavar="CELL[,CELL]", help="Just these cells, named as --list-cells names them."),
]
ShardOption = Annotated[
    str | None, typer.Option("--shard", metavar="I/N", help="One of N parts that take about equally long.")
]
ListCellsOption = Annotated[
    bool, typer.Option("--list-cells", help="Prove nothing, list the cells; with --json as a matrix for CI.")
]
DaskOption = Annotated[
    str | None, typer.Option("--dask", metavar="ADDRESS", help="Prove on the workers of this Dask cluster.")
]
ShardsOption = Annotated[
    int | None,
    typer.Option("--shards", min=1, help="Into how many jobs at most --list-cells divides.", show_default="256"),
]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The cells to be proven, and the sentences that say why it is these."""

    matrix: "Matrix"
    why: tuple[str, ...] = ()


def choose(
    frameworks: Sequence[str],
    python: str,
    resolution: str,
    server: str,
    *,
    changed_since: str | None,
    cells: str | None,
    shard: str | None,
) -> Chosen:
    """What the options ask for; raises UsageError, UnknownFrameworkError and ToolMissingError."""
    from scaffold import catalog
    from scaffold.matrix import Matrix, of_cells
    from scaffold.model import Mode, Resolution

    servers = [one_of(Mode, part, "--server") for part in parts(server)]
    resolutions = [one_of(Resolution, part, "--resolution") for part in parts(resolution or Resolution.LOCKED)]
    if not (resolutions and servers):
        raise UsageError("There is nothing to prove: give at least one --resolution and one --server.")
    why: tuple[str, ...] = ()
    if cells is not None:
        if frameworks or python or resolution or changed_since is not None:
            raise UsageError("--cells says all: leave out frameworks, --python, --resolution and --changed-since.")
        matrix = of_cells(parts(cells), servers)
        if not matrix.cells():
            raise UsageError("--cells names no cell. scaffold smoke --list-cells shows all.")
    else:
        names: Sequence[str] = [catalog.framework(name).name for name in frameworks] or catalog.names()
        if changed_since is not None:
            from scaffold import changes

            changed = changes.since(changed_since, dict.fromkeys(names))
            names, why = changed.frameworks, (changed.why,)
        matrix = Matrix([catalog.found(name) for name in dict.fromkeys(names)], parts(python), resolutions, servers)
    return Chosen(matrix, why) if shard is None else _one_shard(matrix, shard, why)


def _one_shard(matrix: "Matrix", shard: str, why: tuple[str, ...]) -> Chosen:
    from scaffold import durations
    from scaffold.matrix import division, shards

    found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", shard)
    if found is None or not 1 <= int(found[1]) <= int(found[2]):
        raise UsageError(f"{shard!a} is no shard. Give the number of one and of all, for example --shard 1/4.")
    number, count = int(found[1]), int(found[2])
    cells = tuple(matrix.cells())
    every = shards(cells, count, durations.remembered())
    mine = every[number - 1]
    sentence = f"Shard {number} of {count} (division {division(every)}): {len(mine)} of {len(cells)} cells."
    return Chosen(matrix.with_only(mine), (*why, sentence))


def last_proven(chosen: Chosen) -> str:
    """How long ago the starters were proven for the last time, as their templates say: "3 starters, ..."."""
    from datetime import UTC, datetime

    from scaffold import ages
    from scaffold.model import Framework

    today = datetime.now(UTC).date()
    sources = {source.name: source for source in chosen.matrix.cells().values()}
    count = f"{len(sources)} {'starter' if len(sources) == 1 else 'starters'}"
    # Of a template that cannot be read nothing is known.
    days = [source.days_since_proof(today) for source in sources.values() if isinstance(source, Framework)]
    return f"{count}, last proven {ages.span(days)}" if days else f"{count}, of which none can be read"


def list_cells(chosen: Chosen, shards: int | None, json: str | None) -> None:
    """Write the cells: a line for each, or JSON on one line, as a job's output has to be."""
    import json as json_

    from scaffold import durations
    from scaffold.matrix import MAX_ENTRIES, duration_name, entries, name_of

    cells = tuple(chosen.matrix.cells())
    known = durations.remembered()
    if json is None:
        for cell in cells:
            seconds = known.get(duration_name(cell))
            typer.echo(name_of(cell) if seconds is None else f"{name_of(cell)}  {seconds:.1f} s")
        return
    at_most = min(shards or MAX_ENTRIES, MAX_ENTRIES)
    write(f"{json_.dumps(entries(cells, known, at_most))}\n", json)


def nothing_to_prove(chosen: Chosen, wanted: Wanted) -> None:
    """Where nothing was chosen nothing is wrong: reports without outcomes, of which the JSON says that it passes."""
    from scaffold.model import Report
    from scaffold.report import as_json

    typer.echo("There is nothing to prove.", err=wanted.takes_output)
    empty = Report((), 0.0, {"chosen": " ".join(chosen.why)})
    if wanted.json is not None:
        write(json_text(as_json(empty) | {"passed": True}), wanted.json)
    write_all(empty, replace(wanted, json=None, jsonl=None, history=None))
