"""Deal with a template that is not ours: fetch its repository, find its options, or render it.

A script that imports Copier once and deals with each request in a child of its own, so that each is held to its limits
and nothing of one is left for the next.

    python -P foreign_worker REQUESTS ENDED

Both are FIFOs. A line of the first is {"request": "/path", "answer": "/path", "cwd": "/path", "environ": {...}}; to the
second the exit status of its child is written, on a line of its own. Request and answer are files with JSON. A request
has "task", "source", "ref", "data", "trusted" and "limits", and

    "task": "fetch", "mirror": "/path"           -> {"url": "https://..." or null, "ref": "v1" or null}
    "task": "options"                            -> {"sides": [[name, [value, ...], may be absent], ...],
                                                     "rules": [[[name, ...], [[value or null, ...], ...]], ...]}
    "task": "render", "destination": "/path"     -> {"files": 12, "bytes": 3456}
    -> {"error": "usage" | "tool" | "network" | "limit" | "template" | "worker", "message": "..."}
"""

import gc
import json
import os
import shutil
import sys
import tempfile
import threading
import warnings
from pathlib import Path

# What both render workers use is one folder up; at the end, so that nothing there hides another module.
sys.path.append(str(Path(__file__).parent.parent))

import inspection
import repositories
from describing import describe
from refusal import RefusedError, refused, too_much
from watching import hold, measure, watch

VENV = ".venv"
# The folder of the template that is rendered, once it is known.
TEMPLATE = None


def fetch(request):
    """Copy the repository of a template, if it is not on this machine, and look whether it may be rendered."""
    found = repositories.find(request)
    if found["url"]:
        from plumbum import local

        local.env.update(
            GIT_CONFIG_COUNT="1",
            GIT_CONFIG_KEY_0=f"url.{request['mirror']}.insteadOf",
            GIT_CONFIG_VALUE_0=found["url"],
        )
    with opened(request | found, "nowhere"):
        return found


def options(request):
    from interview import Interview

    with opened(request, "nowhere") as worker:
        return Interview(worker).result()


def render(request):
    limits = request["limits"]
    destination = Path(request["destination"])
    with watch(destination, limits["files"], limits["megabytes"], exceeded), opened(request, destination) as worker:
        worker.run_copy()
    # What a task installed belongs to another place and Python.
    shutil.rmtree(destination / VENV, ignore_errors=True)
    for path in destination.rglob("*"):
        if path.is_symlink() and not path.resolve().is_relative_to(destination.resolve()):
            raise RefusedError("template", f"{path.relative_to(destination)} is a link that leads out of the project")
    files, size = measure(destination)
    if files > limits["files"] or size > limits["megabytes"] * 10**6:
        exceeded(files, size)
    return {"files": files, "bytes": size}


def opened(request, destination):
    """Copier's worker for a template that may be used as it is."""
    import copier
    from copier._main import Worker
    from copier._settings import SettingsModel

    worker = Worker(
        src_path=request["source"],
        dst_path=Path(destination),
        data=dict(request["data"]),
        vcs_ref=request["ref"],
        # Not the user's own Copier settings: they could trust the template.
        settings=SettingsModel(),
        defaults=True,
        quiet=True,
        overwrite=True,
        unsafe=request["trusted"],
        cleanup_on_error=False,
    )
    global TEMPLATE
    template = worker.template
    TEMPLATE = template.local_abspath
    settings = template._raw_config
    look_at(template.local_abspath, request)
    unsafe = [name for name in ("tasks", "migrations", "jinja_extensions") if settings.get(f"_{name}")]
    if unsafe and not request["trusted"]:
        names = " and ".join(unsafe).replace("jinja_extensions", "Jinja extensions")
        raise RefusedError(
            "usage", f"The template has {names}, which run programs of its own: if you trust it, add --trust"
        )
    unknown = [name for name in request["data"] if name not in template.questions_data]
    if unknown:
        asked = ", ".join(template.questions_data) or "nothing"
        raise RefusedError("usage", f"The template has no question '{unknown[0]}'; it asks: {asked}")
    assert copier
    return worker


def look_at(folder, request):
    try:
        inspection.inspect(folder, request["limits"]["megabytes"] * 10**6)
    except inspection.HostileTemplateError as error:
        raise RefusedError("usage", f"The template is not taken: {error}") from error


def is_plain(source):
    """Whether it is a folder and surely no repository: what git would look for there is not."""
    return os.path.isdir(source) and not any(os.path.lexists(os.path.join(source, name)) for name in (".git", "HEAD"))


def exceeded(files, size):
    limits = REQUEST["limits"]
    answer(
        RefusedError(
            "limit",
            f"The template made {files} files with {size / 10**6:.1f} MB; of templates that are not ours at most "
            f"{limits['files']} files with {limits['megabytes']} MB are taken",
        ).as_answer()
    )
    os._exit(1)


def fetched_too_much(*_):
    answer(repositories.too_large(REQUEST).as_answer())
    os._exit(1)


def answer(content):
    # Complete or not at all: whoever watches may answer at the same time.
    beside = f"{ANSWER}.{threading.get_ident()}"
    Path(beside).write_text(json.dumps(content))
    os.replace(beside, ANSWER)


def main(requests, ended):
    """Deal with one request after the other, until there are no more."""
    with open(requests) as lines, open(ended, "w", buffering=1) as statuses:
        for line in lines:
            job = json.loads(line)
            status = 0 if refused_at_once(job) else in_a_child(job)
            statuses.write(f"{status}\n")


def refused_at_once(job):
    """Whether it was enough to look at the files of a template: that takes no Copier, whose import takes 0.5 s."""
    begin(job)
    if REQUEST["task"] != "fetch" or not is_plain(REQUEST["source"]):
        return False
    try:
        look_at(REQUEST["source"], REQUEST)
    except RefusedError as refusal:
        answer(refusal.as_answer())
        return True
    except OSError:
        # The child will find it, and say it.
        return False
    return False


def in_a_child(job):
    # A tenth of the time of this import would go into looking for garbage, of which it makes none.
    gc.disable()
    import copier
    import interview

    gc.freeze()
    assert copier
    assert interview
    child = os.fork()
    if child == 0:
        gc.enable()
        try:
            deal_with(job)
        except BaseException as error:
            # Nothing that a template did: whoever asked is told what it was, for it is written nowhere else.
            answer(RefusedError("worker", describe(error, Path(__file__).parent)).as_answer())
        finally:
            # Taking all modules apart would take 0.1 s more.
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def begin(job):
    global REQUEST, ANSWER
    ANSWER = job["answer"]
    REQUEST = json.loads(Path(job["request"]).read_text())


def deal_with(job):
    # plumbum asks for the folder it is in before it goes to another, and the worker's may be gone: it was that of its
    # first request.
    os.chdir(job["cwd"])
    from plumbum import local

    # It has read the environment as it was imported.
    local.env.update(job["environ"])
    tempfile.tempdir = None
    os.environ.update(job["environ"])
    warnings.simplefilter("ignore")
    limits = REQUEST["limits"]
    hold(
        memory_megabytes=None if REQUEST["trusted"] else limits["memory_megabytes"],
        file_megabytes=limits["file_megabytes"],
    )
    inspection.watch_what_is_made()
    try:
        # Whatever is fetched goes below the working directory.
        with watch(Path.cwd(), None, limits["repository_megabytes"], fetched_too_much):
            answer({"fetch": fetch, "options": options, "render": render}[REQUEST["task"]](REQUEST))
    except RefusedError as refusal:
        answer(refusal.as_answer())
    except MemoryError:
        answer(too_much("memory_megabytes", limits).as_answer())
    except Exception as error:
        # Copier raises ValueError, plumbum's and Jinja's errors and more: all mean that the template is not right.
        answer(refused(error, limits, TEMPLATE).as_answer())
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
