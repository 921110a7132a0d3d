"""What is said of a project that was created, or would be: in words, and as JSON."""

from typing import TYPE_CHECKING

from scaffold import schemas
from scaffold.cli.terminal import console, write_json

if TYPE_CHECKING:
    from scaffold.creation import Created, Plan


def show_head(created: "Created") -> None:
    project = created.project
    package = "" if project.package == project.name else f" (its Python package is {project.package})"
    done = [f"{len(created.files)} files"]
    if created.environment:
        done.append(f"installed for Python {created.environment.python} ({created.environment.interpreter})")
    if created.checked:
        done.append(f"checked {created.checked}")
    if created.committed:
        done.append("first commit made")
    console().print(f"Created [bold]{project.name}[/bold]{package}, a {created.framework.title} project", style="green")
    console().print(f"in {created.path}: {', '.join(done)}.", markup=False)


def show_created(created: "Created") -> None:
    show_head(created)
    console().print("\nNext:")
    for step in created.next_steps:
        console().print(f"  {step}", markup=False, soft_wrap=True)
    console().print(f"\nThen open {created.url}/ or ask, in another terminal:\n  curl {created.url}/hello")


def created_as_json(created: "Created") -> dict[str, object]:
    return {
        "schema": schemas.CREATED,
        "name": created.project.name,
        "package": created.project.package,
        "framework": created.framework.name,
        "path": str(created.path),
        "files": [{"path": file.path, "bytes": file.size} for file in created.files],
        "installed": created.environment is not None,
        "python": created.environment.python if created.environment else None,
        "committed": created.committed,
        "checked": created.checked,
        "next": list(created.next_steps),
        "url": f"{created.url}/hello",
    }


def show_plan(plan: "Plan", *, json: bool) -> None:
    if json:
        write_json(
            {
                "schema": schemas.CREATED,
                "name": plan.project.name,
                "package": plan.project.package,
                "framework": plan.framework.name,
                "path": str(plan.path),
                "files": [{"path": file.path, "bytes": file.size} for file in plan.files],
                "commands": list(plan.commands),
            }
        )
        return
    from scaffold.cli.trees import tree_of

    console().print(tree_of(str(plan.path), plan.files))
    console().print(f"\n{len(plan.files)} files, {sum(file.size for file in plan.files):,} bytes.", highlight=False)
    if plan.commands:
        console().print("These commands would run there:")
        for command in plan.commands:
            console().print(f"  {command}", markup=False, soft_wrap=True)
    console().print("Nothing was written.")
