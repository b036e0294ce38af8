"""Each checker can fail: a defect is planted into the product, and the checker of that promise names it.

Here those of the engine and the disk, and checkers alone on rows that no sound server writes.
"""

from collections.abc import Iterable

import msgspec
import pytest

from queue_server.hall import events as e
from queue_server.hall.room import HallRoom
from queue_server.runtime.announcer import Announcer
from queue_server.runtime.engine import Engine
from queue_server.runtime.inbox import Pending
from queue_server.runtime.seat import Seat
from queue_server.runtime.work import Work
from queue_server.store.chain import Row, digest_after
from queue_server.store.journal import Batch
from queue_server.store.memory import MemoryJournal
from tests.simulation import checkers as ch
from tests.simulation import continuity as co
from tests.simulation.day import play_day
from tests.simulation.planting import SEED, Planting, assert_named, first_to_break
from tests.simulation.shrink import shrink
from tests.simulation.world import Broken, Checker


def lose_announcements(patch: pytest.MonkeyPatch) -> None:
    real = Announcer.live

    def live(self: Announcer, room: HallRoom, boards: Iterable[Seat]) -> bool:
        """From the ninth on calls are told to nobody, and noted as told."""
        if room.state.announced < 9:
            return real(self, room, boards)
        self.announced_to = room.state.announced
        for seat in boards:
            seat.announced_to = self.announced_to
        return True

    patch.setattr(Announcer, "live", live)


def answer_before_the_disk(patch: pytest.MonkeyPatch) -> None:
    real = Engine._commit

    async def commit(self: Engine, work: Work, taken: list[Pending]) -> None:
        for reply in work.replies:
            reply.pending.answer(reply.answer)
        await real(self, work, taken)

    patch.setattr(Engine, "_commit", commit)


def spoil_the_chain(patch: pytest.MonkeyPatch) -> None:
    real = MemoryJournal._store

    def store(self: MemoryJournal, batch: Batch) -> None:
        real(self, batch)
        if len(self.rows) > 60:
            self.rows[50] = self.rows[50]._replace(actor="somebody")

    patch.setattr(MemoryJournal, "_store", store)


def forget_in_memory(patch: pytest.MonkeyPatch) -> None:
    real = Engine._settle

    def settle(self: Engine, work: Work) -> None:
        real(self, work)
        for ticket in list(self.room.state.tickets.values())[:1]:
            self.room.state.tickets[ticket.id] = msgspec.structs.replace(ticket, reprints=77)

    patch.setattr(Engine, "_settle", settle)


@pytest.mark.parametrize(
    ("checker", "plant", "scenario"),
    [
        ("AnnouncedOnceInOrder", lose_announcements, "full-disk-at-noon"),
        ("NothingAcknowledgedLost", answer_before_the_disk, ""),
        ("ChainHolds", spoil_the_chain, ""),
        ("ReplayEqualsLive", forget_in_memory, ""),
    ],
)
def test_a_defect_in_the_product_is_named(
    checker: str, plant: Planting, scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_named(checker, plant, monkeypatch, scenario)


def test_the_shortest_day_breaks_the_same_promise_and_is_no_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_before_the_disk(monkeypatch)
    failed = first_to_break()
    best, without = shrink(failed)
    assert best.checker == failed.checker
    again = play_day(failed.seed, best.steps, without)
    assert again.broken == best.broken
    assert not play_day(failed.seed, best.steps - 1, without).broken


def test_the_fair_day_breaks_nothing() -> None:
    assert play_day(SEED).broken == ""


# --- checkers alone, on rows that no sound server writes ---------------------------------------------------


def rows_of(*events: e.AnyEvent) -> list[tuple[Row, e.AnyEvent]]:
    """Return events as rows of one press each."""
    rows, digest = [], "0" * 64
    for seq, event in enumerate(events, 1):
        columns = ("hall", seq, 1, "20260302", "kiosk:K1", f"q{seq}", "", "kind", "{}")
        digest = digest_after(digest, columns)
        rows.append((Row(*columns, digest), event))
    return rows


def issued(ticket: str, number: str, ref_ms: int = 1) -> e.TicketIssued:
    return msgspec.convert(
        {
            "event": "ticket_issued", "ticket": ticket, "number": number, "ordinal": 1, "queue": "A",
            "item": "I1", "klass": "regular", "weight": 1, "ref_ms": ref_ms, "ahead": 0,
        },
        e.TicketIssued,
    )  # fmt: skip


def called(ticket: str, window: str, n: int) -> e.TicketCalled:
    return msgspec.convert(
        {
            "event": "ticket_called", "ticket": ticket, "window": window, "announcement": n, "kind": "next",
            "why": {"policy": "fifo", "decided_by": "only_one"},
        },
        e.TicketCalled,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("checker", "events"),
    [
        (co.NumbersUnique(), (issued("t1", "A001"), issued("t2", "A001"))),
        (ch.OneCallPerTicketAndWindow(), (called("t1", "01", 1), called("t1", "02", 2))),
        (ch.OneCallPerTicketAndWindow(), (called("t1", "01", 1), called("t2", "01", 2))),
        (co.AnnouncedOnceInOrder(("B0",)), (called("t1", "01", 1), called("t2", "02", 3))),
        (ch.SameClassOrder(), (issued("t1", "A001", 1), issued("t2", "A002", 2), called("t2", "01", 1))),
    ],
)
def test_a_checker_names_what_no_sound_server_writes(
    checker: Checker, events: tuple[e.AnyEvent, ...]
) -> None:
    *before, last = rows_of(*events)
    for row, event in before:
        checker.row(row, event)
    with pytest.raises(Broken, match=type(checker).__name__):
        checker.row(*last)


def test_an_identity_number_in_a_row_is_found() -> None:
    (row, event), *_ = rows_of(issued("t1", "A001"))
    with pytest.raises(Broken, match="NoPersonalData"):
        ch.NoPersonalData().row(row._replace(body='{"x":"42060119900101001X"}'), event)


def test_a_board_that_comes_for_the_first_time_late_has_its_beginning_and_no_less() -> None:
    checker = co.AnnouncedOnceInOrder(("B0",))
    for row, event in rows_of(*(called(f"t{n}", "01", n) for n in range(1, 15))):
        checker.row(row, event)
    checker.begins("B0", 2)
    with pytest.raises(Broken, match="begins after 3 of 14"):
        checker.begins("B0", 3)
