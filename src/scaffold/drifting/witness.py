"""Write down every warning as it is raised, with the file that raises it. A script for the Python of a starter.

It is copied into the environment of a trial, and a .pth file there has every Python call `testify` as it starts, also
those that run with -I or -E, and those whose environment variables somebody has emptied. It imports nothing that costs.

What warns calls, in C as in Python, `warnings._showwarnmsg`, looked up in the module, while the stack still stands.
`catch_warnings` and pytest replace what that function calls in its turn, so all of theirs is seen as well.

A warning is a line: (the file that raises it, the file that it points at, category, text), as `ascii` writes a tuple.
"""

import os
import sys
import warnings

# For a process; a starter may warn of something else with every request.
MAX_LINES = 1000
MAX_CHARACTERS = 2000
# The functions of a module of Python, and of its copy for older ones, that warn for what they decorate (PEP 702).
_DECORATING_MODULES = ("warnings", "_py_warnings", "typing_extensions")
_DECORATING = ("wrapper", "__new__", "__init_subclass__")
_OF_WARNINGS = warnings._showwarnmsg.__code__.co_filename


def testify(record):
    """Append every new warning of this process to the file `record`, and go on as before."""
    show = warnings._showwarnmsg
    if show.__module__ == __name__:
        # In a virtual environment Python goes through the .pth files twice.
        return
    told = set()

    def _showwarnmsg(message):
        # Whatever is wrong in here is no business of the starter's.
        try:
            line = ascii(seen(message, sys._getframe().f_back)) + "\n"
            if line not in told and len(told) < MAX_LINES:
                told.add(line)
                append(record, line)
        except Exception:  # noqa: S110
            pass
        return show(message)

    warnings._showwarnmsg = _showwarnmsg


def append(record, line):
    # In one write, because all processes of a trial share the file; opened each time, because servers close what
    # they do not know, and fork.
    descriptor = os.open(record, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(descriptor, line.encode("ascii"))
    finally:
        os.close(descriptor)


def seen(message, frame):
    """A warning, `frame` being the one on top of the stack; a thread of C may have none."""
    place = frame
    while place is not None and (place.f_code.co_filename, place.f_lineno) != (message.filename, message.lineno):
        place = place.f_back
    raiser = raised_by(message, frame, pointed_at=place)
    at = message.filename if place is None else file_of(place)
    # Of a stack that is not as high as the level that was asked for, it says "sys".
    if place is None and not os.path.isfile(at):
        at = raiser
    text = " ".join(str(message.message).split())[:MAX_CHARACTERS]
    return absolute(raiser), absolute(at), message.category.__name__, text


def raised_by(message, frame, pointed_at):
    """The file that raises a warning. What C raises has no frame: it counts for the Python that called it."""
    if message.source is not None:
        # Something that was left open is collected, while whatever happens to run.
        return file_of_module(type(message.source).__module__)
    decorated = decorated_by(frame) if frame is not None else None
    if decorated is not None:
        return file_of_module(decorated.__module__)
    # `warnings` has functions that warn for their callers.
    while frame is not None and frame.f_code.co_filename == _OF_WARNINGS:
        frame = frame.f_back
    if frame is None:
        return message.filename
    named = pointed_at is not None or "warn_explicit" in frame.f_code.co_names
    if not named and os.path.isfile(message.filename):
        # The compiler warns of a file, and who asked it to compile has no part in that.
        return message.filename
    return file_of(frame)


def decorated_by(frame):
    """What `warnings.deprecated` has decorated, where it is what warns; None otherwise."""
    name = str(frame.f_globals.get("__name__")).rpartition(".")[2]
    if name not in _DECORATING_MODULES or frame.f_code.co_name not in _DECORATING:
        return None
    names = frame.f_locals
    if "msg" not in names:
        return None
    if "arg" in names:
        return names["arg"]
    # A subclass is made. The original is a method of the class, in C, or what a class above the new one has.
    bound = getattr(names["original_init_subclass"], "__self__", None)
    if bound is not None:
        return bound
    return next(each for each in names["args"][0].__mro__ if each.__dict__.get("__deprecated__") == names["msg"])


def file_of(frame):
    """The file of a frame; of code that was made from a string, that of the module in which it runs."""
    file = frame.f_code.co_filename
    return frame.f_globals.get("__file__") or file if file.startswith("<") else file


def file_of_module(name):
    """Where a module is; what has no file is a part of Python."""
    return getattr(sys.modules.get(name), "__file__", None) or "<frozen " + name + ">"


def absolute(file):
    return file if file.startswith("<") else os.path.abspath(file)
