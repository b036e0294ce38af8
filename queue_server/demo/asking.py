"""Asking as a person does: again and again, the same request, so that nothing happens twice."""

import contextlib

from queue_server.wire.client import HallLink, LinkDown, Request
from queue_server.wire.from_server import Done, Faulted, Refused

Answer = Done | Refused | Faulted

TRIES = 12
"""A person at a machine that does not answer tries again."""


async def asked(link: HallLink, message: Request) -> Answer:
    """Ask until there is an answer, with patience. Raises LinkDown when there is none for a minute."""
    for _ in range(TRIES):
        with contextlib.suppress(LinkDown):
            return await link.request(message)
    return await link.request(message)
