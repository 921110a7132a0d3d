"""Resolve a framework's starter afresh and write what follows from it into its template folder.

    python tools/relock.py flask [sanic ...] [--keep]

For each framework: renders the starter with plain Copier, resolves its dependencies with uv, and writes
`project/uv.lock.jinja` (the project's own name becomes the only hole). Then installs the lock for every
Python of `[verified] pythons` and writes into `framework.toml` what follows from it: the importable top-level
names (`imports`), the framework's version (`[verified]`), the day of its release (`[health]`), and how much is
installed to run it (`[footprint]`). `--keep` leaves the lock as it is and only refreshes these. It proves nothing:
run `scaffold smoke` afterwards.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import copier
import tomlkit
from uv import find_uv_bin

from scaffold.environment import find_interpreter
from scaffold.locks import newest, packages, release_day

TEMPLATES = Path(__file__).parent.parent / "templates"
PLACEHOLDER = "scaffold-placeholder"
PLACEHOLDER_MODULE = "scaffold_placeholder"
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
print("\\n".join(sorted(n for n in names - {"__pycache__", "_virtualenv"} if "scaffold_placeholder" not in n)))
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
        lock = (project / "uv.lock").read_text()
        if "distribution" in metadata:
            package = newest(lock, str(metadata["distribution"]))
            verified["version"] = package["version"]
            metadata["health"]["released"] = release_day(package)

        imports: set[str] = set()
        for python in verified["pythons"]:
            interpreter = find_interpreter(str(python))
            if python == verified["pythons"][-1]:
                uv("sync", "--locked", "--no-dev", "--no-progress", "--python", str(interpreter), cwd=project)
                metadata["footprint"] = footprint(project)
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
    print(f"{name}: {verified['version']}, {len(packages(lock)) - 1} packages, {len(imports)} names")


def footprint(project: Path) -> tomlkit.items.Table:
    """What is installed beside the project itself: how many distributions, and the bytes of their files."""
    (site_packages,) = (project / ".venv" / "lib").glob("python3.*/site-packages")
    files = [path for path in site_packages.rglob("*") if path.is_file() and path.suffix != ".pyc"]
    distributions = [path for path in site_packages.glob("*.dist-info") if PLACEHOLDER_MODULE not in path.name]
    table = tomlkit.table()
    table["packages"] = len(distributions)
    table["megabytes"] = round(sum(path.stat().st_size for path in files) / 1e6, 1)
    return table


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("framework", nargs="+")
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()
    for each in arguments.framework:
        relock(each, keep=arguments.keep)
