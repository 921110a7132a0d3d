import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from ..conftest import CommandLine
from ..typist import Typist, at_a_terminal

Ask = Callable[..., AbstractContextManager[Typist]]
ESCAPES = re.compile(rb"\x1b")
# 30 to 37, 90 to 97 and 38 choose a colour of letters, 40 and up one behind them; 39 and 49 choose none.
COLOURS = re.compile(rb"\x1b\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[\d;]*)?m")


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Where the answers are kept."""
    return tmp_path / "state"


@pytest.fixture
def ask(scaffold: CommandLine, state: Path) -> Ask:
    """`scaffold new` at a terminal, or another command."""

    def start(
        *arguments: str, command: str = "new", columns: int = 80, lines: int = 24, **environ: str
    ) -> AbstractContextManager[Typist]:
        own = {name: scaffold.environ[name] for name in ("XDG_CACHE_HOME", "UV_CACHE_DIR")}
        return at_a_terminal(
            scaffold.argv(command, *arguments),
            own | {"XDG_STATE_HOME": str(state)} | environ,
            cwd=scaffold.folder,
            columns=columns,
            lines=lines,
        )

    return start
