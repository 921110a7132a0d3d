"""The command line: words in, words out, exit codes. The only place that shows errors."""

import sys
from typing import NoReturn

from scaffold import head_start

__all__ = ["main"]

# The commands that render.
_RENDERING = ("new", "info", "show", "smoke", "compare")
# With these they do not, or not here, or by another worker.
_WITHOUT = {"-h", "--help", "--list-cells", "--resume", "--dask", "--template"}


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    if sys.argv[1:2] and sys.argv[1] in _RENDERING and _WITHOUT.isdisjoint(word.partition("=")[0] for word in sys.argv):
        head_start.prepare()
    from scaffold.cli.main import main as main_

    main_()
