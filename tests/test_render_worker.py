"""The worker by itself: what it does when its owner, or it, is killed."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from scaffold import catalog
from scaffold.render import worker as worker_script

FLASK = catalog.framework("flask")


def start_worker() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", worker_script.__file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def request_stage(process: subprocess.Popen[str], beside: Path) -> None:
    request = {"render": {"templates": [str(FLASK.folder)], "data": {"project_name": "app"}, "beside": str(beside)}}
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(request) + "\n")
    process.stdin.flush()
    assert "stage" in process.stdout.readline()


def test_when_scaffold_goes_away_the_worker_removes_what_was_not_published(tmp_path: Path) -> None:
    process = start_worker()
    request_stage(process, tmp_path / "app")
    assert len(os.listdir(tmp_path)) == 1

    process.communicate(timeout=30)

    assert os.listdir(tmp_path) == []


def test_the_stage_of_a_killed_worker_is_swept_by_the_next_one_and_a_living_one_s_is_not(tmp_path: Path) -> None:
    killed, living = start_worker(), start_worker()
    request_stage(killed, tmp_path / "killed")
    request_stage(living, tmp_path / "living")
    killed.kill()
    killed.communicate(timeout=30)
    assert len(os.listdir(tmp_path)) == 2

    worker_script.sweep(tmp_path)

    assert [name.split(".")[1] for name in os.listdir(tmp_path)] == ["living"]
    living.communicate(timeout=30)
    assert os.listdir(tmp_path) == []


def test_a_sweep_leaves_alone_what_is_not_a_stage(tmp_path: Path) -> None:
    for name in (".app.scaffold-abc", "app.scaffold-abc", ".scaffold"):
        (tmp_path / name).mkdir()
    (tmp_path / ".mine.scaffold-abc").mkdir()
    (tmp_path / ".mine.scaffold-abc" / "file").write_text("mine")
    (tmp_path / ".link.scaffold-abc").symlink_to(tmp_path / "app.scaffold-abc")
    before = sorted(os.listdir(tmp_path))

    worker_script.sweep(tmp_path)

    assert sorted(os.listdir(tmp_path)) == before


def test_a_stage_without_a_lock_is_swept_at_once_where_its_owner_is_gone(tmp_path: Path) -> None:
    """Killed between the two system calls that make a stage and lock it."""
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    (tmp_path / f".app.scaffold-{ended.pid}-abc").mkdir()
    (tmp_path / f".app.scaffold-{os.getpid()}-abc").mkdir()
    (tmp_path / f".app.scaffold-{10**30}-abc").mkdir()

    worker_script.sweep(tmp_path)

    assert sorted(os.listdir(tmp_path)) == sorted([f".app.scaffold-{os.getpid()}-abc", f".app.scaffold-{10**30}-abc"])


def test_a_stage_without_a_lock_is_swept_once_it_is_old(tmp_path: Path) -> None:
    stale = tmp_path / ".app.scaffold-abc"
    stale.mkdir()
    long_ago = time.time() - 2 * worker_script.UNLOCKED_SECONDS
    os.utime(stale, (long_ago, long_ago))

    worker_script.sweep(tmp_path)

    assert os.listdir(tmp_path) == []
