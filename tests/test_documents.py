"""What the documents say is so."""

import json
import re
import subprocess
import sys
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from scaffold import catalog, contract, errors
from scaffold.described import described
from scaffold.model import Claim
from scaffold.version import VERSION

ROOT = Path(__file__).parent.parent
DOCUMENTS = [path for path in ROOT.rglob("*.md") if not {".venv", "venv"} & set(path.parts)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_project_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text())

    assert [link for link in links if not (document.parent / link).exists()] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    lines = re.findall(r"^\$ \.venv(/bin/python -m pytest)$", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert lines == ["/bin/python -m pytest"]


def test_every_exit_code_is_in_the_table() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    codes = {kind.exit_code for kind in kinds if issubclass(kind, errors.ScaffoldError)}

    table = (ROOT / "docs" / "commands.md").read_text()

    assert {code for code in codes if f"\n| {code} |" not in table} == set()


def test_every_check_is_in_the_contract_s_table() -> None:
    table = (ROOT / "docs" / "contract.md").read_text()

    for check in contract.check_names():
        shown = re.sub(r"^(hello-hostile|static-outside)-.*", r"\1-...", check)
        assert f"`{shown}`" in table, check


def test_the_generated_pages_are_what_the_templates_say() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "document.py", "--check"], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_every_framework_is_in_the_table_and_has_its_conventions() -> None:
    table, conventions = ((ROOT / "docs" / page).read_text() for page in ("frameworks.md", "conventions.md"))

    for framework in catalog.frameworks():
        assert f"<br>`{framework.name}` |" in table
        assert f"\n## {framework.title}\n" in conventions


def test_every_claim_of_the_articles_is_beside_what_holds_today() -> None:
    page = (ROOT / "docs" / "articles.md").read_text()

    for framework in catalog.frameworks():
        claims = tomllib.loads((framework.folder / "framework.toml").read_text()).get("claims", [])
        for claim in claims:
            assert f"| {claim['about']} | {claim['said']} | {claim.get('today', 'still holds')} | " in page


def test_what_pip_freeze_said_then_is_beside_what_it_says_today() -> None:
    page = (ROOT / "docs" / "articles.md").read_text()

    assert "| Flask | **6**: click 6.7, flask 0.12.2, itsdangerous 0.24, jinja2 2.10, markupsafe 1.0, " in page
    for framework in catalog.frameworks():
        freezes = described(framework).freezes
        assert bool(freezes) == (framework.distribution is not None), "python tools/freezes.py writes it"
        if freezes:
            then, today = freezes
            assert f"| {framework.title} | " + (f"**{len(then.packages)}**: " if then.packages else "was not") in page
            installed = [each.partition("==")[0] for each in today.packages]
            assert canonicalize_name(str(framework.distribution)) in installed


def test_a_claim_has_the_proof_that_was_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "tools")
    articles = import_module("articles")
    seen = {"record": "trait", "framework": "flask", "trait": "concurrency", "detail": "twelve took three times"}
    records = [{"record": "begin"}, {**seen, "proof": "proven"}, {**seen, "proof": "refuted"}, {"record": "end"}]
    (tmp_path / "measured.jsonl").write_text("\n".join(map(json.dumps, records)))
    flask, claim = described(catalog.framework("flask")), Claim("concurrency", "2018: synchronous")

    measured = articles.known(claim, flask, articles.proofs_in(tmp_path / "measured.jsonl"))
    unmeasured = articles.known(claim, flask, articles.proofs_in(tmp_path / "nobody.jsonl"))

    assert measured == f"refuted: twelve took three times; {unmeasured}"
    assert unmeasured == f"[documented]({flask.traits['concurrency'].link})"


def test_no_path_of_a_machine_is_in_the_project() -> None:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    # Not what any machine has, such as /tmp.
    folders = [folder for folder in (str(Path.home()), str(ROOT.parent)) if folder not in ("/", "/tmp", "/home")]

    # Not in the middle of an address, such as .../blob/work/source.
    paths = re.compile(rf"(?<![\w.-])(?:{'|'.join(map(re.escape, folders)) or '(?!)'})/")

    leaks = [name for name in listing.split("\0") if name and paths.search((ROOT / name).read_text(errors="replace"))]

    assert leaks == []


def test_the_change_log_knows_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text()

    assert "## [Unreleased]" in text or f"## [{VERSION}]" in text
