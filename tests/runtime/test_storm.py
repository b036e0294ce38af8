"""A storm of connections: all of them wait in the kernel, and the hall takes a few in at a time."""

import asyncio
import socket
from collections import Counter
from contextlib import ExitStack

import pytest

from queue_server.runtime.connections import AT_ONCE, BoundedConnection
from queue_server.runtime.doorstep import doorstep, until

COMING = 400
IN_TIME_S = 0.5
"""A kernel whose line is full answers no sooner than after a second."""


class Rounds:
    """Counts the rounds of the loop, and the connections let in by each."""

    def __init__(self) -> None:
        self.now = 0
        self.let_in: Counter[int] = Counter()

    def begin(self) -> None:
        """Count this round and all that follow."""
        self.now += 1
        asyncio.get_running_loop().call_soon(self.begin)


async def test_all_wait_in_the_kernel_and_few_are_let_in_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = Rounds()
    made = BoundedConnection.connection_made

    def counted(connection: BoundedConnection, transport: asyncio.BaseTransport) -> None:
        rounds.let_in[rounds.now] += 1
        made(connection, transport)

    monkeypatch.setattr(BoundedConnection, "connection_made", counted)
    async with doorstep() as door:
        rounds.begin()
        with ExitStack() as coming:
            for _ in range(COMING):  # the loop stands still meanwhile: nobody is let in
                there = ("127.0.0.1", door.listener.port)
                coming.enter_context(socket.create_connection(there, IN_TIME_S))
            await until(lambda: rounds.let_in.total() == COMING)
    assert max(rounds.let_in.values()) <= AT_ONCE
