"""The garbage collector and the people at the door: it stops everything for as long as it walks.

Reference counts free nearly all there is; the collector is for the rest. Nothing here frees anything itself.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let garbage lie for the length of a block that makes next to no cycles; looking for them takes a fifth
    of a replay."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


@contextmanager
def set_aside() -> Iterator[None]:
    """Leave what is there now out of every walk for the length of the block: a hall that is up keeps it.

    A full walk over the modules and plans of a server takes tens of milliseconds, and nobody is answered
    meanwhile. Whoever has set something aside already is left alone.
    """
    is_first = gc.get_freeze_count() == 0
    if is_first:
        gc.collect()
        gc.freeze()
    try:
        yield
    finally:
        if is_first:
            gc.unfreeze()
