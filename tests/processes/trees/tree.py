"""Grow one shape of process tree and stay: python tree.py SHAPE FOLDER MARK [PORT].

Every process of the tree writes its id into FOLDER, into a file named SHAPE.ROLE, once it is what it is to be. The
MARK is there to be seen in the command line.
"""

import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress

SHAPE, FOLDER = sys.argv[1:3]
PORT = int(sys.argv[4]) if len(sys.argv) > 4 else 0
# No process outlives its test by more, should all else fail.
LIFETIME_SECONDS = 90
NOBODY = 65534


def note(role: str) -> None:
    signal.alarm(LIFETIME_SECONDS)
    path = f"{FOLDER}/{SHAPE}.{role}"
    with open(f"{path}~", "w") as file:
        file.write(str(os.getpid()))
    os.replace(f"{path}~", path)


def stay() -> None:
    while True:
        signal.pause()


def fork(role: str, life: Callable[[], None] = stay) -> int:
    pid = os.fork()
    if pid:
        return pid
    note(role)
    life()
    os._exit(0)


def plain() -> None:
    note("root")
    stay()


shell = plain


def reloader() -> None:
    note("root")
    while True:
        os.waitpid(fork("child"), 0)


def workers() -> None:
    pids = [fork(f"worker{number}") for number in (1, 2, 3)]

    def pass_on(*_: object) -> None:
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
        for pid in pids:
            os.waitpid(pid, 0)
        sys.exit(0)

    signal.signal(signal.SIGTERM, pass_on)
    note("root")
    stay()


def workers_that_follow() -> None:
    """The root does not wait for its worker, which ends a moment later."""

    def finish(*_: object) -> None:
        time.sleep(0.05)
        sys.exit(0)

    def work() -> None:
        signal.signal(signal.SIGTERM, finish)
        note("worker")
        stay()

    def leave(*_: object) -> None:
        os.kill(pid, signal.SIGTERM)
        sys.exit(0)

    pid = fork("child", work)
    signal.signal(signal.SIGTERM, leave)
    note("root")
    stay()


def ignores_sigterm() -> None:
    signal.signal(signal.SIGTERM, lambda *_: note("told"))
    note("root")
    stay()


def child_in_own_session() -> None:
    if os.fork() == 0:
        os.setsid()
        note("child")
        stay()
    note("root")
    stay()


def daemon() -> None:
    daemonize(stay)
    note("root")
    stay()


def daemon_with_clean_environment() -> None:
    # sleep(1) knows nothing of this test; its id is the one that was noted, and so is its end by SIGALRM.
    daemonize(lambda: os.execve("/bin/sleep", ["somebody", "600"], {}))
    note("root")
    stay()


def daemonize(life: Callable[[], None]) -> None:
    between = os.fork()
    if between == 0:
        os.setsid()
        fork("daemon", life)
        os._exit(0)
    os.waitpid(between, 0)


def root_exits() -> None:
    root = os.getpid()
    if os.fork() == 0:
        while os.getppid() == root:
            time.sleep(0.002)
        note("child")
        stay()


def loses_first_sigterm() -> None:
    terms = 0

    def count(*_: object) -> None:
        nonlocal terms
        terms += 1
        if terms == 2:
            sys.exit(0)

    signal.signal(signal.SIGTERM, count)
    note("root")
    stay()


def manager_whose_worker_missed_it() -> None:
    """The manager takes SIGTERM, has told its worker once, in vain, and waits for it."""

    def work() -> None:
        note("worker")
        stay()

    pid = fork("child", work)
    signal.signal(signal.SIGTERM, lambda *_: None)
    note("root")
    os.waitpid(pid, 0)


def slow_farewell() -> None:
    """Takes longer than the second SIGTERM waits to come."""
    terms = 0

    def finish(*_: object) -> None:
        nonlocal terms
        terms += 1
        if terms == 1:
            time.sleep(1.1)
            note("farewell")
            sys.exit(7)

    signal.signal(signal.SIGTERM, finish)
    note("root")
    stay()


def keeps_writing() -> None:
    """Writes into its folder, and makes it anew where somebody has removed it."""
    folder = os.getcwd()
    signal.signal(signal.SIGTERM, lambda *_: None)
    note("root")
    while True:
        with suppress(OSError):
            os.makedirs(folder, exist_ok=True)
            with open(f"{folder}/file", "w") as file:
                file.write("more")
        time.sleep(0.005)


def busy_child() -> None:
    def burn() -> None:
        while time.process_time() < 0.3:
            pass

    os.waitpid(fork("child", burn), 0)


def listening_grandchild() -> None:
    def listen() -> None:
        with socket.socket() as server:
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            server.bind(("127.0.0.1", PORT))
            server.listen()
            note("listener")
            stay()

    def child() -> None:
        os.waitpid(fork("grandchild", listen), 0)

    fork("child", child)
    note("root")
    stay()


def child_of_another_user() -> None:
    if os.fork() == 0:
        # As sudo does, but still able to note it. Who may send a signal goes by the real and the saved user.
        os.setresuid(NOBODY, 0, NOBODY)
        note("another")
        stay()
    fork("child")
    note("root")
    stay()


if __name__ == "__main__":
    globals()[SHAPE]()
