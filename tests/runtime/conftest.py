"""A small hall with its engine on a journal in memory."""

from collections.abc import AsyncIterator

import pytest

from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.memory import MemoryJournal


@pytest.fixture
async def journal() -> MemoryJournal:
    """An empty journal; ``fail_with`` makes its disk a bad one."""
    return MemoryJournal()


@pytest.fixture
async def hall(journal: MemoryJournal) -> AsyncIterator[Rehearsal]:
    """A hall at work since 09:20."""
    async with running(Rehearsal(journal)) as rehearsal:
        yield rehearsal
