"""Typer's commands, made quick to start.

Typer 0.29 imports Pydantic, 0.1 s, to convert every value but a flag's True and False. --help of every command and
the options for completion begin as None; here they begin as False.
"""

from typing import TYPE_CHECKING

from typer.core import TyperCommand, TyperGroup, TyperOption

if TYPE_CHECKING:
    # Only their names: Typer carries click inside and does not offer them elsewhere.
    from typer._click.core import Context, Parameter
    from typer._click.formatting import HelpFormatter


class Command(TyperCommand):
    def format_epilog(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        self.epilog = _example(self.epilog)
        super().format_epilog(ctx, formatter)

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        return _settled(super().get_params(ctx))


class Group(TyperGroup):
    def format_epilog(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        self.epilog = _example(self.epilog)
        super().format_epilog(ctx, formatter)

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        return _settled(super().get_params(ctx))


def _example(epilog: str | None) -> str | None:
    """An example that can be typed: with names of frameworks that are there."""
    from scaffold.catalog import examples

    names = examples()
    return epilog and epilog.replace("FRAMEWORKS", " ".join(names)).replace("FRAMEWORK", names[0])


def _settled(params: "list[Parameter]") -> "list[Parameter]":
    for param in params:
        if isinstance(param, TyperOption) and param.is_flag and param.default is None:
            param.default = False
    return params
