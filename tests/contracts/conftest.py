"""The journals that every contract test runs on. A new kind is added to ``OPENERS`` and nowhere else."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from queue_server.store.journal import Journal
from queue_server.store.memory import MemoryJournal
from queue_server.store.sqlite import SqliteJournal

Opener = Callable[[Path], Awaitable[Journal]]


async def open_memory(_folder: Path) -> Journal:
    return MemoryJournal()


async def open_sqlite(folder: Path) -> Journal:
    return await SqliteJournal.open(folder / "hall.db")


OPENERS: dict[str, Opener] = {"memory": open_memory, "sqlite": open_sqlite}


@pytest.fixture(params=sorted(OPENERS))
async def journal(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Journal]:
    """An empty journal of each kind."""
    opened = await OPENERS[request.param](tmp_path)
    yield opened
    await opened.close()
