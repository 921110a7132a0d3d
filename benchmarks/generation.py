"""Claimed: `scaffold new` makes a project no slower than `copier copy` does from the same template.

Measured: both commands from their start to their end, into an empty folder, without installing and without git.
scaffold does more in that time: it renders the files that all starters share first, proves that the name and the
place can be used, and publishes the finished project with one rename.
"""

from measure import Comparison
from workplace import Workplace, programs

from scaffold.catalog import templates_folder

AIM = 1.0
ROUNDS = 15
FRAMEWORK = "flask"


def comparisons() -> list[Comparison]:
    return [
        Comparison(
            name="new",
            ours=f"scaffold new hello-app -f {FRAMEWORK} --no-install --no-git",
            theirs=f"copier copy --defaults templates/{FRAMEWORK} hello-app",
            run_ours=_scaffold,
            run_theirs=_copier,
            rounds=ROUNDS,
            aim=AIM,
        )
    ]


def _scaffold(place: Workplace) -> float:
    return place.run([f"{programs()}/scaffold", "new", "hello-app", "-f", FRAMEWORK, "--no-install", "--no-git"])


def _copier(place: Workplace) -> float:
    template = templates_folder() / FRAMEWORK
    return place.run(
        [f"{programs()}/copier", "copy", "--defaults", "--data", "project_name=hello-app", str(template), "hello-app"]
    )
