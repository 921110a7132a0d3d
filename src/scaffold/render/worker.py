"""Render templates with Copier, in a process of its own. Run as a script; talks JSON lines over stdin and stdout.

Of its own, because Copier changes the working directory of the whole process and costs half a second to import.
The worker also owns the *stage*, the hidden folder beside the destination in which a project comes to be: when
scaffold goes away, be it by SIGKILL, the worker reads the end of its input and removes what was not published.

    {"render": {"templates": [...], "data": {...}, "beside": "/path/myapp" or null}}
        -> {"stage": "...", "project": "...", "files": [["README.md", 2130], ...]}
        -> {"error": "destination" | "template", "message": "..."}
    {"drop": "<stage>"}     removes the stage, after the project was renamed out of it or given up
        -> {"dropped": "<stage>"}
"""

import fcntl
import gc
import json
import os
import resource
import shutil
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from pathlib import Path

LOCK = "scaffold.lock"
MARK = ".scaffold-"
# A stage without a lock is one whose owner was killed between two system calls, or is just being made.
UNLOCKED_SECONDS = 60.0
DROP_SECONDS = 5.0
# Far above what a starter has; a template that was changed by hand ends here, and not the machine.
MAX_FILES = 5_000
MAX_FILE_BYTES = 10 * 10**6
MAX_MEMORY_BYTES = 1_024 * 10**6


class Stage:
    """A locked folder that holds the project while it is being made."""

    def __init__(self, beside):
        self.made_parents = []
        if beside is None:
            self.path = Path(tempfile.mkdtemp(prefix="scaffold-"))
        else:
            beside = Path(beside)
            self._make_parents(beside.parent)
            sweep(beside.parent)
            # A file name may have 255 bytes; a project's name has at most 64 characters.
            # With the owner's number: a stage that was not locked yet is told by it from one that was left.
            self.path = Path(tempfile.mkdtemp(prefix=f".{beside.name[:64]}{MARK}{os.getpid()}-", dir=beside.parent))
        self.lock = os.open(self.path / LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self.project = self.path / "project"
        # Whether the project was complete; once it is, it can only be missing because it was published.
        self.complete = False

    def _make_parents(self, parent):
        missing = []
        while not parent.exists():
            missing.append(parent)
            parent = parent.parent
        for each in reversed(missing):
            each.mkdir()
            self.made_parents.append(each)

    def drop(self):
        published = self.complete and not self.project.exists()
        remove(self.path)
        os.close(self.lock)
        if not published:
            for each in reversed(self.made_parents):
                try:
                    each.rmdir()
                except OSError:
                    break


def sweep(folder: Path) -> None:
    """Remove the stages in `folder` whose owners are gone."""
    for path in folder.glob(f".*{MARK}*"):
        lock = path / LOCK
        try:
            descriptor = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
        except FileNotFoundError:
            if _abandoned(path):
                path.rmdir()
            continue
        except OSError:
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(path)
        except OSError:
            pass  # its owner lives
        finally:
            os.close(descriptor)


def _abandoned(path):
    """Whether an empty folder without a lock is no stage that is just being made: its owner is gone, or it is old."""
    if path.is_symlink() or not path.is_dir() or any(path.iterdir()):
        return False
    owner = path.name.rpartition(MARK)[2].partition("-")[0]
    return _is_gone(owner) or time.time() - path.stat().st_mtime > UNLOCKED_SECONDS


def _is_gone(pid):
    """Whether the number is one of no process; False where it is no number."""
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError, ValueError):
        return False
    return False


def remove(path):
    """Remove a tree into which somebody may still be writing."""
    deadline = time.monotonic() + DROP_SECONDS
    while path.exists():
        shutil.rmtree(path, ignore_errors=time.monotonic() < deadline)


def render(request):
    """Render the templates one over the other into a new stage."""
    try:
        stage = Stage(request["beside"])
    except OSError as error:
        return None, {"error": "destination", "message": f"{error.strerror}"}
    try:
        for template in request["templates"]:
            current = template
            copy(template, stage.project, request["data"])
    except Exception as error:
        # Copier raises ValueError, plumbum's and Jinja's errors and more: all mean that the template is not right.
        stage.drop()
        # Jinja's TemplateNotFound is an OSError that no system has raised.
        if isinstance(error, OSError) and error.errno is not None:
            return None, {"error": "destination", "message": said(error, stage)}
        return None, {"error": "template", "message": describe(error, current)}
    secrets = stage.project / ".env"
    if secrets.exists():
        secrets.chmod(0o600)
    stage.complete = True
    files = [
        [path.relative_to(stage.project).as_posix(), path.stat().st_size]
        for path in sorted(stage.project.rglob("*"))
        if path.is_file()
    ]
    return stage, {"stage": str(stage.path), "project": str(stage.project), "files": files}


def said(error, stage):
    """Why a file could not be written; where is said without the stage, which nobody knows."""
    name = str(error.filename or "").removeprefix(f"{stage.path}/").removeprefix("project/")
    return f"{error.strerror}, {name}" if name else str(error.strerror)


def copy(template, destination, data):
    import copier
    import inspection

    inspection.inspect(template, MAX_FILE_BYTES)

    copier.run_copy(
        template,
        destination,
        data=data,
        # Not the user's own Copier settings.
        settings=copier.Settings(),
        # pip compiles the .py files of an installed wheel; what it makes does not belong into a project.
        exclude=("__pycache__", "*.py[co]"),
        defaults=True,
        quiet=True,
        overwrite=True,
        skip_tasks=True,
        cleanup_on_error=False,
    )


def compile_once():
    """Let Jinja compile a string once for each environment, and one that holds no expression once for all.

    Copier renders the name of its answers file, and every folder's name, anew for every file, and Jinja compiles
    what it is given as a string each time: two thirds of the time of a small template. Nothing that holds an
    expression is kept from one template to the next: Jinja works out what is constant as it compiles, and a secret's
    random letters are.
    """
    import jinja2

    compile_always = jinja2.Environment.compile
    plain = {}

    def compile(self, source, name=None, filename=None, raw=False, defer_init=False):  # noqa: A001  (Jinja's name)
        if name or filename or raw or defer_init or not isinstance(source, str):
            return compile_always(self, source, name, filename, raw, defer_init)
        own = self.__dict__.setdefault("_compiled_strings", {})
        compiled = plain if is_plain(source, self) else own
        if source not in compiled:
            compiled[source] = compile_always(self, source)
        return compiled[source]

    jinja2.Environment.compile = compile


def is_plain(source, environment):
    """Whether it is one line in which this environment finds nothing but text."""
    begin = (environment.block_start_string, environment.variable_start_string, environment.comment_start_string)
    lines = (environment.line_statement_prefix, environment.line_comment_prefix)
    return source.isprintable() and not any(lines) and not any(each in source for each in begin)


def hold():
    """Limit this process; beyond it an allocation raises MemoryError, a write OSError."""
    # macOS knows RLIMIT_AS and refuses it; a user may have a lower limit already.
    for name, limit in ((resource.RLIMIT_AS, MAX_MEMORY_BYTES), (resource.RLIMIT_FSIZE, MAX_FILE_BYTES)):
        with suppress(ValueError, OSError):
            resource.setrlimit(name, (limit, resource.getrlimit(name)[1]))


def describe(error, template):
    import describing

    return f"{Path(template).name}: {describing.describe(error, template)}"


def main():
    # Copier asks git about the template, and once for every file, when it finds git. No template of ours lives in
    # a repository of its own, so the worker sees no git.
    os.environ["PATH"] = os.path.dirname(os.path.abspath(__file__))
    warnings.simplefilter("ignore")
    # The answers go where stdout was; what Copier prints goes nowhere.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    # A tenth of the time of this import would go into looking for garbage, of which it makes none.
    gc.disable()
    import copier  # noqa: F401  (before the first request comes, while scaffold still reads its own files)

    # At the end: nothing beside this script hides a module of that name.
    sys.path.append(os.path.dirname(os.path.abspath(__file__)))
    import describing  # noqa: F401
    import inspection

    gc.freeze()
    gc.enable()
    compile_once()
    inspection.watch_what_is_made(MAX_FILES)
    hold()
    stages = {}
    for line in sys.stdin:
        request = json.loads(line)
        if "render" in request:
            stage, answer = render(request["render"])
            if stage:
                stages[str(stage.path)] = stage
        else:
            stages.pop(request["drop"]).drop()
            answer = {"dropped": request["drop"]}
        try:
            answers.write(json.dumps(answer) + "\n")
        except BrokenPipeError:
            break
    for stage in stages.values():
        stage.drop()
    # scaffold waits for this end; taking all modules apart would take 0.1 s more.
    os._exit(0)


if __name__ == "__main__":
    main()
