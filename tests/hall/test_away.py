"""Numbers issued while the server was away: each stands once, from the time of its issue."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal, places_of
from queue_server.hall.plan import AwayPlan
from queue_server.hall.room import HallRoom
from queue_server.vocabulary import ItemCode, RefusalCode, TicketClass, TicketState, WindowNo
from tests.hall.away import A1, B1, Store, away_plan

HOLDER = "0a1b2c3d4e5f"


@pytest.fixture
def hall() -> Rehearsal:
    return Rehearsal(away_plan())


@pytest.fixture
def store(hall: Rehearsal) -> Store:
    """A store with its block."""
    kept = Store("K1", HOLDER)
    kept.lease(hall)
    return kept


def called(hall: Rehearsal, window: str = "01") -> str:
    event = hall.do(c.CallNext(WindowNo(window)))[-1]
    assert isinstance(event, e.TicketCalled)
    number = hall.room.state.tickets[event.ticket].number
    hall.do(c.StartService(WindowNo(window)), c.FinishService(WindowNo(window)))
    return number


def test_a_kiosk_without_a_mark_gets_no_block(hall: Rehearsal) -> None:
    answer = hall.ask(c.LeaseNumbers(HOLDER), "kiosk:K9")
    assert getattr(answer, "code", None) is RefusalCode.NO_MARK


def test_the_same_store_keeps_its_block_and_another_gets_the_next(hall: Rehearsal, store: Store) -> None:
    other = Store("K1", "ffffffffffff")
    other.lease(hall)
    store.lease(hall)
    assert ((store.first, store.last), (other.first, other.last)) == ((1, 20), (21, 40))


def test_two_kiosks_have_the_same_ordinals_under_their_own_marks(hall: Rehearsal, store: Store) -> None:
    other = Store("K2", "ffffffffffff")
    other.lease(hall)
    assert (other.first, other.last) == (store.first, store.last)
    assert (store.issue(hall), other.issue(hall)) == ("AZ001", "AY001")


def test_a_block_that_an_older_backup_does_not_know_is_believed(store: Store) -> None:
    restored = Rehearsal(away_plan())
    claim = Store("K1", HOLDER, 41, 60)
    claim.lease(restored)
    assert (claim.first, claim.last) == (41, 60)
    newcomer = Store("K1", "ffffffffffff")
    newcomer.lease(restored)
    assert newcomer.first not in range(41, 61)


def test_a_claim_of_what_another_store_has_is_not_believed(hall: Rehearsal, store: Store) -> None:
    thief = Store("K1", "ffffffffffff", store.first, store.last)
    thief.lease(hall)
    assert thief.first > store.last


def test_after_the_loss_of_journal_and_disk_together_only_another_mark_keeps_numbers_apart(
    hall: Rehearsal, store: Store
) -> None:
    """What ``docs/away.md`` says of it: nobody is left who knows the block."""
    printed = store.issue(hall)
    restored, new_disk = Rehearsal(away_plan()), Store("K1", "ffffffffffff")
    new_disk.lease(restored)
    assert new_disk.issue(restored) == printed
    marks = {"K1": "W"}
    remarked = Rehearsal(replace(away_plan(), away=AwayPlan(marks, 20)))
    answer = remarked.ask(c.LeaseNumbers("eeeeeeeeeeee"), "kiosk:K1")
    assert not isinstance(answer, Refusal)
    assert [one.mark for one in answer if isinstance(one, e.NumbersLeased)] == ["W"]


def test_blocks_end_with_the_digits(hall: Rehearsal) -> None:
    plan = replace(away_plan(), away=AwayPlan({"K1": "Z"}, 500))
    narrow = Rehearsal(plan)
    Store("K1", "aaaaaaaaaaaa").lease(narrow)
    answer = narrow.ask(c.LeaseNumbers("bbbbbbbbbbbb"), "kiosk:K1")
    assert getattr(answer, "code", None) is RefusalCode.NO_NUMBERS_LEFT


def test_blocks_outlive_the_night_since_a_store_may_be_away_for_days(hall: Rehearsal, store: Store) -> None:
    Store("K1", "ffffffffffff").lease(hall)
    hall.wait_s(24 * 3600, ticking=True)
    assert [one.first for one in hall.room.state.leases["K1"]] == [1, 21]


def test_with_no_block_left_the_store_unheard_of_for_two_days_loses_its_own() -> None:
    hall = Rehearsal(replace(away_plan(), away=AwayPlan({"K1": "Z"}, 400)))
    first, second, third = (Store("K1", digit * 12) for digit in "abc")
    first.lease(hall)
    hall.wait_s(24 * 3600, ticking=True)
    second.lease(hall)
    answer = hall.ask(c.LeaseNumbers(third.holder), "kiosk:K1")
    assert getattr(answer, "code", None) is RefusalCode.NO_NUMBERS_LEFT
    hall.wait_s(24 * 3600, ticking=True)
    third.lease(hall)
    blocks = [(one.holder, one.first) for one in hall.room.state.leases["K1"]]
    assert blocks == [(second.holder, 401), (third.holder, 1)]
    assert hall.replayed().state == hall.room.state


def test_a_handed_in_number_waits_from_the_time_of_its_issue(hall: Rehearsal, store: Store) -> None:
    hall.staff("01")
    away = store.issue(hall)
    hall.wait_s(600)
    hall.do(c.TakeTicket(A1))
    hall.wait_s(5)
    store.hand_in(hall)
    assert [called(hall), called(hall)] == [away, "A001"]


def test_the_row_of_usual_numbers_goes_on_as_if_nothing_had_been(hall: Rehearsal, store: Store) -> None:
    hall.do(c.TakeTicket(A1))
    store.issue(hall)
    store.hand_in(hall)
    hall.do(c.TakeTicket(A1))
    assert {one.number for one in hall.room.state.tickets.values()} == {"A001", "A002", "AZ001"}
    count = hall.room.queue(hall.hall.items[A1].queue)
    assert (count.issued, count.away, count.waiting) == (2, 1, 3)


def test_handing_in_again_changes_nothing(hall: Rehearsal, store: Store) -> None:
    store.issue(hall)
    store.hand_in(hall)
    before = len(hall.records)
    store.hand_in(hall)
    assert len(hall.records) == before


def test_a_number_of_another_store_is_told_apart(hall: Rehearsal, store: Store) -> None:
    store.issue(hall)
    store.hand_in(hall)
    copy = replace(store.issued[0], holder="ffffffffffff")
    answer = hall.ask(copy, "kiosk:K1")
    assert getattr(answer, "code", None) is RefusalCode.NUMBER_TAKEN


def test_another_kiosk_cannot_hand_it_in(hall: Rehearsal, store: Store) -> None:
    store.issue(hall)
    answer = hall.ask(store.issued[0], "kiosk:K2")
    assert getattr(answer, "code", None) is RefusalCode.UNKNOWN_QUEUE


def test_hours_quotas_and_closed_windows_refuse_no_paper(hall: Rehearsal, store: Store) -> None:
    store.issue(hall)
    hall.wait_s(9 * 3600)
    store.hand_in(hall)
    assert hall.ticket("AZ001").state is TicketState.WAITING


def test_an_item_no_longer_offered_becomes_another_of_its_queue(hall: Rehearsal, store: Store) -> None:
    store.issue(hall)
    said = replace(store.issued[0], item=ItemCode("gone"))
    hall.ask(said, "kiosk:K1")
    assert hall.ticket("AZ001").item == A1
    store.issue(hall)
    hall.ask(store.issued[1], "kiosk:K1")
    issued = [one.event for one in hall.records if isinstance(one.event, e.TicketIssued)]
    assert [one.away.chosen for one in issued if one.away] == ["gone", ""]


def test_a_queue_without_any_item_left_has_no_place_for_it(store: Store, hall: Rehearsal) -> None:
    store.issue(hall)
    plan = away_plan()
    bare = Rehearsal(replace(plan, items=tuple(item for item in plan.items if item.queue != "A")))
    answer = bare.ask(store.issued[0], "kiosk:K1")
    assert getattr(answer, "code", None) is RefusalCode.UNKNOWN_ITEM


def test_after_its_day_it_is_a_record_and_nobody_waits(hall: Rehearsal, store: Store) -> None:
    store.issue(hall)
    hall.wait_s(24 * 3600, ticking=True)
    store.hand_in(hall)
    assert isinstance(hall.records[-1].event, e.AwayNumberLapsed)
    assert not hall.room.state.tickets


def test_a_clock_ahead_or_behind_gains_no_place_outside_the_day(hall: Rehearsal, store: Store) -> None:
    store.issue(hall, off_ms=3_600_000)
    store.issue(hall, off_ms=-86_400_000)
    store.hand_in(hall)
    first, second = hall.ticket("AZ001"), hall.ticket("AZ002")
    assert first.issued_ms == hall.at_ms
    assert second.issued_ms == first.issued_ms


def test_priority_is_believed_and_the_classes_of_the_server_are_not(hall: Rehearsal, store: Store) -> None:
    for klass in (TicketClass.PRIORITY, TicketClass.GREEN, TicketClass.APPOINTMENT):
        store.issue(hall)
        store.issued[-1] = replace(store.issued[-1], klass=klass)
    store.hand_in(hall)
    classes = [hall.ticket(f"AZ00{n}").klass for n in (1, 2, 3)]
    assert classes == [TicketClass.PRIORITY, TicketClass.REGULAR, TicketClass.REGULAR]


class Outages:
    """Three kiosks, a server that goes and comes, sometimes from an older backup."""

    def __init__(self, numbers: int = 60) -> None:
        self._plan = away_plan(numbers)
        self.hall = Rehearsal(self._plan)
        self._disks = 0
        self.stores = [Store(f"K{n}", f"{n:012x}") for n in (1, 2, 3)]
        self.paper: list[tuple[int, str]] = []
        for store in self.stores:
            store.lease(self.hall)

    def play(self, step: str, which: int) -> None:
        store = self.stores[which % 3]
        self.hall.wait_s(7)
        match step:
            case "away":
                item = (A1, B1)[which % 2]
                self.paper.append((self.hall.at_ms, store.issue(self.hall, item)))
            case "usual":
                self.hall.do(c.TakeTicket(A1))
            case "hand_in":
                store.lease(self.hall)
                store.hand_in(self.hall)
            case "new_disk":
                # What it had not handed in would be lost with it: a disk is changed in peace.
                store.hand_in(self.hall)
                self._disks += 1
                fresh = Store(store.kiosk, f"{self._disks:011x}f")
                fresh.lease(self.hall)
                self.stores[which % 3] = fresh
            case "restore":
                self._restore(which)

    def _restore(self, which: int) -> None:
        """Put back a prefix of the journal; usual numbers lost with the rest are not looked for here."""
        kept = self.hall.records[: max(3, len(self.hall.records) - which % 7)]
        kept = [one for one in kept if one.seq <= len(kept)]
        restored = Rehearsal(self._plan, self.hall.at_ms)
        restored.records, restored.room = list(kept), self.hall.replayed(kept)
        self.hall = restored
        self.hall.do(c.GoOnAfterRestore(skip=50))


STEPS = st.tuples(st.sampled_from(("away", "away", "usual", "hand_in", "restore")), st.integers(0, 50))


@settings(max_examples=150, deadline=None)
@given(st.lists(STEPS, max_size=40))
def test_every_number_on_paper_stands_once_in_order_whatever_was_lost(steps: list[tuple[str, int]]) -> None:
    outages = Outages()
    for step, which in steps:
        outages.play(step, which)
    for store in outages.stores:
        store.lease(outages.hall)
        store.hand_in(outages.hall)
    hall, tickets = outages.hall, outages.hall.room.state.tickets.values()
    assert len(outages.paper) == len({number for _, number in outages.paper})
    away = {one.number: one for one in tickets if one.holder}
    assert away.keys() == {number for _, number in outages.paper}
    in_order = [away[number].ref_ms for _, number in sorted(outages.paper)]
    assert all(before <= after for before, after in pairwise(in_order))
    assert len({one.id for one in tickets}) == len(hall.room.state.tickets)
    replayed = hall.replayed()
    assert (replayed.state, places_of(replayed.lanes)) == (hall.room.state, places_of(hall.room.lanes))
    thawed = HallRoom.from_state(replayed.state)
    assert places_of(thawed.lanes) == places_of(hall.room.lanes)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("away", "hand_in", "new_disk")), st.integers(0, 50)), max_size=25))
def test_no_two_stores_ever_print_the_same_number(steps: list[tuple[str, int]]) -> None:
    outages = Outages(numbers=30)
    for step, which in steps:
        outages.play(step, which)
    assert len(outages.paper) == len({number for _, number in outages.paper})
