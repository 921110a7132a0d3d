"""A connection to a Dask cluster for the length of a block, and whether it can be used at all."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from scaffold.errors import NotReachableError, ToolMissingError, UsageError

if TYPE_CHECKING:
    from distributed import Client

CONNECT_SECONDS = 10.0
# From the start, or from the moment when the last worker went away.
WORKERS_SECONDS = 60.0
LOOK_SECONDS = 5.0
FAREWELL_SECONDS = 5.0


@asynccontextmanager
async def connected(address: str) -> AsyncIterator["Client"]:
    """Raises ToolMissingError where Dask is missing here or scaffold on a worker, NotReachableError where there is no
    such cluster or none of its workers comes up, UsageError where `address` is none.
    """
    try:
        from distributed import Client
    except ModuleNotFoundError as error:
        raise ToolMissingError("Dask is missing. Get it with: pip install 'scaffold-web[dask]'") from error
    # That the scheduler went away is told by the outcomes, and not by a traceback among them.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    client = Client(address, asynchronous=True, timeout=CONNECT_SECONDS, set_as_default=False)
    try:
        try:
            await client
        except ValueError as error:
            raise UsageError(f"--dask: {error}. Give an address such as tcp://10.0.0.5:8786.") from error
        except (OSError, TimeoutError) as error:
            raise NotReachableError(
                f"No Dask scheduler answers at {address}. Start one with 'dask scheduler', and workers with "
                "'dask worker ADDRESS'."
            ) from error
        await _look_at(client, address)
        yield client
    finally:
        await client.close(timeout=FAREWELL_SECONDS)


async def _look_at(client: "Client", address: str) -> None:
    """Refuse a cluster that has no workers, or no scaffold."""
    from scaffold.distributed.worker import facts

    try:
        # Dask's annotation does not know of asynchronous clients.
        await client.wait_for_workers(1, timeout=WORKERS_SECONDS)  # type: ignore[func-returns-value,misc]
    except TimeoutError as error:
        raise NotReachableError(
            f"The Dask cluster at {address} has no worker. Start one with: dask worker {address}"
        ) from error
    answers = await client.run(facts, on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, Exception):
            raise ToolMissingError(
                f"scaffold cannot be used on the Dask worker at {worker} ({answer}). Install scaffold-web[dask] there, "
                "of the same version as here."
            )


async def until_without_workers(client: "Client") -> None:
    """Wait until there was no worker for a while, which is never where all is well."""
    loop = asyncio.get_running_loop()
    seen = loop.time()
    while loop.time() - seen <= WORKERS_SECONDS:
        await asyncio.sleep(LOOK_SECONDS)
        if await _has_workers(client):
            seen = loop.time()


async def _has_workers(client: "Client") -> bool:
    try:
        async with asyncio.timeout(LOOK_SECONDS):
            return bool(await client.nthreads())
    except (TimeoutError, OSError):
        return False
