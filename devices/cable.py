"""The two ends of every cable: what a driver asks of a port, and nothing about how one is opened.

Pure words: drivers depend on these, ``port`` and ``memory_port`` provide them.
"""

from collections.abc import Awaitable, Callable, Iterator
from typing import Protocol

import msgspec


class Port(Protocol):
    """An open cable. One task reads, one task writes."""

    async def read(self) -> bytes:
        """Return the bytes that have come, at least one; raise PortLost when the cable is gone."""
        ...

    async def write(self, data: bytes) -> None:
        """Hand all of ``data`` to the cable; raise PortLost when the cable is gone."""
        ...

    async def close(self) -> None:
        """Let go of the cable. May be called twice."""
        ...


Opener = Callable[[], Awaitable[Port]]
"""Opens the same cable again each time; raises PortLost while it is away."""


class PortSettings(msgspec.Struct, frozen=True):
    """How a serial port is set. Every device of the hall but the identity card reader wants 9600 8N1."""

    baud: int = 9600
    connect_timeout_s: float = 5.0
    """For ``socket://``: how long the device server may take to answer."""


def no_jitter() -> float:
    """Add nothing to a delay."""
    return 0.0


def reopen_delays_ms(
    first_ms: int = 250, longest_ms: int = 5000, jitter: Callable[[], float] = no_jitter
) -> Iterator[int]:
    """Yield how long to wait before each try to reopen a cable: doubling, then steady, for ever.

    ``jitter`` gives 0..1 and adds up to a quarter, so that thirty lines of one device server do not come
    back as one.
    """
    delay_ms = first_ms
    while True:
        yield delay_ms + int(delay_ms * jitter() / 4)
        delay_ms = min(delay_ms * 2, longest_ms)
