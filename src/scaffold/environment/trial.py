"""Ask uv, as it is set up on this machine, where its cache is and whether it would take a starter's lock."""

from pathlib import Path

from uv import find_uv_bin

from scaffold.environment.installation import uv_environment
from scaffold.environment.interpreters import find_interpreter, own_version
from scaffold.processes import Said, inquire
from scaffold.uv_settings import PYPI

# What every starter's tests need, and the smallest of it.
PACKAGE = "iniconfig"
_PROJECT = f"""\
[project]
name = "trial"
version = "0"
requires-python = ">=3.11"
dependencies = ["{PACKAGE}"]

[tool.uv]
package = false
"""
# As the starters' locks, from the same index. Without files: uv looks for none where it only holds one against the
# other.
_LOCK = f"""\
version = 1
requires-python = ">=3.11"

[[package]]
name = "trial"
version = "0"
source = {{ virtual = "." }}
dependencies = [{{ name = "{PACKAGE}" }}]

[package.metadata]
requires-dist = [{{ name = "{PACKAGE}" }}]

[[package]]
name = "{PACKAGE}"
version = "2.3.1"
source = {{ registry = "{PYPI}" }}
"""


def try_lock(folder: Path, *, seconds: float, without_files: bool = False) -> Said:
    """What uv says of a lock like the starters'; its exit code is 0 where it would install from it as it is.

    Its default index is the lock's own in this, whatever the user's: for another one the lock is made again. Nothing
    is asked of the network. `without_files`: as if uv had no files of settings. Raises ToolMissingError where the
    Python that runs scaffold cannot be run.
    """
    (folder / "pyproject.toml").write_text(_PROJECT)
    (folder / "uv.lock").write_text(_LOCK)
    interpreter = find_interpreter(own_version())
    arguments = ["lock", "--check", "--offline", "--no-progress", "--color=never", "--python", str(interpreter)]
    environ = uv_environment() | {"UV_DEFAULT_INDEX": PYPI}
    if without_files:
        environ = {name: value for name, value in environ.items() if name != "UV_CONFIG_FILE"} | {"UV_NO_CONFIG": "1"}
    return inquire([find_uv_bin(), *arguments], cwd=folder, env=environ, seconds=seconds)


def cache_folder(*, seconds: float) -> Path | None:
    """Where uv keeps what it has fetched; None where it does not say."""
    said = inquire([find_uv_bin(), "cache", "dir", "--color=never"], env=uv_environment(), seconds=seconds)
    return Path(said.output) if said.exit_code == 0 and said.output else None
