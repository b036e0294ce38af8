"""Numbers issued without the server: each one once, on the disk first, and a word where there is none."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.citizen.away.clock import IssueTime
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.records import Leased
from kiosk.citizen.away.stops import AwayStop
from kiosk.citizen.away.store import NotKept
from kiosk.citizen.sample_hall import ITEMS
from kiosk.citizen.visit import Visit
from queue_server.clock import ManualClock
from queue_server.vocabulary import ItemCode
from queue_server.wire.from_server import TicketSlip
from queue_server.wire.ticket_codes import ticket_code
from tests.kiosk_citizen.away.hall import BLOCK, HALL, ITEM, NOW_MS, Log, desk_at, store_at

DAY_MS = 86_400_000


@pytest.fixture
def desk(tmp_path: Path) -> AwayDesk:
    return desk_at(tmp_path / "k.away")


def take(desk: AwayDesk, item: ItemCode = ITEM, hall: IssueTime = HALL) -> TicketSlip:
    slip = desk.issue(Visit(), item, hall, wants_paper=True)
    assert isinstance(slip, TicketSlip), slip
    return slip


def test_the_number_is_queue_mark_and_ordinal_with_the_code_of_the_block(desk: AwayDesk) -> None:
    slip = take(desk)
    assert slip.number == f"{slip.queue}Z001"
    assert slip.ticket == f"20260302-{slip.number}"
    assert slip.code == ticket_code(bytes.fromhex(BLOCK.key), slip.ticket)
    assert slip.link == f"https://hall.test/t/{slip.code}"
    assert slip.expected is None


def test_each_queue_counts_for_itself_and_each_day_from_the_first(desk: AwayDesk) -> None:
    other = next(doc.code for doc in ITEMS if doc.queue != ITEMS[0].queue)
    numbers = [take(desk).number, take(desk).number, take(desk, other).number]
    assert [number[-3:] for number in numbers] == ["001", "002", "001"]
    tomorrow = take(desk, hall=IssueTime(NOW_MS + DAY_MS, 20))
    assert (tomorrow.ticket[:8], tomorrow.number[-3:]) == ("20260303", "001")


def test_a_used_up_block_issues_nothing_and_another_block_goes_on_in_its_own_numbers(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "k.away", block=Leased("Z", 1, 2, "ab" * 32))
    assert [take(desk).number[-3:] for _ in range(2)] == ["001", "002"]
    assert desk.issue(Visit(), ITEM, HALL, wants_paper=True) is AwayStop.USED_UP
    desk.lease(Leased("Z", 201, 400, "ab" * 32))
    assert take(desk).number[-3:] == "201"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["take", "restart", "other", "block"]), max_size=25))
def test_no_number_is_issued_twice_whatever_happens(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str]
) -> None:
    path = tmp_path_factory.mktemp("away") / "k.away"
    desk = desk_at(path)
    other = next(doc.code for doc in ITEMS if doc.queue != ITEMS[0].queue)
    found, first = [], 1
    for step in steps:
        match step:
            case "restart":
                desk.store.close()
                desk = AwayDesk(store_at(path), ManualClock(NOW_MS), Log())
            case "block":
                first += 200
                desk.lease(Leased("Z", first, first + 199, "ab" * 32))
            case _:
                found.append(take(desk, ITEM if step == "take" else other).ticket)
    desk.store.close()
    assert len(found) == len(set(found))


def test_a_disk_that_fails_issues_nothing(desk: AwayDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise NotKept("full")

    with monkeypatch.context() as broken:
        broken.setattr(desk.store, "append", fail)
        assert desk.issue(Visit(), ITEM, HALL, wants_paper=True) is AwayStop.NOT_KEPT
    assert take(desk).number.endswith("001")


def test_outside_the_hours_and_for_a_strange_item_nothing_is_issued(desk: AwayDesk) -> None:
    night = IssueTime(NOW_MS + 12 * 3_600_000, 20)
    assert desk.issue(Visit(), ITEM, night, wants_paper=True) is AwayStop.OUTSIDE_HOURS
    assert desk.issue(Visit(), ItemCode("none"), HALL, wants_paper=True) is AwayStop.GONE


def test_without_a_block_nothing_is_issued(tmp_path: Path) -> None:
    desk = desk_at(tmp_path / "k.away", block=Leased())
    assert not desk.has_block
    assert desk.issue(Visit(), ITEM, HALL, wants_paper=True) is AwayStop.NO_BLOCK


def test_a_start_without_the_hall_goes_on_by_the_own_clock(tmp_path: Path) -> None:
    path = tmp_path / "k.away"
    first = desk_at(path)
    before = take(first)
    first.store.close()
    desk = AwayDesk(store_at(path), ManualClock(NOW_MS + 60_000), Log())
    assert desk.has_block
    after = take(desk, hall=IssueTime(0, 0))
    assert after.number[-3:] == "002"
    assert before.issued_ms + 60_000 == after.issued_ms
