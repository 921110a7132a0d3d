"""Resolve a framework's starter afresh and write what follows from it into its template folder.

    python tools/relock.py flask [sanic ...] [--keep]

For each framework: renders the starter with plain Copier, resolves its dependencies with uv, and writes
`project/uv.lock.jinja` (the project's own name becomes the only hole). Then installs the lock for every
Python of `[verified] pythons` that is on this machine and writes the importable top-level names into
`imports` and the framework's version into `[verified]`. `--keep` leaves the lock as it is and only
refreshes the names. It proves nothing: run `scaffold smoke` afterwards.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

import copier
import tomlkit
from uv import find_uv_bin

from scaffold.environment import find_interpreter

TEMPLATES = Path(__file__).parent.parent / "templates"
PLACEHOLDER = "scaffold-placeholder"
LIST_IMPORTS = """
import os, sys, sysconfig
names = set()
for folder in {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}:
    for entry in os.listdir(folder):
        stem = entry.split(".")[0]
        if stem.isidentifier() and (
            entry.endswith((".py", ".so")) or os.path.isdir(os.path.join(folder, entry)) and "." not in entry
        ):
            names.add(stem)
print("\\n".join(sorted(names - {"__pycache__", "_virtualenv", "scaffold_placeholder"})))
"""


def uv(*arguments: str, cwd: Path) -> str:
    done = subprocess.run([find_uv_bin(), *arguments], cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"uv {' '.join(arguments)} failed:\n{done.stderr}")
    return done.stdout


def relock(name: str, *, keep: bool) -> None:
    folder = TEMPLATES / name
    lock_template = folder / "project" / "uv.lock.jinja"
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "project"
        copier.run_copy(str(folder), project, data={"project_name": PLACEHOLDER}, defaults=True, quiet=True)
        if not keep:
            uv("lock", "--upgrade", "--no-progress", cwd=project)
            text = (project / "uv.lock").read_text()
            lock_template.write_text(text.replace(PLACEHOLDER, "{{ distribution_name }}"))

        metadata = tomlkit.parse((folder / "framework.toml").read_text())
        verified = metadata["verified"]
        packages = tomllib.loads((project / "uv.lock").read_text())["package"]
        own = re.sub(r"[-_.]+", "-", str(metadata["distribution"])).lower()
        versions = [p["version"] for p in packages if p["name"] == own]
        verified["version"] = max(versions, key=lambda v: [int(n) for n in re.findall(r"\d+", v)])

        imports: set[str] = set()
        for python in verified["pythons"]:
            interpreter = find_interpreter(str(python))
            uv("sync", "--locked", "--no-progress", "--python", str(interpreter), cwd=project)
            imports |= set(
                subprocess.run(
                    [project / ".venv/bin/python", "-c", LIST_IMPORTS],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout.split()
            )
        array = tomlkit.array()
        array.extend(sorted(imports))
        metadata["imports"] = array.multiline(False)
        (folder / "framework.toml").write_text(tomlkit.dumps(metadata))
    print(f"{name}: {verified['version']}, {len(packages) - 1} packages, {len(imports)} names")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("framework", nargs="+")
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    for each in arguments.framework:
        relock(each, keep=arguments.keep)
