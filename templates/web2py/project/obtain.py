"""Fetch web2py into vendor/: it is on no package index, its applications live beside it.

    python obtain.py

It clones the release below from GitHub, or from the repository that the variable
SCAFFOLD_WEB2PY names: the path of a clone on this machine, for a place without network.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

TAG = "v3.3.3"
# A tag can be moved; the commit that it stood for when this was tested cannot.
COMMIT = "a729b848ff6b6471a2792cae8156bf087afc2456"
GITHUB = "https://github.com/web2py/web2py.git"

VENDOR = Path(__file__).parent / "vendor"
WEB2PY = VENDOR / "web2py"
# EX_UNAVAILABLE of sysexits.h: nothing is wrong here, but the source is out of reach.
UNAVAILABLE = 69


def commit_of(folder: Path) -> str:
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip()


def main() -> int:
    if WEB2PY.exists() and commit_of(WEB2PY) == COMMIT:
        print(f"web2py {TAG} is in {WEB2PY}.")
        return 0
    if shutil.which("git") is None:
        print("git is missing, and web2py comes by git.")
        return UNAVAILABLE
    source = os.environ.get("SCAFFOLD_WEB2PY") or GITHUB
    if Path(source).is_dir():
        # As a URL, git copies only what --depth says.
        source = Path(source).resolve().as_uri()
    fresh = VENDOR / "web2py.part"
    shutil.rmtree(fresh, ignore_errors=True)
    # Without --recursive: pydal, yatl and rocket3, its submodules, come from PyPI, where
    # uv.lock knows their hashes.
    clone = ["git", "-c", "advice.detachedHead=false", "clone", "--quiet"]
    clone += ["--depth", "1", "--branch", TAG, source, str(fresh)]
    # A user name is never asked for: where one is needed, the clone fails instead.
    quiet = os.environ | {"GIT_TERMINAL_PROMPT": "0"}
    done = subprocess.run(clone, check=False, stdin=subprocess.DEVNULL, env=quiet)
    if done.returncode != 0:
        shutil.rmtree(fresh, ignore_errors=True)
        print(
            f"web2py {TAG} could not be cloned from {source}. "
            "Set SCAFFOLD_WEB2PY to a clone of it on this machine."
        )
        return UNAVAILABLE
    if (found := commit_of(fresh)) != COMMIT:
        shutil.rmtree(fresh, ignore_errors=True)
        print(f"{TAG} of {source} is the commit {found}, not {COMMIT}: not taken.")
        return 1
    shutil.rmtree(WEB2PY, ignore_errors=True)
    fresh.rename(WEB2PY)
    print(f"Cloned web2py {TAG} from {source}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
