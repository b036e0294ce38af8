"""The judge: reads the journal by itself and compares it with what people were told. It knows no actor.

It opens the file for reading, walks the chain with the verifier, follows the bare rows with the auditor of
the demonstration, and never asks the server.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from queue_server.demo.audit import Auditor
from queue_server.runtime.secret import seal_key_in
from queue_server.store.rows import read_rows
from queue_server.store.verify import verify
from queue_server.wire.from_server import Announced
from tests.faults.record import Called, Record, Taken

Row = dict[str, Any]


def announced_in(journal: Path) -> int:
    """Return how many announcements stand in a journal, also one in use."""
    return sum(1 for row in read_rows(journal) if row["body"].get("announcement"))


class Judge:
    """One reading of a journal at rest."""

    def __init__(self, journal: Path, secret: Path) -> None:
        self._report = verify(journal, seal_key=seal_key_in(secret))
        self._rows = list(read_rows(journal))

    @property
    def announcements(self) -> list[tuple[int, str, str]]:
        """Return number, ticket and window of every announcement, in order."""
        return [
            (row["body"]["announcement"], row["body"]["ticket"], row["body"]["window"])
            for row in self._rows
            if row["body"].get("announcement")
        ]

    def lost(self, record: Record, *, since: int = 0) -> tuple[str, ...]:
        """Return every broken promise as a sentence; boards are compared from announcement ``since`` + 1."""
        return (
            *(f"event {problem.seq}: {problem.what}" for problem in self._report.problems),
            *self._lost_tickets(record.taken),
            *self._lost_calls(record.called),
            *self._audited(record.taken),
            *self._time_runs_back(),
            *(sentence for board in record.heard.items() for sentence in self._misheard(*board, since)),
        )

    def compared(self, record: Record) -> str:
        """Return the figures of what was compared."""
        heard = sum(map(len, record.heard.values()))
        return (
            f"{len(record.taken)} numbers, {len(record.called)} calls, {heard} announcements on "
            f"{len(record.heard)} boards, {len(self._rows)} events"
        )

    def _of(self, kind: str) -> Iterator[Row]:
        return (row for row in self._rows if row["body"]["event"] == kind)

    def _lost_tickets(self, taken: Iterable[Taken]) -> Iterator[str]:
        requests = Counter(_id_of(row) for row in self._of("ticket_issued"))
        issued = {
            (_id_of(row), row["body"]["ticket"], row["body"]["number"]) for row in self._of("ticket_issued")
        }
        for one in taken:
            if (one.request, one.ticket, one.number) not in issued:
                yield f"{one.number} was given to a citizen and is not in the journal"
        yield from (f"request {request} issued {n} numbers" for request, n in requests.items() if n > 1)
        numbers = Counter(row["body"]["ticket"] for row in self._of("ticket_issued"))
        yield from (f"{ticket} was issued {n} times" for ticket, n in numbers.items() if n > 1)

    def _lost_calls(self, called: Iterable[Called]) -> Iterator[str]:
        made = {
            (_id_of(row), row["body"]["ticket"].partition("-")[2], row["body"]["window"])
            for row in self._of("ticket_called")
        }
        for one in called:
            if (one.request, one.number, one.window) not in made:
                yield f"the call of {one.number} to window {one.window} is not in the journal"

    def _audited(self, taken: Iterable[Taken]) -> Iterator[str]:
        auditor = Auditor()
        auditor.read(self._rows)
        summary = auditor.finish([one.ticket for one in taken], None)
        for name in ("duplicate_numbers", "tickets_called_twice_at_once", "lost_tickets", "out_of_order"):
            yield from (f"{name}: {ticket}" for ticket in getattr(summary, name))

    def _time_runs_back(self) -> Iterator[str]:
        before_ms = 0
        for row in self._rows:
            if row["at_ms"] < before_ms:
                yield f"event {row['seq']} is earlier than the one before it"
            before_ms = row["at_ms"]

    def _misheard(self, board: str, heard: list[Announced], since: int) -> Iterator[str]:
        told = [(one.n, one.ticket, one.window) for one in heard]
        made = [one for one in self.announcements if one[0] > since]
        if told != made:
            wrong = next(
                (n for n, pair in enumerate(zip(told, made, strict=False)) if pair[0] != pair[1]), -1
            )
            where = f"announcement {made[wrong][0]}" if wrong >= 0 else f"{len(told)} of {len(made)}"
            yield f"board {board} was not told each call once and in order: {where}"


def _id_of(row: Row) -> str:
    """Return the id of the press, without the client's name that the server puts before it."""
    return str(row["request"]).rpartition("/")[2]
