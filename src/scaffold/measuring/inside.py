"""What is asked in the environment of a starter: a script, with the standard library alone.

    inside.py ANSWER import MODULE
    inside.py ANSWER wsgi MODULE:OBJECT
    inside.py ANSWER asgi MODULE:FACTORY()

It writes what it found into the file ANSWER, as JSON, and ends with 0 where it could ask, whatever was answered.
"""

import ast
import asyncio
import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

PATH = "/hello"
# For each message that is waited for.
WAIT_SECONDS = 10


def import_time(module: str) -> dict[str, object]:
    cpu, wall = time.process_time(), time.perf_counter()
    importlib.import_module(module)
    return {"cpu_seconds": time.process_time() - cpu, "seconds": time.perf_counter() - wall}


def load(target: str) -> Any:
    """An application by its place, as gunicorn is told it: an object, or a call with literals."""
    module, _, place = target.partition(":")
    tree = ast.parse(place, mode="eval").body
    found: Any = importlib.import_module(module)
    name = ast.unparse(tree.func if isinstance(tree, ast.Call) else tree)
    for part in name.split("."):
        found = getattr(found, part)
    if not isinstance(tree, ast.Call):
        return found
    keywords = {each.arg: ast.literal_eval(each.value) for each in tree.keywords if each.arg}
    return found(*map(ast.literal_eval, tree.args), **keywords)


def ask_wsgi(target: str) -> dict[str, object]:
    """One GET through the validator of the standard library, which complains of all that PEP 3333 does not allow."""
    application = load(target)
    environ: dict[str, object] = {"REQUEST_METHOD": "GET", "PATH_INFO": PATH, "SCRIPT_NAME": "", "QUERY_STRING": ""}
    environ |= {"HTTP_HOST": "127.0.0.1:8000", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000"}
    environ |= {"REMOTE_ADDR": "127.0.0.1", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http"}
    setup_testing_defaults(environ)
    statuses: list[str] = []

    def start_response(status: str, headers: object, exc_info: object = None) -> object:
        statuses.append(status)
        return lambda data: None

    try:
        pieces = validator(application)(environ, start_response)  # type: ignore[arg-type]
        try:
            size = sum(len(piece) for piece in pieces)
        finally:
            pieces.close()  # type: ignore[attr-defined]
    # Whatever it raises is what was found: the validator by AssertionError, an ASGI application by TypeError.
    except BaseException as error:
        return {"problem": f"{type(error).__name__}: {error}"}
    if not statuses or not statuses[-1].startswith("200 ") or not size:
        return {"problem": f"GET {PATH} was answered with {statuses[-1] if statuses else 'no status'}"}
    return {"problem": None, "lifespan": None}


async def ask_asgi(application: Any) -> dict[str, object]:
    """The lifespan, and one GET while it lasts, by hand."""
    told: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, object]] = asyncio.Queue()
    state: dict[str, object] = {}
    version = {"version": "3.0", "spec_version": "2.0"}
    scope = {"type": "lifespan", "asgi": version, "state": state}
    await told.put({"type": "lifespan.startup"})
    living = asyncio.ensure_future(application(scope, told.get, heard.put))
    first = asyncio.ensure_future(heard.get())
    await asyncio.wait([living, first], timeout=WAIT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    # An application may refuse a lifespan; then a server goes on without one.
    lifespan = first.done()
    if lifespan and first.result()["type"] != "lifespan.startup.complete":
        return {"problem": f"the lifespan was answered with {first.result()}"}
    if not lifespan and not living.done():
        return {"problem": "the lifespan was not answered"}
    problem = await _get(application, state)
    if lifespan and problem is None:
        await told.put({"type": "lifespan.shutdown"})
        last = await asyncio.wait_for(heard.get(), WAIT_SECONDS)
        await asyncio.wait([living], timeout=WAIT_SECONDS)
        if last["type"] != "lifespan.shutdown.complete":
            problem = f"the end of the lifespan was answered with {last}"
    for each in (living, first):
        each.cancel()
    await asyncio.gather(living, first, return_exceptions=True)
    return {"problem": problem, "lifespan": lifespan}


async def _get(application: Any, state: dict[str, object]) -> str | None:
    """What is wrong with the answer to one GET, or None."""
    sent: list[dict[str, Any]] = []
    asked: list[dict[str, object]] = [{"type": "http.request", "body": b"", "more_body": False}]
    answered = asyncio.Event()

    async def receive() -> dict[str, object]:
        if asked:
            return asked.pop()
        await answered.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        if message["type"] == "http.response.body" and not message.get("more_body"):
            answered.set()

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": PATH,
        "raw_path": PATH.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8000"), (b"accept", b"*/*")],
        "client": ("127.0.0.1", 50000),
        "server": ("127.0.0.1", 8000),
        "state": dict(state),
    }
    await asyncio.wait_for(application(scope, receive, send), WAIT_SECONDS)
    if not sent or sent[0].get("type") != "http.response.start":
        return f"GET {PATH} was answered with {sent[:1]}"
    if sent[0]["status"] != 200 or not any(each.get("body") for each in sent[1:]):
        return f"GET {PATH} was answered with {sent[0]['status']}"
    return None if answered.is_set() else f"the answer to GET {PATH} has no end"


async def _asgi(target: str) -> dict[str, object]:
    application = load(target)
    try:
        return await ask_asgi(application)
    # As with WSGI: a WSGI application is a TypeError here.
    except BaseException as error:
        return {"problem": f"{type(error).__name__}: {error}"}


def main(answer: str, what: str, target: str) -> None:
    sys.path.insert(0, os.getcwd())
    if what == "import":
        found = import_time(target)
    else:
        found = ask_wsgi(target) if what == "wsgi" else asyncio.run(_asgi(target))
    Path(answer).write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
    # Whatever threads and loops the starter has: nothing is waited for.
    sys.stdout.flush()
    os._exit(0)
