"""What each framework says of itself for comparisons is complete, and true of its starter."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from scaffold import catalog, naming
from scaffold.build import stage
from scaffold.comparing import last_measurements
from scaffold.described import TRAITS, described
from scaffold.errors import ScaffoldError
from scaffold.model import Framework, Role
from scaffold.render import renderer
from scaffold.report.measurements import read_measurements

each_framework = pytest.mark.parametrize("framework", catalog.frameworks(), ids=lambda framework: framework.name)


async def test_the_files_of_the_roles_are_those_of_the_starters() -> None:
    needed = {Role.APPLICATION, Role.ROUTES, Role.SETTINGS, Role.TEST}
    # One worker for all: each would import Copier.
    async with renderer() as worker:
        for framework in catalog.frameworks():
            roles = described(framework).roles
            async with stage(worker, framework, naming.project("My-App", framework), beside=None) as rendered:
                for role, paths in roles.items():
                    for path in paths:
                        assert (rendered.project / path.format(package="my_app")).is_file(), (
                            framework.name,
                            role,
                            path,
                        )
            assert needed <= roles.keys(), framework.name


@each_framework
def test_every_trait_has_its_link(framework: Framework) -> None:
    description = described(framework)

    assert list(description.traits) == list(TRAITS)
    for trait in description.traits.values():
        assert trait.link.startswith("https://"), trait


@each_framework
def test_the_small_programs_are_there_and_are_python(framework: Framework) -> None:
    description = described(framework)

    for program in (description.minimal, description.probe):
        words = " ".join(program.serve)
        assert "{port}" in words
        sources = list(program.folder.glob("*.py"))
        assert sources
        for source in sources:
            ast.parse(source.read_text())
    assert "/slow" in "".join(path.read_text() for path in described(framework).probe.folder.glob("*.py"))


@each_framework
def test_what_a_starter_costs_has_its_reasons(framework: Framework) -> None:
    last = last_measurements()
    assert last is not None
    kept = read_measurements(last).kept(framework.name)
    costs = described(framework).costs

    if not costs and kept is not None:
        assert kept >= 0.9, f"it answers {kept:.2f} times as many requests as the minimal application: why?"
    assert [cost.share for cost in costs] == sorted((cost.share for cost in costs), reverse=True)
    assert sum(cost.share for cost in costs) <= 1.1, "measured one after the other, they may be a little more than all"
    for cost in costs:
        assert cost.what.strip() == cost.what.rstrip(".") != ""


@pytest.mark.parametrize("share", ["0", "1.2", "'much'"])
def test_a_cost_that_is_no_share_is_refused(tmp_path: Path, share: str) -> None:
    framework = replace(catalog.framework("flask"), folder=tmp_path)
    text = (catalog.templates_folder() / "flask" / "framework.toml").read_text()
    (tmp_path / "framework.toml").write_text(f'{text}\n[[cost]]\nwhat = "magic"\nshare = {share}\n')
    (tmp_path / "minimal").mkdir()
    (tmp_path / "probe").mkdir()

    with pytest.raises(ScaffoldError, match="the share of the cost 'magic' is not above 0 and at most 1"):
        described(framework)


def test_what_is_not_right_is_said_with_the_file(tmp_path: Path) -> None:
    framework = replace(catalog.framework("flask"), folder=tmp_path)
    text = (catalog.templates_folder() / "flask" / "framework.toml").read_text()
    (tmp_path / "framework.toml").write_text(text.replace('is = "decorators"', 'is = "magic"'))

    with pytest.raises(ScaffoldError, match="the trait routing is 'magic' and not one of decorators, table"):
        described(framework)
