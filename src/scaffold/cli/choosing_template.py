"""Which template of others `scaffold smoke` proves: its options for that, and what they leave no room for."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from scaffold.errors import UsageError

if TYPE_CHECKING:
    from scaffold.model import ForeignTemplate

TemplateOption = Annotated[
    str | None,
    typer.Option(
        "--template",
        metavar="PATH-OR-GIT-URL",
        help="A Copier template that is not ours, instead of frameworks; @REF at its end is a version.",
    ),
]
DataOption = Annotated[
    list[str] | None,
    typer.Option("--data", metavar="NAME=VALUE", help="With --template: an answer to one of its questions."),
]
PairwiseOption = Annotated[
    bool,
    typer.Option("--pairwise", help="With --template: its options, in rows in which every pair of values is."),
]
TrustOption = Annotated[
    bool, typer.Option("--trust", help="With --template: run its tasks, migrations and Jinja extensions.")
]


def choose_template(
    template: str | None,
    data: Sequence[str],
    *,
    pairwise: bool,
    trust: bool,
    frameworks: Sequence[str],
    ours: Mapping[str, object],
) -> "ForeignTemplate | None":
    """The template that is asked for, if one is. `ours` are the options that only our own starters have, by name.

    Raises UsageError.
    """
    if template is None:
        if data or pairwise or trust:
            raise UsageError("--data, --pairwise and --trust are for --template; our own starters have no options.")
        return None
    if frameworks:
        raise UsageError("Give frameworks or --template, not both.")
    for option, value in ours.items():
        # An empty text was given too.
        if value is not None and value is not False:
            raise UsageError(f"{option} is for our own starters: leave it out, or --template.")
    from scaffold import foreign

    return foreign.named(template, data, trusted=trust)
