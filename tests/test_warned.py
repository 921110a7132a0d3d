from datetime import date
from pathlib import Path

import pytest

from scaffold.model import Warned
from scaffold.warned import lead_time, new, owners, warnings_in

OWNERS = {
    "pkg_resources/__init__.py": "setuptools",
    "pkg_resources": "setuptools",
    "paste/deploy/__init__.py": "pastedeploy",
    "paste/deploy/util.py": "pastedeploy",
    "paste": "pastescript",
    "single.py": "single-file",
}


def line(raiser: str, at: str, text: str, category: str = "UserWarning") -> str:
    """As the witness writes it."""
    return f"{(raiser, at, category, text)!a}\n"


def installed(path: str) -> str:
    return f"/srv/.venv/lib/python3.12/site-packages/{path}"


def test_a_warning_is_found_once_with_whom_raises_it_and_all_whom_it_points_at() -> None:
    raiser = installed("pkg_resources/__init__.py")

    found = warnings_in(
        line(raiser, installed("paste/deploy/util.py"), "going")
        + line(raiser, "/srv/app/hello.py", "going")
        + line(raiser, raiser, "going")
        + line("/srv/app/hello.py", "/srv/app/hello.py", "mine", "FutureWarning"),
        OWNERS,
    )

    assert found == (Warned("setuptools", "UserWarning", "going"), Warned(None, "FutureWarning", "mine"))
    assert [each.points_at for each in found] == [(None, "pastedeploy"), ()]


@pytest.mark.parametrize(
    ("file", "distribution"),
    [
        pytest.param(installed("paste/deploy/util.py"), "pastedeploy", id="listed, in a namespace"),
        pytest.param(installed("paste/made/later.py"), "pastescript", id="not listed, in a folder that somebody has"),
        pytest.param(installed("single.py"), "single-file", id="a single module"),
        pytest.param(installed("nobodys.py"), "nobodys", id="nobody's module"),
        pytest.param("/usr/lib/python3.12/importlib/__init__.py", "python", id="the standard library"),
        pytest.param("/usr/lib64/python3.12/cgi.py", "python", id="the standard library of Fedora"),
        pytest.param("<frozen importlib._bootstrap>", "python", id="what Python is started with"),
        pytest.param("/srv/app/lib/hello.py", None, id="the starter"),
        pytest.param("<template>", None, id="no file"),
    ],
)
def test_a_file_belongs_to_one(file: str, distribution: str | None) -> None:
    (found,) = warnings_in(line(file, file, "x"), OWNERS)

    assert (found.distribution, found.points_at) == (distribution, ())


def test_every_file_belongs_to_the_distribution_whose_record_lists_it(tmp_path: Path) -> None:
    for name, lines in (
        ("setuptools-80.0", "pkg_resources/__init__.py,,\n../../bin/x,,"),
        ("zope.interface-7.0", 'zope/interface/__init__.py,,\n"zope/interface/a,b.py",sha256=x,2'),
        ("zope_deprecation-5.0", "zope/deprecation/__init__.py,,\r\nzope_deprecation-5.0.dist-info/METADATA,,\r\n"),
    ):
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info" / "RECORD").write_text(lines, newline="")

    owner = owners(tmp_path)

    files = {file: distribution for file, distribution in owner.items() if file.endswith(".py")}
    assert files == {
        "pkg_resources/__init__.py": "setuptools",
        "zope/interface/__init__.py": "zope-interface",
        "zope/interface/a,b.py": "zope-interface",
        "zope/deprecation/__init__.py": "zope-deprecation",
    }
    assert (owner["pkg_resources"], owner["zope"]) == ("setuptools", "zope-interface")


@pytest.mark.parametrize(
    ("once", "again"),
    [
        ("unclosed <file '/tmp/a/b.css' at 0x7f01>", "unclosed <file '/var/c/b.css' at 0xff>"),
        ("(pid=17) is multi-threaded, use of fork()", "(pid=4711) is multi-threaded, use of fork()"),
        ("subprocess 17 is still running", "subprocess 4711 is still running"),
        ("unclosed fd=7, laddr=('127.0.0.1', 8000)>", "unclosed fd=12, laddr=('127.0.0.1', 41234)>"),
        ("<Task name='Task-3'>", "<Task name='Task-12'>"),
        ("corrupt session ee40279da6b5466189509ca7f1d9fafd", "corrupt session 0a1b2c3d4e5f60718293a4b5c6d7e8f9"),
        ("job 123e4567-e89b-12d3-a456-426614174000", "job 00000000-e89b-12d3-a456-42661417400f"),
    ],
)
def test_what_is_known_is_not_new_although_what_differs_each_time_differs(once: str, again: str) -> None:
    assert new([Warned("x", "UserWarning", again)], [Warned("x", "UserWarning", once)]) == ()


@pytest.mark.parametrize(
    "other",
    [
        Warned("y", "UserWarning", "removed in 3.0"),
        Warned("x", "FutureWarning", "removed in 3.0"),
        Warned("x", "UserWarning", "removed in 4.0"),
    ],
)
def test_another_raiser_category_or_version_is_new(other: Warned) -> None:
    assert new([other], [Warned("x", "UserWarning", "removed in 3.0")]) == (other,)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("is deprecated and slated for removal as early as 2026-11-30", "breaks on 2026-11-30, in 10 days"),
        ("will go away on 2026-11-01.", "was to break on 2026-11-01, 19 days ago"),
        ("Passing the loop argument is deprecated and will be removed in v26.6", "in v26.6"),
        ("will be removed in version 3.0.", "in v3.0"),
        ("[DEPRECATION v27] old", "in v27"),
        ("'cgi' is deprecated and slated for removal in Python 3.13", "in Python 3.13"),
        ("use something else", None),
        ("on 2026-19-99", None),
    ],
)
def test_when_what_is_announced_will_happen_is_read_out(text: str, when: str | None) -> None:
    assert lead_time(text, date(2026, 11, 20)) == when
