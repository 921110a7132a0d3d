"""Lend booted starters of a template to code that is not asynchronous: tests, above all.

What is rendered and installed is shared by all that ask for the same; a server is one's own.
"""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from anyio.from_thread import BlockingPortal, start_blocking_portal

from scaffold import foreign
from scaffold.build import set_up
from scaffold.environment import install, keep_bytecode, lend_bytecode
from scaffold.errors import BootError, ScaffoldError
from scaffold.model import Environment, ForeignTemplate, Mode, Starter
from scaffold.processes import scratch_folder, tail
from scaffold.render.foreign import fetch
from scaffold.server import boot
from scaffold.starter import load

CLIENT_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class LentStarter:
    """A starter that is up, for the length of the block that asked for it."""

    # The project; others who asked for the same answers have the same one.
    path: Path
    # "http://127.0.0.1:34567"
    url: str
    environment: Environment
    # Asks the server: client.get("/hello").
    client: httpx.Client
    server: Mode
    # Where the server's output goes.
    log: Path

    @property
    def logs(self) -> str:
        """What the server has said until now."""
        return self.log.read_text(errors="replace")


@dataclass(slots=True)
class Lender:
    """What the starters of one session share."""

    _portal: BlockingPortal
    _scratch: Path
    # By template without answers: where it comes from is the same for all of them, and looked at once.
    _fetched: dict[ForeignTemplate, ForeignTemplate] = field(default_factory=dict)
    _made: dict[ForeignTemplate, tuple[Starter, Environment] | ScaffoldError] = field(default_factory=dict)
    _lent: int = 0

    @contextmanager
    def lend(self, template: ForeignTemplate, server: Mode) -> Iterator[LentStarter]:
        """A starter of the template, up for the length of the block; made by the first that asks for it.

        Raises ScaffoldError: what `scaffold smoke` would report, as a sentence.
        """
        starter, environment = self._project(template)
        self._lent += 1
        folder = self._scratch / f"server-{self._lent}"
        folder.mkdir()
        log = folder / f"{server}.log"
        booting = boot(starter, environment, server, scratch=folder)
        try:
            with (
                self._portal.wrap_async_context_manager(booting) as up,
                _client(up.url) as client,
            ):
                yield LentStarter(starter.path, up.url, environment, client, server, log)
        except BootError as error:
            # The log goes away with the scratch folder.
            raise BootError(f"{str(error).removesuffix(f' See {log}.')} Its output ends:\n{tail(log)}") from error

    def keep_bytecode(self) -> None:
        """Keep what was compiled, for the environments of the next session."""
        for made in self._made.values():
            if not isinstance(made, ScaffoldError):
                keep_bytecode(made[1])

    def _project(self, template: ForeignTemplate) -> tuple[Starter, Environment]:
        if template not in self._made:
            folder = self._scratch / f"starter-{len(self._made) + 1}"
            folder.mkdir()
            try:
                self._made[template] = self._portal.call(_make, self._fetch(template, folder), folder)
            except ScaffoldError as error:
                self._made[template] = error
        made = self._made[template]
        if isinstance(made, ScaffoldError):
            raise made
        return made

    def _fetch(self, template: ForeignTemplate, folder: Path) -> ForeignTemplate:
        bare = replace(template, data=())
        if bare not in self._fetched:
            self._fetched[bare] = self._portal.call(fetch, bare, folder)
        return replace(self._fetched[bare], data=template.data)


@contextmanager
def lender() -> Iterator[Lender]:
    """A lender for the length of a block; then nothing is left, also when this process is killed."""
    with scratch_folder("pytest") as scratch, start_blocking_portal() as portal:
        lending = Lender(portal, scratch)
        yield lending
        lending.keep_bytecode()


def _client(url: str) -> httpx.Client:
    """As `probe.client`: it talks to the server and to nothing else, no proxy, and reads no certificates."""
    return httpx.Client(
        base_url=url, timeout=CLIENT_SECONDS, trust_env=False, verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    )


async def _make(template: ForeignTemplate, folder: Path) -> tuple[Starter, Environment]:
    project = folder / foreign.PROJECT
    await foreign.render(template, project, folder)
    await foreign.lock(project, folder)
    starter = load(project)
    environment, _ = await install(starter, python=None, log=folder / "install.log")
    lend_bytecode(environment)
    await set_up(starter, environment, scratch=folder)
    return starter, environment
