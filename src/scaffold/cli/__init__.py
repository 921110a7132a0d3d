"""The command line: words in, words out, exit codes. The only place that shows errors."""

from scaffold.cli.main import main

__all__ = ["main"]
