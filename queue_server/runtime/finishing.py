"""Work that is carried to its end although its caller was cancelled: a commit, once begun, is known about.

The one place that starts a task outside a TaskGroup, since a group would cancel it with its caller. The
task still has a parent that awaits it: ``finish`` does not return before it is done.
"""

import asyncio
from collections.abc import Coroutine

from queue_server.errors import StoreFault


async def finish(work: Coroutine[object, object, None]) -> tuple[StoreFault | None, bool]:
    """Await ``work`` to its end; return its fault, if any, and whether the caller was cancelled meanwhile."""
    task = asyncio.get_running_loop().create_task(work)
    was_cancelled = False
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError:
            was_cancelled = True
    try:
        task.result()
    except StoreFault as fault:
        return fault, was_cancelled
    return None, was_cancelled
