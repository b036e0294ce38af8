"""A disk that can be filled and freed: a small tmpfs where this process may mount, else a limit on file size.

The limit is the kernel's ``RLIMIT_FSIZE`` on the running server: every write that would make a file longer
fails, as on a quota. It is the weaker means, and the outcome says which was used.
"""

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.faults.hall import Server

DISK_KIB = 24 * 1024
BLOCK = b"." * 4096


class Disk(Protocol):
    """Where a journal lies."""

    means: str
    folder: Path

    def fill(self, server: Server) -> None:
        """Leave no room."""
        ...

    def free(self, server: Server) -> None:
        """Make room again."""
        ...


class SmallDisk:
    """A mounted file system of a few MB, filled by a ballast."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.means = f"tmpfs of {DISK_KIB // 1024} MB"
        self._ballast = folder / "ballast"

    def fill(self, server: Server) -> None:
        """Write until the file system takes not one block more."""
        with self._ballast.open("ab", buffering=0) as ballast:
            try:
                while ballast.write(BLOCK):
                    pass
            except OSError:
                return

    def free(self, server: Server) -> None:
        self._ballast.unlink()


class Quota:
    """A limit on the length of every file that the server writes."""

    means = "RLIMIT_FSIZE on the running server"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fill(self, server: Server) -> None:
        """Let no file grow beyond the present length of the journal's log."""
        log = server.journal.with_name(server.journal.name + "-wal")
        length = log.stat().st_size if log.exists() else 0
        _, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (length, hard))

    def free(self, server: Server) -> None:
        _, hard = resource.prlimit(server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (hard, hard))


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mount a small disk under ``folder``, or take the weaker means."""
    place = folder / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_KIB}k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode:
        yield Quota(place)
        return
    try:
        yield SmallDisk(place)
    finally:
        subprocess.run(["umount", str(place)], check=True)
