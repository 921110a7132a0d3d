import subprocess
import zipfile
from pathlib import Path

import pytest
from uv import find_uv_bin

ROOT = Path(__file__).parent.parent


@pytest.mark.slow
def test_the_wheel_carries_all_templates_and_both_scripts(tmp_path: Path) -> None:
    subprocess.run(
        [find_uv_bin(), "build", "--wheel", "--quiet", "--out-dir", tmp_path, ROOT], check=True, capture_output=True
    )

    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())

    tracked = subprocess.run(
        ["git", "ls-files", "-z", "templates", "src/scaffold"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    expected = {
        name.replace("src/scaffold", "scaffold").replace("templates/", "scaffold/templates/", 1)
        for name in tracked
        if name
    }
    assert expected - names == set()
    assert not [name for name in names if "__pycache__" in name]
