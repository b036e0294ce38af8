"""What is dear to make is made once for a whole run of the suite, not once for every worker that wants it.

The file of a made thing is its proof: it is there only after the thing was made without an error, so that a
worker after one that failed makes it anew and fails by itself.
"""

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Return the folder in which ``make`` has worked; a worker that comes later shares it."""
    base = factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        made = shared / f"{name}.made"
        if not made.exists():
            made.write_text(str(_made(factory.mktemp(name), make)), encoding="utf-8")
        return Path(made.read_text(encoding="utf-8"))


def _made(folder: Path, make: Callable[[Path], object]) -> Path:
    make(folder)
    return folder
