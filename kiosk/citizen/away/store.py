"""The kiosk's own file: append-only lines, on the disk before anything is shown. No rule, no number is here.

A line is the CRC-32 of its record in hex, a blank, and the record as JSON. A last line without its end is
what a power cut leaves of a write that nobody was told of: it is dropped. Any other line that does not add up
was written once and is lost: what it said is unknown, so the file takes a new holder, whose block is another.
"""

import fcntl
import os
import secrets
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec

from kiosk.citizen.away.records import Held, Kept, Record, kept_after, needed
from queue_server.errors import Fault

HOLDER_BYTES = 6
LINES_MAX = 4_096
"""With more lines than these the file is written anew with what is still needed."""
Tell = Callable[[str, str], object]
"""``tell(level, sentence)`` writes the log."""

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Record).decode


class NotKept(Fault):
    """The kiosk's own file cannot be opened, read or written."""


class AwayStore:
    """One file of one program. ``kept`` is what it says; nobody else writes it while it is open."""

    def __init__(self, path: Path, tell: Tell) -> None:
        """Open or make the file. Raises NotKept where it cannot be written, or another program has it."""
        self._path, self._tell = path, tell
        self.kept, self._lines, self._end = Kept(), 0, 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(path)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            self._read()
            self._settle_folder()
        except OSError as error:
            raise NotKept(f"{path}: {error.strerror}; numbers while the server is away need it") from error

    def close(self) -> None:
        """Let another program have the file."""
        os.close(self._file)
        os.close(self._lock)

    def append(self, *records: Record) -> None:
        """Have the disk keep ``records``, all or none. Raises NotKept; nothing of them counts then."""
        lines = b"".join(line_of(record) for record in records)
        try:
            os.ftruncate(self._file, self._end)  # what a write that failed may have left
            _write_all(self._file, lines)
            os.fsync(self._file)
        except OSError as error:
            raise NotKept(f"{self._path}: {error.strerror}") from error
        self._end += len(lines)
        self._count(records)

    def tidy(self, days: frozenset[str]) -> None:
        """Where the file has grown long, write it anew with what is still needed, and put it in its place."""
        if self._lines <= LINES_MAX:
            return
        records = needed(self.kept, days)
        draft = self._path.with_name(f"{self._path.name}.new")
        try:
            self._replace_with(draft, b"".join(line_of(record) for record in records))
        except OSError as error:
            self._tell("warning", f"{draft}: {error.strerror}; the old file goes on")
            return
        self.kept, self._lines = Kept(), 0
        self._count(records)

    def _replace_with(self, draft: Path, lines: bytes) -> None:
        file = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o600)
        try:
            _write_all(file, lines)
            os.fsync(file)
            draft.rename(self._path)
        except OSError:
            os.close(file)
            raise
        os.close(self._file)
        self._file, self._end = file, len(lines)
        self._settle_folder()

    def _read(self) -> None:
        data = self._path.read_bytes()
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) < len(data):
            self._tell("warning", f"{self._path}: a last line that was never whole is dropped")
        self._end = len(whole)
        lines = whole.splitlines()
        records = [record for line in lines if (record := record_of(line)) is not None]
        self._count(records)
        if len(records) < len(lines):
            lost = len(lines) - len(records)
            self._tell("error", f"{self._path}: {lost} lines are damaged; another block will be asked for")
        if len(records) < len(lines) or not self.kept.holder:
            self._begin_anew(is_damaged=len(records) < len(lines))

    def _begin_anew(self, *, is_damaged: bool) -> None:
        """Take a new holder; a damaged file is written without its damage, so that it is told of once."""
        holder = Held(secrets.token_hex(HOLDER_BYTES))
        if is_damaged:
            kept = kept_after(self.kept, holder)
            records = needed(kept, frozenset(one.day for one in kept.issued))
            lines = b"".join(line_of(record) for record in records)
            self._replace_with(self._path.with_name(f"{self._path.name}.new"), lines)
            self.kept, self._lines = Kept(), 0
            self._count(records)
        else:
            self.append(holder)

    def _count(self, records: Iterable[Record]) -> None:
        for record in records:
            self.kept = kept_after(self.kept, record)
            self._lines += 1

    def _settle_folder(self) -> None:
        """Have the disk keep the file's name as well."""
        folder = os.open(self._path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def line_of(record: Record) -> bytes:
    """Return the line of one record."""
    said = _encode(record)
    return b"%08x %s\n" % (zlib.crc32(said), said)


def record_of(line: bytes) -> Record | None:
    """Return what a line says; None where it does not add up."""
    mark, _, said = line.partition(b" ")
    if mark != b"%08x" % zlib.crc32(said):
        return None
    try:
        record: Record = _decode(said)
    except msgspec.DecodeError:
        return None
    return record


def _locked(path: Path) -> int:
    """Keep a second program from this file; the lock ends with the program, however it ends."""
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return lock


def _write_all(file: int, data: bytes) -> None:
    while data:
        data = data[os.write(file, data) :]
