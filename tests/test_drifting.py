"""Drift, with an index of our own on which releases can be planted."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from uv import find_uv_bin

from scaffold import catalog
from scaffold.drifting import drift
from scaffold.drifting.acceptance import accept
from scaffold.errors import UsageError
from scaffold.model import Change, Drift, DriftReport, ExpectedFailure, Framework, Mode, Release, Verdict
from scaffold.report.drift.terminal import drift_lines

from .drift_index import Index, served

pytestmark = pytest.mark.usefixtures("forked_workers")

FLASK = catalog.framework("flask")
PACKAGES = tuple(f"planted{number:02}" for number in range(1, 13))
YESTERDAY, LATER = "2026-01-10", "2026-03-01"

APPLICATION = """
import http.server, json, os, sys
IMPORTS

class Handler(http.server.BaseHTTPRequestHandler):
    server_version, sys_version = "tiny", ""

    def do_GET(self):
        path, _, query = self.path.partition("?")
        name = query.removeprefix("name=") or "world"
        pages = {"/hello": {"message": f"Hello {name}!"}, "/healthz": {"status": "ok"},
                 "": {"hello": "/hello", "documentation": "https://example.org/"}}
        path = path.rstrip("/")
        status, body = (200, pages[path]) if path in pages else (404, {"title": "not found"})
        if self.headers["Host"].startswith("foreign"):
            status = 400
        self.answer(status, body)

    def do_POST(self):
        self.answer(405, {"title": "no"})

    def answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        for header in (
            ("Content-Type", "application/json"), ("Content-Length", str(len(text))),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
            ("Referrer-Policy", "same-origin"),
        ):
            self.send_header(*header)
        self.end_headers()
        self.wfile.write(text)

if not os.environ.get("SECRET_KEY", "from the file"):
    sys.exit("SECRET_KEY is not set")
http.server.ThreadingHTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
"""

PROJECT = """[project]
name = "{{ distribution_name }}"
version = "0.1.0"
requires-python = ">=3.11"
dependencies = DEPENDENCIES

[tool.uv]
package = false

[tool.scaffold]
framework = "planted"
version = "0"
response = "json"
documentation = "https://example.org/"
secret = "SECRET_KEY"
dev = ["python", "app.py", "{host}", "{port}"]
serve = ["python", "app.py", "{host}", "{port}"]
"""


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    """Twelve packages, of each the release of yesterday."""
    with served() as running:
        monkeypatch.setenv("UV_DEFAULT_INDEX", running.url)
        for package in PACKAGES:
            running.release(package, "1.0", day=YESTERDAY)
        yield running


@pytest.fixture
def planted(index: Index, tmp_path: Path) -> Framework:
    """A starter that needs all twelve, locked to what there was yesterday."""
    folder = tmp_path / "planted"
    (folder / "project").mkdir(parents=True)
    shutil.copy(FLASK.folder / "copier.yml", folder)
    shutil.copy(FLASK.folder / "framework.toml", folder)
    (folder / "project" / "app.py").write_text(APPLICATION.replace("IMPORTS", f"import {', '.join(PACKAGES)}"))
    text = PROJECT.replace("DEPENDENCIES", str([f"{package}>=1.0" for package in PACKAGES]).replace("'", '"'))
    (folder / "project" / "pyproject.toml.jinja").write_text(text)
    lock(text, tmp_path / "scratch", folder)
    return replace(FLASK, name="planted", folder=folder, distribution=PACKAGES[0], exceptions=())


def lock(pyproject: str, scratch: Path, folder: Path) -> None:
    """Give a template the lock of what there is now."""
    scratch.mkdir()
    (scratch / "pyproject.toml").write_text(pyproject.replace("{{ distribution_name }}", "smoke-test"))
    subprocess.run([find_uv_bin(), "lock", "--quiet"], cwd=scratch, check=True)
    text = (scratch / "uv.lock").read_text().replace('"smoke-test"', '"{{ distribution_name }}"')
    (folder / "project" / "uv.lock.jinja").write_text(text)


def ask_for(planted: Framework, requirement: str, index: Index) -> None:
    """Let the starter need one more package, locked to its first release."""
    index.release(requirement.partition(">")[0], "1.0", day=YESTERDAY)
    pyproject = planted.folder / "project" / "pyproject.toml.jinja"
    text = pyproject.read_text().replace("dependencies = [", f'dependencies = ["{requirement}", ')
    pyproject.write_text(text)
    lock(text, planted.folder.parent / "scratch-again", planted.folder)


def release_all(index: Index, **sources: str) -> None:
    """Three more releases of every package, the sources of those that are named from 1.3 on."""
    for package in PACKAGES:
        for minor, day in ((1, "2026-02-01"), (2, "2026-02-10"), (3, "2026-02-20")):
            index.release(package, f"1.{minor}", day=day, source=sources.get(package, "") if minor == 3 else "")


async def found(framework: Framework, **options: object) -> Drift:
    report = await report_of(framework, **options)
    (only,) = report.drifts
    return only


async def report_of(framework: Framework, **options: object) -> DriftReport:
    return await drift([framework], servers=[Mode.SERVE], **options)  # type: ignore[arg-type]


@pytest.mark.slow
async def test_where_nothing_was_released_there_is_no_drift(planted: Framework) -> None:
    report = await report_of(planted)

    assert report.drifts[0].verdict is Verdict.NO_DRIFT
    assert (report.failed, report.drifted) == (False, False)


@pytest.mark.slow
async def test_new_releases_that_pass_are_shown_and_accepted_on_request(index: Index, planted: Framework) -> None:
    old = 'import warnings\ndef old():\n    warnings.warn("gone on 2027-01-31", DeprecationWarning, 2)\n'
    release_all(index, planted05=old, planted06="import planted05\nplanted05.old()\n")

    report = await report_of(planted, accepting=True)

    (only,) = report.drifts
    assert only.verdict is Verdict.WARNS
    assert only.changes[0] == Change("planted01", "1.0", "1.3", date(2026, 2, 20))
    assert len(only.changes) == 12
    (warned,) = only.warned
    assert (warned.distribution, warned.text) == ("planted05", "gone on 2027-01-31")
    assert warned.points_at == ("planted06",)
    assert "planted05 warns anew (in planted06): " in "".join(line.plain for line in drift_lines(only, report.today))
    assert (report.failed, report.drifted, report.accepted) == (False, True, ("planted",))
    metadata = (planted.folder / "framework.toml").read_text()
    assert 'distribution = "planted05"' in metadata
    assert 'version = "1.3"' in metadata
    assert '{ name = "{{ distribution_name }}"' not in metadata
    # What was accepted is the control from now on.
    assert (await found(planted)).verdict is Verdict.NO_DRIFT


@pytest.mark.slow
async def test_what_passes_is_accepted_where_it_changes_nothing_on_one_of_the_pythons(
    index: Index, planted: Framework
) -> None:
    ask_for(planted, "planted13>=1.0 ; python_version >= '3.13'", index)
    index.release("planted13", "1.1", day=LATER)

    report = await report_of(planted, pythons=("3.11", "3.13"), accepting=True)

    verdicts = {each.cell.python: (each.verdict, each.changes) for each in report.drifts}
    assert verdicts == {
        "3.11": (Verdict.NO_DRIFT, ()),
        "3.13": (Verdict.PASSES, (Change("planted13", "1.0", "1.1", date.fromisoformat(LATER)),)),
    }
    assert report.accepted == ("planted",)
    assert 'name = "planted13"\nversion = "1.1"' in (planted.folder / "project" / "uv.lock.jinja").read_text()
    # On neither of the two anything is left to be accepted.
    again = await report_of(planted, pythons=("3.11", "3.13"), accepting=True)
    assert {each.verdict for each in again.drifts} == {Verdict.NO_DRIFT}
    assert again.accepted == ()


@pytest.mark.slow
async def test_what_passes_on_one_python_and_fails_on_another_is_not_accepted(index: Index, planted: Framework) -> None:
    ask_for(planted, "planted13>=1.0 ; python_version >= '3.13'", index)
    index.release("planted13", "1.1", day=LATER, source='raise ImportError("no more")\n')
    index.release("planted01", "1.1", day=LATER)
    app = planted.folder / "project" / "app.py"
    app.write_text(f"import sys\nif sys.version_info >= (3, 13):\n    import planted13\n{app.read_text()}")
    before = (planted.folder / "project" / "uv.lock.jinja").read_text()

    report = await report_of(planted, pythons=("3.11", "3.13"), accepting=True)

    assert {each.cell.python: each.verdict for each in report.drifts} == {
        "3.11": Verdict.PASSES,
        "3.13": Verdict.FAILS,
    }
    assert report.accepted == ()
    assert (planted.folder / "project" / "uv.lock.jinja").read_text() == before


@pytest.mark.slow
async def test_what_the_compiler_warns_of_is_seen_each_time_although_bytecode_is_kept(
    index: Index, planted: Framework
) -> None:
    release_all(index, planted05='def compiled():\n    return "\\d"\n')

    first, second = await found(planted), await found(planted)

    for only in (first, second):
        assert only.verdict is Verdict.WARNS
        (warned,) = only.warned
        assert (warned.distribution, warned.points_at) == ("planted05", ())
        assert "invalid escape sequence" in warned.text


@pytest.mark.slow
async def test_the_release_that_breaks_a_starter_is_named(index: Index, planted: Framework) -> None:
    release_all(index, planted07='raise ImportError("planted07 has lost its tongue")\n')

    only = await found(planted)

    assert only.verdict is Verdict.FAILS
    (culprit,) = only.culprits
    assert culprit.first_bad == Release("planted07", "1.3", date(2026, 2, 20))
    assert culprit.last_good is not None
    assert culprit.last_good.version == "1.2"
    assert culprit.constraint == "planted07<1.3"
    assert "planted07 has lost its tongue" in "".join(outcome.tail or "" for outcome in only.failures)


@pytest.mark.slow
async def test_two_releases_that_break_it_only_together_are_both_named(index: Index, planted: Framework) -> None:
    # planted09 looks at planted03, which the starter has imported before it.
    together = 'import planted03\nif planted03.VERSION == "1.3":\n    raise ImportError("they do not go together")\n'
    release_all(index, planted09=together)

    only = await found(planted)

    assert only.verdict is Verdict.FAILS
    assert {culprit.first_bad.package for culprit in only.culprits} == {"planted03", "planted09"}
    assert {culprit.first_bad.version for culprit in only.culprits} == {"1.3"}
    # Of twelve changes and three releases of each.
    assert only.tries < 20


@pytest.mark.slow
async def test_what_is_released_after_the_day_is_not_seen(index: Index, planted: Framework) -> None:
    release_all(index, planted07='raise ImportError("planted07 has lost its tongue")\n')

    only = await found(planted, as_of=date(2026, 2, 15))

    assert only.verdict is Verdict.PASSES
    assert {change.new for change in only.changes} == {"1.2"}


@pytest.mark.slow
async def test_red_is_only_what_was_green_before(index: Index, planted: Framework) -> None:
    release_all(index)
    app = planted.folder / "project" / "app.py"
    app.write_text("raise SystemExit('the template is broken')\n")

    report = await report_of(planted)

    assert report.drifts[0].verdict is Verdict.CONTROL_FAILS
    assert report.drifts[0].culprits == ()
    assert report.failed


@pytest.mark.slow
async def test_an_expected_failure_is_no_alarm_until_its_day_and_an_unexpected_pass_is_one(
    index: Index, planted: Framework
) -> None:
    release_all(index, planted07='raise ImportError("planted07 has lost its tongue")\n')
    declared = replace(planted, expected_failure=ExpectedFailure("a mended release is promised", date(2026, 3, 31)))

    before = await report_of(declared, as_of=date(2026, 3, 1))
    passes = await report_of(declared, as_of=date(2026, 2, 15))

    assert (before.drifts[0].verdict, before.failed) == (Verdict.EXPECTED, False)
    assert "a mended release is promised" in str(before.drifts[0].reason)
    assert (passes.drifts[0].verdict, passes.failed) == (Verdict.UNEXPECTED_PASS, True)


@pytest.mark.slow
async def test_a_broken_template_stops_no_other_and_is_no_drift(planted: Framework, tmp_path: Path) -> None:
    shutil.copytree(planted.folder, tmp_path / "broken")
    (tmp_path / "broken" / "project" / "README.md.jinja").write_text("{{ nonesuch }}")
    broken = replace(planted, name="broken", folder=tmp_path / "broken")

    report = await drift([broken, planted], servers=[Mode.SERVE])

    assert [each.verdict for each in report.drifts] == [Verdict.CONTROL_FAILS, Verdict.NO_DRIFT]
    assert "nonesuch" in str(report.drifts[0].reason)


@pytest.mark.slow
async def test_versions_that_go_together_no_more_are_drift_and_an_index_out_of_reach_is_not(
    index: Index, planted: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    del index.wheels["planted04"]
    index.release("planted04", "0.9", day=LATER)

    contradiction = await report_of(planted)
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9")
    unreachable = await report_of(planted)

    assert (contradiction.drifts[0].verdict, contradiction.failed) == (Verdict.FAILS, True)
    assert unreachable.drifts[0].verdict is Verdict.NOT_TRIED
    assert unreachable.failed, "nothing was tried"


def template_of(planted: Framework) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in planted.folder.rglob("*") if path.is_file()}


async def test_behind_another_index_nothing_is_accepted_and_that_is_said_before_anything_is_tried(
    planted: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = template_of(planted)
    with served() as other:
        monkeypatch.setenv("UV_DEFAULT_INDEX", other.url)

        with pytest.raises(UsageError, match="would write your index into the template of planted"):
            await report_of(planted, accepting=True)

    assert template_of(planted) == before


@pytest.mark.parametrize("what", ['registry = "', 'url = "'])
def test_a_lock_with_addresses_of_another_index_is_not_written_into_a_template(
    planted: Framework, tmp_path: Path, what: str
) -> None:
    before = template_of(planted)
    project = tmp_path / "fresh"
    project.mkdir()
    (project / "pyproject.toml").write_text('[project]\nname = "smoke-test"\n')
    lock = (planted.folder / "project" / "uv.lock.jinja").read_text()
    assert what in lock
    (project / "uv.lock").write_text(lock.replace(f"{what}http://127.0.0.1", f"{what}http://mirror.example", 1))

    with pytest.raises(UsageError, match=r"names .*mirror\.example"):
        accept(planted, project, (), date(2026, 3, 1))

    assert template_of(planted) == before
