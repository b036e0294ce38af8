"""One journal, one server: an advisory lock on a file beside the database, let go by the kernel at any death.

SQLite's own exclusive mode would also shut out readers (the verifier, a report), so it is not used.
"""

import contextlib
import fcntl
import os
from pathlib import Path

from queue_server.errors import StoreFault


def restoring_mark(journal: Path) -> Path:
    """Return the file that stands beside a journal while a restore replaces it: nobody opens it then."""
    return journal.with_name(journal.name + ".restoring")


class JournalLock:
    """Held from construction until ``release``; a second one on the same journal is a ``StoreFault``."""

    def __init__(self, journal: Path) -> None:
        self._path = journal.with_name(journal.name + ".lock")
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(self._handle, 32).decode(errors="replace").strip() or "unknown"
            os.close(self._handle)
            raise StoreFault(
                f"{journal}: another server (process {holder}) has this journal open; stop that one first"
            ) from None
        with contextlib.suppress(OSError):
            # The name is for people; on a full disk the lock holds without it.
            os.ftruncate(self._handle, 0)
            os.pwrite(self._handle, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Let go. The file stays: removing it would let two holders lock two different files."""
        os.close(self._handle)
