"""Replay a drift that happened: a starter with the Pyramid of last winter, as `scaffold drift` would have seen it.

    python benchmarks/replay.py

setuptools 80.9.0 (May 2025) began to warn that pkg_resources would be removed "as early as 2025-11-30"; 82.0.0
(February 2026) removed it, and every fresh Pyramid project was broken until Pyramid 2.1 in March. The starter here
asks for Pyramid below 2.1 and holds setuptools nowhere, as those projects did; its control is what there was on
2025-05-01. uv's --exclude-newer stands in for the calendar, so the index has to tell when files were uploaded.

Ends with 0 where the warning is read out as of 2025-09-01, and setuptools 82.0.0 is named as of 2026-02-20.
"""

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from uv import find_uv_bin

from scaffold import catalog
from scaffold.drifting import drift
from scaffold.model import Framework, Mode, Verdict, Verified
from scaffold.report.drift.terminal import drift_lines
from scaffold.warned import lead_time

CONTROL, WARNED, BROKEN = date(2025, 5, 1), date(2025, 9, 1), date(2026, 2, 20)
PYTHON = "3.12"


def of_last_winter(folder: Path) -> Framework:
    """The Pyramid template as it would have been: its requirements, and a lock of the day of the control."""
    today = catalog.framework("pyramid")
    shutil.copytree(today.folder, folder)
    file = folder / "project" / "pyproject.toml.jinja"
    text = file.read_text()
    # No floors of today, no pin of setuptools, and the Pyramid before the one that mended it.
    text = re.sub(r'^ +(#.*|"setuptools[^"]*",)\n', "", text, flags=re.MULTILINE)
    text = re.sub(r'"([a-z0-9-]+)(\[[a-z]+\])?>=[\d.]+(,<[\d.]+)?"', r'"\1\2"', text)
    text = text.replace('"pyramid"', '"pyramid<2.1"')
    file.write_text(text)
    with tempfile.TemporaryDirectory() as scratch:
        project = Path(scratch) / "project"
        (project / "smoke_test").mkdir(parents=True)
        rendered = text.replace("{{ distribution_name }}", "smoke-test").replace("{{ package_name }}", "smoke_test")
        (project / "pyproject.toml").write_text(rendered)
        command = [find_uv_bin(), "lock", "--quiet", "--exclude-newer", f"{CONTROL}T23:59:59Z"]
        subprocess.run(command, cwd=project, check=True)
        # The lock is held against pyproject.toml later, without that day.
        lock = re.sub(r"\n\[options\]\n(.+\n)+", "\n", (project / "uv.lock").read_text())
    (folder / "project" / "uv.lock.jinja").write_text(lock.replace('"smoke-test"', '"{{ distribution_name }}"'))
    return replace(today, folder=folder, verified=Verified(CONTROL, "2.0.2", (PYTHON,)), warned=())


def main() -> int:
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory() as scratch:
        framework = of_last_winter(Path(scratch) / "pyramid")
        seen = {}
        for day in (WARNED, BROKEN):
            console.print(f"\nAs of {day}:", style="bold")
            report = asyncio.run(drift([framework], pythons=[PYTHON], servers=[Mode.SERVE], as_of=day))
            seen[day] = report.drifts[0]
            for line in drift_lines(seen[day], day):
                console.print(line)
    announced = [lead_time(each.text, WARNED) for each in seen[WARNED].warned if "pkg_resources" in each.text]
    named = [(each.first_bad.package, each.first_bad.version) for each in seen[BROKEN].culprits]
    right = (
        seen[WARNED].verdict is Verdict.WARNS
        and "breaks on 2025-11-30, in 90 days" in announced
        and named == [("setuptools", "82.0.0")]
    )
    console.print(f"\n{'As it happened.' if right else 'Not as it happened.'}", style="bold")
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
