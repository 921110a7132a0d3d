"""Resolve again what a framework alone brought with it on a day, and write it into its template folder.

    python tools/freezes.py flask [sanic ...] | --all

What `pip install NAME && pip freeze` said on that day is what uv resolves for it when it is told that there is nothing
newer: an index keeps every release, and knows the day of each. Written as `[[freeze]]` tables of `framework.toml`: one
for the days of the articles, with a Python of then, and one for the day on which the starter was verified.
"""

import argparse
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import tomlkit
from uv import find_uv_bin

from scaffold.catalog import names

TEMPLATES = Path(__file__).parent.parent / "templates"
# When the second of the two articles was new, and a Python of that time.
THEN, PYTHON_THEN = date(2018, 3, 1), "3.6"
# Newer than that day: what was there then builds nothing on a Python of today; this builds what is as old.
BUILDERS = {"setuptools": date(2021, 8, 1), "wheel": date(2021, 8, 1)}
# Their setup.py ends with an error on every Python of today, so uv is told what it would have found: no requirements.
UNBUILDABLE = (("markupsafe", "1.0"), ("bottle", "0.12.13"))
COMMENT = "# What installing the framework alone brought on a day, as tools/freezes.py resolved it again."
# pip leaves them out of a freeze.
NOT_FROZEN = ("setuptools", "pip", "wheel")


def write(name: str) -> None:
    file = TEMPLATES / name / "framework.toml"
    metadata = tomlkit.parse(file.read_text())
    if "distribution" not in metadata:
        sys.exit(f"{name} has no distribution on an index: there is nothing to resolve.")
    distribution = str(metadata["distribution"])
    tables = tomlkit.aot()
    verified = metadata["verified"]
    for on, python in ((THEN, PYTHON_THEN), (verified["date"], str(verified["pythons"][-1]))):
        table = tomlkit.table()
        table["on"] = on
        table["python"] = python
        packages = tomlkit.array()
        packages.extend(frozen(distribution, on, python))
        table["packages"] = packages.multiline(False)
        tables.append(table)
    metadata["freeze"] = tables
    text = tomlkit.dumps(metadata)
    file.write_text(text if COMMENT in text else text.replace("[[freeze]]", f"{COMMENT}\n[[freeze]]", 1))
    print(f"{name}: {', '.join(str(len(table['packages'])) for table in tables)} packages")


def frozen(distribution: str, on: date, python: str) -> list[str]:
    """What it brought, itself included, as "name==version"; nothing where it was not there yet."""
    with tempfile.TemporaryDirectory() as scratch:
        settings = Path(scratch) / "uv.toml"
        settings.write_text(
            "".join(
                f'[[dependency-metadata]]\nname = "{name}"\nversion = "{version}"\nrequires-dist = []\n'
                for name, version in UNBUILDABLE
            )
        )
        # To the end of that day.
        arguments = ["--exclude-newer", f"{on}T23:59:59Z", "--python-version", python, "--config-file", str(settings)]
        for builder, newest in BUILDERS.items():
            arguments += ["--exclude-newer-package", f"{builder}={max(newest, on)}"]
        done = subprocess.run(
            [find_uv_bin(), "pip", "compile", "--quiet", "--no-header", "--no-annotate", *arguments, "-"],
            input=distribution,
            capture_output=True,
            text=True,
        )
    if f"there are no versions of {distribution.lower()}" in " ".join(done.stderr.lower().split()):
        return []
    if done.returncode:
        sys.exit(f"{distribution} on {on}:\n{done.stderr}")
    return [line for line in done.stdout.split() if line.partition("==")[0] not in NOT_FROZEN]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("framework", nargs="*")
    parser.add_argument("--all", action="store_true", help="all that have a distribution on an index")
    arguments = parser.parse_args()
    chosen = arguments.framework
    if arguments.all:
        chosen = [name for name in names() if "\ndistribution = " in (TEMPLATES / name / "framework.toml").read_text()]
    for each in chosen:
        write(each)
