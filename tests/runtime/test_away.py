"""Numbers of a kiosk's own through the real writer and the real door: blocks, codes, kills, phones."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.hall.plan import AwayPlan
from queue_server.runtime.codes import TicketKeys, away_key, subkey
from queue_server.runtime.documents import Sight, hall_doc
from queue_server.runtime.doorstep import at_work, doorstep, greet, until
from queue_server.runtime.rehearsal import ITEM, MORNING_MS, PLAN, SECRET, Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.store.restore import leap_after
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import RefusalCode, RequestId, Role, TicketId
from queue_server.wire import from_kiosk
from queue_server.wire.client import HallLink
from queue_server.wire.documents import HallDoc
from queue_server.wire.from_server import Done, Lease, Refused
from queue_server.wire.greeting import Rejected, Welcome
from queue_server.wire.ticket_codes import ticket_code

HOLDER = "0a1b2c3d4e5f"
AWAY_PLAN = replace(PLAN, away=AwayPlan({"K1": "Z", "K2": "Y"}, 50))
DAY = "20260302"


def handed_in(ordinal: int, issued_ms: int = MORNING_MS - 60_000) -> c.HandInTicket:
    return c.HandInTicket(HOLDER, f"AZ{ordinal:03d}", DAY, ordinal, ITEM, issued_ms, 200)


async def test_a_lease_carries_the_key_of_its_own_mark_and_is_the_same_when_repeated() -> None:
    async with running(Rehearsal(MemoryJournal(), plan=AWAY_PLAN)) as hall:
        first = await hall.ask(c.LeaseNumbers(HOLDER), "kiosk:K1", "lease-1")
        again = await hall.ask(c.LeaseNumbers(HOLDER), "kiosk:K1", "lease-1")
    assert isinstance(first, Done)
    key = away_key(SECRET, "Z").hex()
    assert first.lease == Lease("Z", 1, 50, key, "https://hall.example")
    assert again == first


async def test_a_kiosk_makes_the_code_that_the_server_gives_for_the_same_ticket() -> None:
    async with running(Rehearsal(MemoryJournal(), plan=AWAY_PLAN)) as hall:
        leased = await hall.ask(c.LeaseNumbers(HOLDER), "kiosk:K1")
        answer = await hall.ask(handed_in(1), "kiosk:K1")
    assert isinstance(leased, Done)
    assert isinstance(answer, Done)
    assert leased.lease is not None
    assert answer.slip is not None
    own = ticket_code(bytes.fromhex(leased.lease.key), TicketId(f"{DAY}-AZ001"))
    assert (answer.slip.code, answer.slip.issued_ms) == (own, MORNING_MS - 60_000)


def test_the_key_of_a_mark_opens_no_other_ticket() -> None:
    keys = TicketKeys(SECRET, ("A", "B"), ("Z", "Y"))
    stolen = away_key(SECRET, "Z")
    for number in ("A001", "AY001", "B001"):
        forged = ticket_code(stolen, TicketId(f"{DAY}-{number}"))
        assert keys.ticket_of(forged) is None
    assert keys.ticket_of(ticket_code(stolen, TicketId(f"{DAY}-BZ007"))) == f"{DAY}-BZ007"
    usual = ticket_code(subkey(SECRET, "ticket"), TicketId(f"{DAY}-A001"))
    assert keys.ticket_of(usual) == f"{DAY}-A001"


async def test_a_kiosk_without_a_mark_is_told_so() -> None:
    async with running(Rehearsal(MemoryJournal(), plan=AWAY_PLAN)) as hall:
        answer = await hall.ask(c.LeaseNumbers(HOLDER), "kiosk:K3")
    assert isinstance(answer, Refused)
    assert answer.code is RefusalCode.NO_MARK


async def test_every_screen_learns_that_numbers_go_on_without_the_server_when_a_kiosk_has_its_block() -> None:
    rehearsal = Rehearsal(MemoryJournal(), plan=AWAY_PLAN)
    async with doorstep(rehearsal=rehearsal) as door, at_work(door.link(Role.BOARD, "B1")) as board:
        await until(lambda: isinstance(board.docs.get("hall"), HallDoc))
        assert not _hall(board).has_away_numbers
        await rehearsal.ask(c.LeaseNumbers(HOLDER), "kiosk:K3")
        await rehearsal.ask(c.LeaseNumbers(HOLDER), "kiosk:K2")
        await until(lambda: _hall(board).has_away_numbers)


def _hall(link: HallLink) -> HallDoc:
    doc = link.docs["hall"]
    assert isinstance(doc, HallDoc)
    return doc


async def test_a_mark_that_was_taken_away_promises_nothing() -> None:
    journal = MemoryJournal()
    async with running(Rehearsal(journal, plan=AWAY_PLAN)) as hall:
        await hall.ask(c.LeaseNumbers(HOLDER), "kiosk:K1")
        with_mark = hall_doc(Sight(hall.engine.room, Hall(AWAY_PLAN), MORNING_MS))
        without = hall_doc(Sight(hall.engine.room, Hall(PLAN), MORNING_MS))
    assert (with_mark.has_away_numbers, without.has_away_numbers) == (True, False)


@pytest.mark.parametrize("stop_after", [0, 1, 3])
async def test_a_server_that_ends_between_two_hand_ins_goes_on_where_it_was(
    tmp_path: Path, stop_after: int
) -> None:
    path = tmp_path / "hall.db"
    for told in (range(1, 1 + stop_after), range(1, 5), range(1, 5)):
        journal = await SqliteJournal.open(path)
        async with running(Rehearsal(journal, plan=AWAY_PLAN)) as hall:
            await hall.ask(c.LeaseNumbers(HOLDER), "kiosk:K1", f"lease-{told}")
            for ordinal in told:
                press = f"away-{DAY}-AZ{ordinal:03d}-{HOLDER}"
                assert isinstance(await hall.ask(handed_in(ordinal), "kiosk:K1", press), Done)
            state = hall.engine.room.state
            assert len(state.leases["K1"]) == 1
        await journal.close()
    assert sorted(state.tickets) == [f"{DAY}-AZ00{n}" for n in range(1, 5)]


async def test_a_restored_server_leaps_past_the_last_usual_number_whatever_the_kiosks_issued(
    tmp_path: Path,
) -> None:
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    async with running(Rehearsal(journal, plan=AWAY_PLAN)) as hall:
        for n in range(3):
            await hall.take(request=f"take-{n}")
        await hall.ask(handed_in(40), "kiosk:K1")
    await journal.close()
    assert leap_after(tmp_path / "hall.db", 0).ordinals == {"A": 3}


async def test_a_phone_with_paper_not_yet_handed_in_is_told_to_come_again() -> None:
    rehearsal = Rehearsal(MemoryJournal(), plan=AWAY_PLAN)
    code = ticket_code(away_key(SECRET, "Z"), TicketId(f"{DAY}-AZ001"))
    async with doorstep(rehearsal=rehearsal) as door:
        await rehearsal.take()
        async with door.stranger() as socket:
            early = await greet(socket, Role.PHONE, "p", ticket=code)
        await rehearsal.ask(handed_in(1), "kiosk:K1")
        async with door.stranger() as socket:
            later = await greet(socket, Role.PHONE, "p", ticket=code)
    assert isinstance(early, Rejected)
    assert early.code == "not_handed_in"
    assert isinstance(later, Welcome)


async def test_both_words_go_over_the_wire() -> None:
    rehearsal = Rehearsal(MemoryJournal(), plan=AWAY_PLAN)
    async with doorstep(rehearsal=rehearsal) as door, at_work(door.link(Role.KIOSK, "K1")) as kiosk:
        leased = await kiosk.request(from_kiosk.LeaseNumbers(RequestId("l"), HOLDER))
        said = from_kiosk.HandInTicket(RequestId("h"), HOLDER, "AZ001", DAY, 1, ITEM, MORNING_MS)
        done = await kiosk.request(said)
    assert isinstance(leased, Done)
    assert isinstance(done, Done)
    assert (leased.lease is not None, done.number) == (True, "AZ001")
