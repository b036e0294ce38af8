"""The record of a period from a journal on disk, also of a server at work: opened for reading only."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import msgspec

from queue_server.assessment.evolve import CONCERNS, Happened, evolve
from queue_server.assessment.period import Period
from queue_server.assessment.state import Record
from queue_server.errors import BrokenJournal, ConfigError, StoreFault
from queue_server.store.rows import read_rows

KIND_OF = {str(kind.__struct_config__.tag): kind for kind in CONCERNS}
"""The events that the record is made of, by the kind that stands in the journal."""


def record_of(path: Path, period: Period, utc_offset_min: int) -> Record:
    """Return the period's facts in the journal at ``path``.

    Raises ConfigError where no journal is, StoreFault for one that cannot be read, BrokenJournal for an
    event that is not one.
    """
    if not path.is_file():
        raise ConfigError((f"{path}: there is no such journal; give its path with --journal",))
    record = Record(period, utc_offset_min)
    try:
        for happened in _happened(path, f"{period.months[0]}01"):
            evolve(record, happened)
    except (sqlite3.Error, ValueError) as error:  # no database, no table, or a body that is no JSON
        raise StoreFault(f"{path}: cannot be read as a journal: {error}") from error
    return record


def _happened(path: Path, from_day: str) -> Iterator[Happened]:
    # Everybody signs out and every ticket is closed by the night, so nothing earlier is needed.
    for row in read_rows(path, from_day):
        kind = KIND_OF.get(row["kind"])
        if kind is not None:
            try:
                event = msgspec.convert(row["body"], kind)
            except msgspec.ValidationError as error:
                raise BrokenJournal(row["seq"], f"cannot be read: {error}") from error
            yield Happened(row["seq"], row["at_ms"], event)
