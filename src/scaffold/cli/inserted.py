"""What `scaffold new --into` shows: what would come, what is in the way, what was decided and what was done."""

from pathlib import Path
from typing import TYPE_CHECKING

from scaffold import schemas
from scaffold.cli.diffs import diff, shown
from scaffold.cli.terminal import console, write_json

if TYPE_CHECKING:
    from scaffold.holding import HeldFolder
    from scaffold.inserting import Comparison, Conflict, Inserted, Insertion, Way

# Where nobody is asked, and it may scroll.
LONG_LINES = 40


def show_head(folder: "HeldFolder", compared: "Comparison") -> None:
    from scaffold.cli.trees import tree_of
    from scaffold.render import RenderedFile

    files = [RenderedFile(part.path, len(part.data)) for part in compared.new]
    if files:
        console().print(tree_of(f"New in {folder.path}", files))
    console().print(f"\n{_counted(compared)}.", highlight=False)


def _counted(compared: "Comparison") -> str:
    counts = [
        (len(compared.new), "new"),
        (len(compared.same), "there already"),
        (len(compared.conflicts), "in the way"),
    ]
    return ", ".join(f"{count} {word}" for count, word in counts)


def show_conflict(conflict: "Conflict", lines: int) -> None:
    from rich.text import Text

    console().print(Text(f"{conflict.there} {conflict.problem}.", style="bold"), soft_wrap=True)
    for line in shown(diff(conflict), lines):
        console().print(line, soft_wrap=True)


def show_decisions(
    folder: "HeldFolder", insertion: "Insertion", compared: "Comparison", decisions: "dict[str, Way]"
) -> None:
    from scaffold.inserting import Way

    what = f"\nThe {insertion.framework.title} project {insertion.project.name} goes into {folder.path}:"
    console().print(what, markup=False, highlight=False)
    if compared.new:
        console().print(f"  {'add':<10} {len(compared.new)} files")
    for conflict in compared.conflicts:
        way = decisions[conflict.part.path]
        note = {Way.OVERWRITE: " (the old one is kept for undo)", Way.BESIDE: ".new"}.get(way, "")
        path = conflict.there if way is not Way.BESIDE else conflict.part.path
        console().print(f"  {way:<10} {path}{note}", markup=False, soft_wrap=True)


def show_comparison(folder: "HeldFolder", insertion: "Insertion", compared: "Comparison", *, json: bool) -> None:
    if json:
        write_json(_head_as_json(insertion, folder.path) | _comparison_as_json(compared))
        return
    show_head(folder, compared)
    for conflict in compared.conflicts:
        console().print()
        show_conflict(conflict, LONG_LINES)
    console().print("\nNothing was written.")


def show(inserted: "Inserted", compared: "Comparison", decisions: "dict[str, Way]") -> None:
    import shlex

    insertion, environment = inserted.insertion, inserted.environment
    done = [f"{len(inserted.written)} files written"]
    done += [
        f"{count} {word}"
        for word, way in (("overwritten", "overwrite"), ("beside others", "beside"), ("kept", "keep"))
        if (count := list(decisions.values()).count(way))  # type: ignore[arg-type]
    ]
    if environment:
        done.append(f"installed for Python {environment.python} ({environment.interpreter})")
    console().print(
        f"Inserted [bold]{insertion.project.name}[/bold], a {insertion.framework.title} project", style="green"
    )
    console().print(f"into {inserted.path}: {', '.join(done)}.", markup=False)
    if inserted.undoable:
        console().print(f"To put back what was there: scaffold undo {shlex.quote(str(inserted.path))}", soft_wrap=True)
    console().print("\nNext:")
    for step in inserted.next_steps:
        console().print(f"  {step}", markup=False, soft_wrap=True)


def _head_as_json(insertion: "Insertion", path: Path) -> dict[str, object]:
    return {
        "schema": schemas.CREATED,
        "name": insertion.project.name,
        "package": insertion.project.package,
        "framework": insertion.framework.name,
        "path": str(path),
    }


def _comparison_as_json(compared: "Comparison", decisions: "dict[str, Way] | None" = None) -> dict[str, object]:
    return {
        "new": [{"path": part.path, "bytes": len(part.data)} for part in compared.new],
        "same": [part.path for part in compared.same],
        "conflicts": [
            {
                "path": conflict.part.path,
                "there": conflict.there,
                "problem": conflict.problem,
                "ways": list(conflict.ways),
                "diff": "\n".join(diff(conflict)),
            }
            | ({"way": decisions[conflict.part.path]} if decisions is not None else {})
            for conflict in compared.conflicts
        ],
    }


def as_json(inserted: "Inserted", compared: "Comparison", decisions: "dict[str, Way]") -> dict[str, object]:
    return (
        _head_as_json(inserted.insertion, inserted.path)
        | _comparison_as_json(compared, decisions)
        | {
            "files": [{"path": file.path, "bytes": file.size} for file in inserted.written],
            "installed": inserted.environment is not None,
            "python": inserted.environment.python if inserted.environment else None,
            "committed": False,
            "next": list(inserted.next_steps),
            "undo": inserted.undoable,
            "exposed": list(inserted.exposed),
        }
    )
