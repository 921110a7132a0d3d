from datetime import date
from pathlib import Path

import pytest

from scaffold.model import Warned
from scaffold.warned import lead_time, new, owners, warnings_in

OUTPUT = """
[2026-11-20 10:00:00] INFO starting
/srv/.venv/lib/python3.12/site-packages/pkg_resources/__init__.py:98: UserWarning: pkg_resources is deprecated
  import pkg_resources
  /srv/.venv/lib/python3.12/site-packages/webob/compat.py:5: DeprecationWarning: 'cgi' is deprecated
    from cgi import parse_header
/usr/lib/python3.12/importlib/__init__.py:10: FutureWarning: soon
/srv/app/hello.py:3: DeprecationWarning: use the other one
/srv/app/hello.py:3: DeprecationWarning: use the other one
GET /hello.py:80: not a warning
"""


def test_warnings_are_found_each_once_with_the_distribution_that_they_come_from() -> None:
    assert warnings_in(OUTPUT, {"pkg_resources": "setuptools", "webob": "webob"}) == (
        Warned(None, "DeprecationWarning", "use the other one"),
        Warned("python", "FutureWarning", "soon"),
        Warned("setuptools", "UserWarning", "pkg_resources is deprecated"),
        Warned("webob", "DeprecationWarning", "'cgi' is deprecated"),
    )


def test_a_module_belongs_to_the_distribution_whose_record_lists_it(tmp_path: Path) -> None:
    for name, lines in (
        ("setuptools-80.0", "pkg_resources/__init__.py,,\nsetuptools/__init__.py,,\n../../bin/x,,"),
        ("typing_extensions-4.0", "typing_extensions.py,,\ntyping_extensions-4.0.dist-info/METADATA,,"),
    ):
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info" / "RECORD").write_text(lines)

    assert owners(tmp_path) == {
        "pkg_resources": "setuptools",
        "setuptools": "setuptools",
        "typing_extensions": "typing-extensions",
    }


def test_what_is_known_is_not_new_although_its_paths_and_addresses_differ() -> None:
    known = Warned("x", "UserWarning", "unclosed <file '/tmp/a/b.css' at 0x7f01>")
    again = Warned("x", "UserWarning", "unclosed <file '/var/c/b.css' at 0xff>")
    other = Warned("y", "UserWarning", "unclosed <file '/var/c/b.css' at 0xff>")

    assert new([again, other], [known]) == (other,)


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
