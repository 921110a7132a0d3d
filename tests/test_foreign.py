"""Templates that are not ours: found, fetched once, held to limits, and their options found by asking Copier."""

import asyncio
import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import copier
import psutil
import pytest

from scaffold import foreign, pairs
from scaffold.errors import InstallationError, RenderError, ScaffoldError, UsageError
from scaffold.model import ForeignTemplate, Limits
from scaffold.pairs import Row
from scaffold.render import foreign as rendering

from .foreign import COPIER_YML, commit, git, make_template
from .test_pairs import every_row

ANSWERS = {"{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers|to_nice_yaml }}"}


@pytest.fixture
def template(tmp_path: Path) -> ForeignTemplate:
    return foreign.named(str(make_template(tmp_path / "mine")))


async def fetched(template: ForeignTemplate, scratch: Path) -> ForeignTemplate:
    (scratch / "fetched").mkdir()
    return await rendering.fetch(template, scratch / "fetched")


async def rendered(template: ForeignTemplate, scratch: Path) -> Path:
    (scratch / "rendered").mkdir()
    await foreign.render(template, scratch / "rendered" / "project", scratch / "rendered")
    return scratch / "rendered" / "project"


async def refused(template: ForeignTemplate, scratch: Path, *, fetch: bool = False) -> ScaffoldError:
    with pytest.raises(ScaffoldError) as caught:
        await rendered(await fetched(template, scratch) if fetch else template, scratch)
    return caught.value


@pytest.mark.parametrize(
    ("text", "source", "ref", "name"),
    [
        ("gh:owner/name", "gh:owner/name", None, "name"),
        ("gh:owner/name@v1.2", "gh:owner/name", "v1.2", "name"),
        ("gh:owner/name@feature/x", "gh:owner/name", "feature/x", "name"),
        ("https://example.org/owner/name.git@v1", "https://example.org/owner/name.git", "v1", "name"),
        ("https://user@example.org/owner/name.git", "https://user@example.org/owner/name.git", None, "name"),
        ("https://user:word@example.org/name.git", "https://user:word@example.org/name.git", None, "name"),
        ("git@example.org:owner/name.git", "git@example.org:owner/name.git", None, "name"),
        ("git@example.org:owner/name.git@v1", "git@example.org:owner/name.git", "v1", "name"),
        ("ssh://git@example.org/owner/name@main", "ssh://git@example.org/owner/name", "main", "name"),
        ("git+https://example.org/name@v1", "git+https://example.org/name", "v1", "name"),
    ],
)
def test_a_version_stands_behind_the_last_at_sign_of_an_address(text: str, source: str, ref: str, name: str) -> None:
    found = foreign.named(text)

    assert (found.source, found.ref, found.name) == (source, ref, name)


def test_a_folder_is_taken_as_it_is_called_and_its_path_made_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "at@home").mkdir()
    monkeypatch.chdir(tmp_path)

    assert foreign.named("at@home").source == str(tmp_path / "at@home")
    assert foreign.named("at@home@v1").ref == "v1"
    assert foreign.named("./at@home").ref is None
    assert foreign.named(".").name == tmp_path.name


@pytest.mark.parametrize("text", ["nope", "no/such/folder", "", "--upload-pack=x"])
def test_what_is_neither_a_folder_nor_an_address_is_refused_before_anything_is_done(text: str) -> None:
    with pytest.raises(UsageError):
        foreign.named(text)


@pytest.mark.parametrize("data", ["database", "=sqlite"])
def test_an_answer_is_a_name_and_a_value(tmp_path: Path, data: str) -> None:
    with pytest.raises(UsageError, match="NAME=VALUE"):
        foreign.named(str(tmp_path), [data])


async def test_a_folder_is_rendered_with_its_defaults_and_what_is_given(tmp_path: Path, scratch: Path) -> None:
    folder = make_template(tmp_path / "mine", files={"chosen.jinja": "{{ database }} {{ docs }}"})

    project = await rendered(foreign.named(str(folder), ["database=sqlite"]), scratch)

    assert (project / "chosen").read_text() == "sqlite True"
    assert sorted(os.listdir(project)) == ["app.py", "chosen", "pyproject.toml"], "nothing of _base"


@pytest.mark.slow
async def test_a_version_of_a_repository_is_fetched_once_and_then_no_more_asked_for(
    tmp_path: Path, scratch: Path
) -> None:
    folder = make_template(tmp_path / "mine.git", files={"which": "one", **ANSWERS})
    commit(folder, "v1")
    (folder / "project" / "which").write_text("two")
    commit(folder, "v2")
    address = f"file://{folder}"

    template = await fetched(foreign.named(f"{address}@v1"), scratch)
    folder.rename(tmp_path / "away")
    project = await rendered(template, scratch)

    assert (project / "which").read_text() == "one"
    answers = (project / ".copier-answers.yml").read_text()
    assert f"_src_path: {address}" in answers
    assert "_commit: v1" in answers


@pytest.mark.slow
async def test_without_a_version_the_newest_tag_of_an_address_is_taken_as_copier_does(
    tmp_path: Path, scratch: Path
) -> None:
    folder = make_template(tmp_path / "mine.git", files={"which": "one"})
    commit(folder, "v1")
    (folder / "project" / "which").write_text("two")
    git(folder, "commit", "--all", "--message", "not released")

    project = await rendered(await fetched(foreign.named(f"file://{folder}"), scratch), scratch)

    assert (project / "which").read_text() == "one"


@pytest.mark.slow
async def test_of_a_repository_on_this_machine_what_is_in_the_folder_now_is_taken(
    tmp_path: Path, scratch: Path
) -> None:
    folder = make_template(tmp_path / "mine", files={"which": "one"})
    commit(folder, "v1")
    (folder / "project" / "which").write_text("not even committed")

    project = await rendered(await fetched(foreign.named(str(folder)), scratch), scratch)

    assert (project / "which").read_text() == "not even committed"


async def test_the_short_names_of_copier_are_understood(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(make_template(tmp_path / "owner" / "name.git"), "v1")
    (tmp_path / "config").write_text(f'[url "file://{tmp_path}/"]\n  insteadOf = https://github.com/\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))

    template = await fetched(foreign.named("gh:owner/name@v1"), scratch)

    assert template.url == "https://github.com/owner/name.git"
    assert template.mirror is not None
    assert template.mirror.is_dir()


@pytest.mark.slow
@pytest.mark.parametrize("where", ["{folder}@v9", "file://{folder}@v9", "{folder}@nope/nope"])
async def test_a_version_that_is_not_there_is_said_by_its_name(tmp_path: Path, scratch: Path, where: str) -> None:
    folder = make_template(tmp_path / "mine.git")
    commit(folder, "v1")

    error = await refused(foreign.named(where.format(folder=folder)), scratch, fetch=True)

    assert isinstance(error, UsageError)
    assert "has no tag, branch or commit '" in str(error)


@pytest.mark.slow
async def test_a_folder_that_is_no_repository_has_no_versions(tmp_path: Path, scratch: Path) -> None:
    error = await refused(foreign.named(f"{make_template(tmp_path / 'mine')}@v1"), scratch, fetch=True)

    assert isinstance(error, UsageError)
    assert "is no git repository" in str(error)


async def test_a_repository_that_cannot_be_fetched_is_an_installation_error_without_the_password(
    tmp_path: Path, scratch: Path
) -> None:
    error = await refused(foreign.named("https://me:hunter2@localhost:9/owner/name.git"), scratch, fetch=True)

    assert isinstance(error, InstallationError)
    assert "git says: fatal:" in str(error)
    assert "hunter2" not in str(error)


UNSAFE = {
    "tasks": "_tasks: ['touch was-here']\n",
    "migrations": "_migrations: ['touch was-here']\n",
    "Jinja extensions": "_jinja_extensions: ['jinja2.ext.loopcontrols']\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("feature", UNSAFE)
async def test_what_runs_programs_is_refused_in_one_sentence(tmp_path: Path, scratch: Path, feature: str) -> None:
    folder = make_template(tmp_path / "mine", UNSAFE[feature] + COPIER_YML)

    with pytest.raises(UsageError) as caught:
        await fetched(foreign.named(str(folder)), scratch)

    assert str(caught.value) == (
        f"The template has {feature}, which run programs of its own: if you trust it, add --trust."
    )


@pytest.mark.slow
async def test_with_trust_tasks_run_and_extensions_are_there(tmp_path: Path, scratch: Path) -> None:
    files = {"loop.jinja": "{% for n in range(9) %}{% if n == 2 %}{% break %}{% endif %}{{ n }}{% endfor %}"}
    folder = make_template(tmp_path / "mine", UNSAFE["tasks"] + UNSAFE["Jinja extensions"] + COPIER_YML, files)

    project = await rendered(foreign.named(str(folder), trusted=True), scratch)

    assert (project / "loop").read_text() == "01"
    assert (project / "was-here").exists()


@pytest.mark.slow
async def test_the_users_own_trust_in_copiers_settings_does_not_count(
    tmp_path: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_template(tmp_path / "mine", UNSAFE["tasks"])
    (tmp_path / "copier").mkdir()
    (tmp_path / "copier" / "settings.yml").write_text(f"trust: ['{folder}']\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    assert "--trust" in str(await refused(foreign.named(str(folder)), scratch))


ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
LIMITS = {
    "files": (Limits(files=3), {"a": "", "b": ""}, "4 files"),
    "bytes": (
        Limits(megabytes=1),
        {"one": "x" * 700_000, "two": "x" * 700_000},
        "of templates that are not ours at most 5000 files with 1 MB",
    ),
    "bytes in one file": (Limits(file_megabytes=1), {"big.jinja": "{{ 'x' * 2000000 }}"}, "more than 1 MB in one file"),
    "seconds": (Limits(seconds=2), {"long.jinja": ENDLESS}, "took more than 2 seconds"),
    "memory": (Limits(memory_megabytes=400), {"wide.jinja": "{{ 'x' * 999999999 }}"}, "more than 400 MB of memory"),
}


@pytest.mark.slow
@pytest.mark.parametrize("limit", LIMITS)
async def test_beyond_each_limit_rendering_ends_and_says_which_it_was(
    tmp_path: Path, scratch: Path, limit: str
) -> None:
    limits, files, said = LIMITS[limit]
    template = foreign.named(str(make_template(tmp_path / "mine", files=files)))

    error = await refused(replace(template, limits=limits), scratch)

    assert isinstance(error, RenderError)
    assert said in str(error)


@pytest.mark.slow
async def test_files_are_counted_while_they_are_made(tmp_path: Path, scratch: Path) -> None:
    """A loop over a name makes files without end; the deadline is far, so it is the counting that ends it."""
    name = "{% yield n from range(99999) %}{{ n }}{% endyield %}.txt"
    template = foreign.named(str(make_template(tmp_path / "mine", files={name: "x"})))

    error = await refused(replace(template, limits=Limits(files=200)), scratch)

    assert "at most 200 files" in str(error)
    made = sum(len(names) for _, _, names in os.walk(scratch / "rendered" / "project"))
    assert 200 < made < 99999


@pytest.mark.slow
async def test_a_repository_that_is_too_large_is_not_fetched_to_its_end(tmp_path: Path, scratch: Path) -> None:
    folder = make_template(tmp_path / "mine.git")
    (folder / "blob").write_bytes(os.urandom(3_000_000))
    commit(folder, "v1")

    error = await refused(
        replace(foreign.named(f"file://{folder}"), limits=Limits(repository_megabytes=1)), scratch, fetch=True
    )

    assert "The repository has more than 1 MB" in str(error)


@pytest.mark.slow
async def test_a_template_may_not_have_a_link_that_leads_out_of_it(tmp_path: Path, scratch: Path) -> None:
    folder = make_template(tmp_path / "mine", "_preserve_symlinks: true\n" + COPIER_YML)
    (folder / "project" / "inside").symlink_to("app.py")
    (folder / "project" / "outside").symlink_to("/etc")

    error = await refused(foreign.named(str(folder)), scratch)

    assert isinstance(error, UsageError)
    assert str(error) == "The template is not taken: project/outside is a link that leads out of the template."


@pytest.mark.slow
async def test_a_task_may_not_make_a_link_that_leads_out_of_the_project(tmp_path: Path, scratch: Path) -> None:
    folder = make_template(tmp_path / "mine", "_tasks: ['ln -s /etc outside']\n" + COPIER_YML)

    error = await refused(foreign.named(str(folder), trusted=True), scratch)

    assert str(error) == "The template is broken: outside is a link that leads out of the project."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            {"pyproject.toml": "[project]\nname = 'x'\n"},
            "pyproject.toml has no table [tool.scaffold], so nothing says how the project is started. "
            "docs/contract.md shows what to write there.",
            id="no table",
        ),
        pytest.param(
            {"pyproject.toml": "[tool.scaffold]\nframework = 'x'\n"},
            "[tool.scaffold] in pyproject.toml is not right: the key 'version' is missing.",
            id="half a table",
        ),
        pytest.param(
            {"broken.jinja": "one\n{{ nope.nope }}\n"},
            "The template is broken: project/broken.jinja, line 2: UndefinedError: 'nope' is undefined.",
            id="a mistake in a file",
        ),
        pytest.param(
            {"broken.jinja": "one\n{% if %}\n"},
            "The template is broken: project/broken.jinja, line 2: TemplateSyntaxError: "
            "Expected an expression, got 'end of statement block'.",
            id="no Jinja",
        ),
    ],
)
async def test_what_is_wrong_is_one_sentence_without_our_own_paths(
    tmp_path: Path, scratch: Path, files: Mapping[str, str], said: str
) -> None:
    error = await refused(foreign.named(str(make_template(tmp_path / "mine", files=files))), scratch)

    assert (type(error), str(error)) == (RenderError, said)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("databse=sqlite", "The template has no question 'databse'; it asks: database, migrations, docs."),
        ("database=oracle", "Invalid choice for 'database'"),
    ],
)
async def test_an_answer_that_does_not_fit_is_refused(tmp_path: Path, scratch: Path, data: str, said: str) -> None:
    error = await refused(foreign.named(str(make_template(tmp_path / "mine")), [data]), scratch)

    assert said in str(error)


async def all_rows(tmp_path: Path, scratch: Path, copier_yml: str, *data: str) -> set[Row]:
    """All combinations that we take for valid; each was tried with Copier itself."""
    folder = make_template(tmp_path / "mine", copier_yml)
    template = foreign.named(str(folder), data)
    sides, rules = await rendering.options(template, scratch)
    rows = every_row(sides, rules)

    def try_all() -> None:
        for row in rows:
            copier.run_copy(
                str(folder),
                tmp_path / "out",
                data=dict(template.data) | dict(row),
                defaults=True,
                quiet=True,
                pretend=True,
            )

    await asyncio.to_thread(try_all)
    assert pairs.uncovered(sides, rules, pairs.rows(sides, rules)) == []
    return set(rows)


@pytest.mark.slow
async def test_options_are_the_questions_with_choices_and_those_of_yes_and_no(tmp_path: Path, scratch: Path) -> None:
    rows = await all_rows(tmp_path, scratch, COPIER_YML)

    def row(database: str, migrations: str | None, docs: str) -> Row:
        asked = {"database": database, "migrations": migrations, "docs": docs}
        return tuple((name, value) for name, value in asked.items() if value is not None)

    assert rows == {
        row("none", None, "true"),
        row("none", None, "false"),
        row("sqlite", "true", "true"),
        row("sqlite", "true", "false"),
        row("sqlite", "false", "true"),
        row("sqlite", "false", "false"),
        row("postgres", "true", "false"),
        row("postgres", "false", "false"),
    }


async def test_what_was_given_is_no_option_any_more_and_decides_what_is_asked(tmp_path: Path, scratch: Path) -> None:
    rows = await all_rows(tmp_path, scratch, COPIER_YML, "database=postgres")

    assert rows == {
        (("migrations", "true"), ("docs", "false")),
        (("migrations", "false"), ("docs", "false")),
    }


QUESTIONNAIRES: dict[str, tuple[str, set[Row]]] = {
    "a question between, computed from an option": (
        """
server: {type: str, choices: [one, two], default: one}
kind: {type: str, when: false, default: "{% if server == 'one' %}plain{% else %}fast{% endif %}"}
workers: {type: bool, default: false, when: "{{ kind == 'fast' }}"}
""",
        {
            (("server", "one"),),
            (("server", "two"), ("workers", "true")),
            (("server", "two"), ("workers", "false")),
        },
    ),
    "a chain of questions": (
        """
a: {type: bool, default: true}
b: {type: bool, default: true, when: "{{ a }}"}
c: {type: bool, default: true, when: "{{ a and b }}"}
""",
        {
            (("a", "true"), ("b", "true"), ("c", "true")),
            (("a", "true"), ("b", "true"), ("c", "false")),
            (("a", "true"), ("b", "false")),
            (("a", "false"),),
        },
    ),
    "what is not asked has its default": (
        """
a: {type: bool, default: false}
b: {type: bool, default: "{{ not a }}", when: "{{ a }}"}
c: {type: bool, default: true, when: "{{ not b }}"}
""",
        {
            (("a", "true"), ("b", "true")),
            (("a", "true"), ("b", "false"), ("c", "true")),
            (("a", "true"), ("b", "false"), ("c", "false")),
            (("a", "false"),),
        },
    ),
    "a choice with a validator of its own": (
        """
a: {type: bool, default: false}
b:
  type: str
  default: plain
  choices:
    Plain: plain
    Extra: {value: extra, validator: "{% if not a %}only with a{% endif %}"}
""",
        {
            (("a", "true"), ("b", "plain")),
            (("a", "true"), ("b", "extra")),
            (("a", "false"), ("b", "plain")),
        },
    ),
    "choices that depend on an answer": (
        """
python: {type: str, choices: ["3.11", "3.12"], default: "3.11"}
release: {type: str, choices: "{{ ['old', 'new'] if python == '3.12' else ['old'] }}", default: old}
""",
        {
            (("python", "3.11"), ("release", "old")),
            (("python", "3.12"), ("release", "old")),
            (("python", "3.12"), ("release", "new")),
        },
    ),
    "an other question that refuses": (
        """
a: {type: bool, default: false}
b: {type: bool, default: false}
name: {type: str, default: x, validator: "{% if a and b %}not both{% endif %}"}
""",
        {
            (("a", "true"), ("b", "false")),
            (("a", "false"), ("b", "true")),
            (("a", "false"), ("b", "false")),
        },
    ),
    "numbers, and values of YAML": (
        """
port: {type: int, choices: [80, 8080], default: 80}
extra: {type: yaml, choices: {None: 0, Some: [1, 2], Text: "text"}, default: 0}
""",
        {(("port", port), ("extra", extra)) for port in ("80", "8080") for extra in ("0", "[1, 2]", "text")},
    ),
    "several at once: none, each, all": (
        "parts: {type: str, multiselect: true, choices: [a, b, c], default: [a]}",
        {(("parts", text),) for text in ("[]", '["a"]', '["b"]', '["c"]', '["a", "b", "c"]')},
    ),
    "a validator that sees all answers": (
        """
a: {type: bool, default: false}
b: {type: bool, default: false, validator: "{% if b and _copier_answers.a %}not both{% endif %}"}
""",
        {
            (("a", "true"), ("b", "false")),
            (("a", "false"), ("b", "true")),
            (("a", "false"), ("b", "false")),
        },
    ),
    "no options": ("name: {type: str, default: x}\nport: {type: int, default: 80}", {()}),
}


@pytest.mark.slow
@pytest.mark.parametrize("case", QUESTIONNAIRES)
async def test_what_goes_together_is_what_copier_says(tmp_path: Path, scratch: Path, case: str) -> None:
    copier_yml, expected = QUESTIONNAIRES[case]

    assert await all_rows(tmp_path, scratch, "_subdirectory: project\n" + copier_yml) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("copier_yml", "said"),
    [
        ("a: {type: bool}\nname: {type: str}", "The question 'name' has no default: give it with --data name=VALUE"),
        ("a: {type: bool, default: true, validator: 'never'}", "No answer to the question 'a' is valid: "),
        (
            f"a: {{type: int, choices: {list(range(20))}}}\nb: {{type: int, choices: {list(range(20))}}}",
            "more than 256 rows",
        ),
        (
            "\n".join(f"o{n}: {{type: bool, default: true}}" for n in range(13))
            + "\nlast: {type: bool, default: true, when: '{{ "
            + " and ".join(f"o{n}" for n in range(13))
            + " }}'}",
            "depends on 13 others with 8192 combinations",
        ),
    ],
    ids=["required", "never valid", "too many rows", "too many combinations"],
)
async def test_options_that_cannot_be_tried_are_refused_with_the_way_out(
    tmp_path: Path, copier_yml: str, said: str
) -> None:
    with pytest.raises(ScaffoldError) as caught:
        await foreign.pairwise(foreign.named(str(make_template(tmp_path / "mine", copier_yml))))

    assert said in str(caught.value)


def its_workers() -> set[int]:
    def is_one(process: psutil.Process) -> bool:
        with suppress(psutil.Error):
            return any(word.endswith("foreign_worker") for word in process.cmdline())
        return False

    return {each.pid for each in psutil.Process().children(recursive=True) if is_one(each)}


async def test_for_the_length_of_a_block_one_worker_deals_with_all_and_one_that_is_trusted_with_one_alone(
    template: ForeignTemplate, scratch: Path
) -> None:
    async with foreign.opened(template) as opened:
        first = its_workers()
        await rendered(opened, scratch)
        assert its_workers() == first
        (scratch / "trusted").mkdir()
        await rendered(replace(opened, trusted=True), scratch / "trusted")
        assert its_workers() == first

    assert len(first) == 1
    assert its_workers() == set()


async def test_a_worker_goes_on_where_the_folder_of_its_first_request_is_gone(
    template: ForeignTemplate, scratch: Path
) -> None:
    async def in_a_folder_of_its_own(name: str) -> str:
        (scratch / name).mkdir()
        try:
            return (await rendered(opened, scratch / name) / "app.py").read_text()
        finally:
            shutil.rmtree(scratch / name)

    async with foreign.opened(template) as opened:
        # Two at once, so that one has a worker which is started in a folder that goes away.
        first = await asyncio.gather(in_a_folder_of_its_own("one"), in_a_folder_of_its_own("two"))
        assert len(its_workers()) == 2
        second = await asyncio.gather(in_a_folder_of_its_own("three"), in_a_folder_of_its_own("four"))
        assert len(its_workers()) == 2

    assert len({*first, *second}) == 1


async def test_what_fails_in_the_worker_itself_is_not_said_of_the_template(
    template: ForeignTemplate, scratch: Path
) -> None:
    # More than the kernel can be told.
    error = await refused(replace(template, limits=Limits(file_megabytes=10**20)), scratch)

    assert re.fullmatch(
        r"scaffold itself failed as it dealt with mine: watching\.py, line \d+: OverflowError: .+ too large .+\.",
        str(error),
    )


@pytest.mark.slow
async def test_a_worker_that_was_ended_at_its_deadline_does_not_keep_the_next_from_being_rendered(
    tmp_path: Path, scratch: Path
) -> None:
    endless = foreign.named(str(make_template(tmp_path / "endless", files={"s.jinja": ENDLESS})))
    sound = foreign.named(str(make_template(tmp_path / "sound")))
    async with foreign.opened(sound) as opened:
        (scratch / "endless").mkdir()
        with pytest.raises(RenderError, match="took more than 2 seconds"):
            await rendered(replace(endless, limits=Limits(seconds=2)), scratch / "endless")

        assert (await rendered(opened, scratch) / "app.py").is_file()
