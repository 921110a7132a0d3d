"""What is wrong in a template, in one line: the file and the line, where Jinja knows them, and what it says.

Both render workers, which are scripts, import this by its bare name: the standard library alone.
"""

import os
import traceback

MAX_MESSAGE_CHARACTERS = 500


def describe(error: BaseException, root: str | os.PathLike[str] | None) -> str:
    """One line about an error that came while a template was read or rendered; `root` is its folder."""
    said = getattr(error, "stderr", None)
    text = _last_line(said) if isinstance(said, str) and said.strip() else " ".join(str(error).split())
    if root is not None:
        text = text.replace(f"{os.path.realpath(root)}{os.sep}", "").replace(f"{os.fspath(root)}{os.sep}", "")
    return f"{_place(error, root)}{type(error).__name__}: {text[:MAX_MESSAGE_CHARACTERS]}"


def _place(error: BaseException, root: str | os.PathLike[str] | None) -> str:
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    if line is None:
        # Jinja puts the template's own lines into the traceback, whatever kind of error it is.
        frames = [each for each in traceback.extract_tb(error.__traceback__) if _is_of(each.filename, root)]
        if frames:
            file, line = frames[-1].filename, frames[-1].lineno
    if not file:
        return ""
    name = _shown(os.fsdecode(file), root)
    return f"{name}, line {line}: " if line else f"{name}: "


def _is_of(file: str, root: str | os.PathLike[str] | None) -> bool:
    return root is not None and os.path.realpath(file).startswith(f"{os.path.realpath(root)}{os.sep}")


def _shown(file: str, root: str | os.PathLike[str] | None) -> str:
    return os.path.relpath(os.path.realpath(file), os.path.realpath(root)) if root and _is_of(file, root) else file


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith("fatal:")), lines[-1] if lines else "nothing")
