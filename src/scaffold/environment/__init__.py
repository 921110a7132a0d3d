"""Install a starter into a virtual environment of its own. The only place that knows uv."""

from scaffold.environment.additions import with_packages
from scaffold.environment.bytecode import keep_bytecode, lend_bytecode, take_back_bytecode
from scaffold.environment.installation import (
    VENV,
    export_sbom,
    install,
    installed,
    resolve,
    sync_command,
    uv_environment,
    uv_version,
)
from scaffold.environment.interpreters import describe, find_interpreter, own_version
from scaffold.environment.origins import Fit, fit
from scaffold.environment.pool import Loan, borrow
from scaffold.environment.programs import program_environment
from scaffold.environment.relocking import relock
from scaffold.environment.remnants import missing
from scaffold.environment.trial import PACKAGE, cache_folder, try_lock

__all__ = [
    "PACKAGE",
    "VENV",
    "Fit",
    "Loan",
    "borrow",
    "cache_folder",
    "describe",
    "export_sbom",
    "find_interpreter",
    "fit",
    "install",
    "installed",
    "keep_bytecode",
    "lend_bytecode",
    "missing",
    "own_version",
    "program_environment",
    "relock",
    "resolve",
    "sync_command",
    "take_back_bytecode",
    "try_lock",
    "uv_environment",
    "uv_version",
    "with_packages",
]
