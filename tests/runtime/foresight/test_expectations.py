"""What screens are told: the longest of a queue, the last of a window, no jumping ranges, nothing stale."""

from queue_server.hall.events import Recorded, TicketIssued
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.foresight.glance import FRESH_MS
from queue_server.vocabulary import QueueCode, TicketClass, TicketId
from queue_server.wire.expected import Expected, WaitDoc
from tests.runtime.foresight.looks import A1, A2, B1, CLOSES, HALL, MIN, NOW, W1, W2, W3, look, wait, waiter

REGULAR, PRIORITY = TicketClass.REGULAR, TicketClass.PRIORITY
A, B = QueueCode("A"), QueueCode("B")


def expectations(doubtful_below_pct: int = 0) -> Expectations:
    return Expectations(HALL, doubtful_below_pct)


def test_an_item_is_told_class_by_class() -> None:
    told = expectations()
    changed = told.take(look({(A1, REGULAR): wait(8, 12, 16), (A1, PRIORITY): wait(0, 1, 2)}))
    by_class = {REGULAR: Expected(8, 20), PRIORITY: Expected(0, 2, is_next=True)}
    assert told.of_item(A1, NOW) == WaitDoc("wait/A1", A1, by_class, CLOSES)
    assert changed == {"wait/A1", "queue/A"}
    assert told.of_item(B1, NOW) is None


def test_below_the_hall_s_bound_a_new_ticket_is_doubtful() -> None:
    told = expectations(doubtful_below_pct=80)
    told.take(look({(A1, REGULAR): wait(8, 12, 16, 0.79), (B1, REGULAR): wait(8, 12, 16, 0.8)}))
    doubtful, sure = told.of_item(A1, NOW), told.of_item(B1, NOW)
    assert doubtful is not None
    assert sure is not None
    assert doubtful.by_class[REGULAR] == Expected(8, 20, served_pct=79, is_doubtful=True)
    assert sure.by_class[REGULAR] == Expected(8, 20, served_pct=80)


def test_a_queue_is_told_the_longest_of_its_items_whose_turn_comes_today() -> None:
    told = expectations()
    told.take(look({(A1, REGULAR): wait(8, 12, 16), (A2, REGULAR): wait(20, 30, 40)}))
    assert told.of_queue(A, NOW) == Expected(20, 40)
    told.take(look({(A1, REGULAR): wait(8, 12, 16), (A2, REGULAR): wait(None, None, None)}))
    assert told.of_queue(A, NOW) == Expected(8, 20)
    told.take(look({(A2, REGULAR): wait(None, None, None)}))
    assert told.of_queue(A, NOW) == Expected(120, None)


def test_a_queue_that_issues_no_number_today_is_told_nothing() -> None:
    told = expectations()
    told.take(look({(A1, REGULAR): wait(8, 12, 16)}, closes_ms=0))
    assert told.of_queue(A, NOW) is None


def test_a_window_is_told_of_the_last_who_waits_for_it() -> None:
    waits = {
        waiter("t1", A1): wait(1, 2, 4),
        waiter("t2", A1): wait(20, 25, 30),
        waiter("t3", B1): wait(40, 45, 50),
        waiter("t4", A2, only="02"): wait(60, 62, 70),
        waiter("t5", B1, comes=0.4): wait(90, 95, 99),
    }
    told = expectations()
    assert told.take(look({}, waits)) == {"desk/01", "desk/02", "desk/03"}
    assert told.of_window(W1, NOW) == Expected(20, 30)
    assert told.of_window(W2, NOW) == Expected(60, 70)
    assert told.of_window(W3, NOW) == Expected(40, 50)


def test_a_range_that_rises_a_little_stays_and_one_that_falls_is_told() -> None:
    told = expectations()
    told.take(look({(A1, REGULAR): wait(2, 4, 6)}))
    assert told.take(look({(A1, REGULAR): wait(3, 6, 8)}, seq=41)) == set()
    assert told.of_queue(A, NOW) == Expected(2, 6)
    assert told.take(look({(A1, REGULAR): wait(1, 3, 5)}, seq=42)) == {"wait/A1", "queue/A"}
    assert told.of_queue(A, NOW) == Expected(1, 5)


def test_a_ticket_s_range_goes_on_from_what_was_told_with_its_number() -> None:
    told, ticket = expectations(), TicketId("t9")
    told.take(look({}, {waiter("t1"): wait(2, 4, 6)}))
    told.issued([issued("t9", 41, 3, 7)])
    assert told.of_ticket(ticket, NOW) == Expected(3, 7)
    told.take(look({}, {waiter("t1"): wait(2, 4, 6)}, seq=40))  # taken before its number was
    assert told.of_ticket(ticket, NOW) == Expected(3, 7)
    told.take(look({}, {waiter("t9"): wait(4, 6, 9)}, seq=42))
    assert told.of_ticket(ticket, NOW) == Expected(3, 7)  # rises of less than three minutes
    told.take(look({}, {waiter("t9"): wait(1, 2, 4)}, seq=43))
    assert told.of_ticket(ticket, NOW) == Expected(1, 4)
    told.take(look({}, seq=44))
    assert told.of_ticket(ticket, NOW) is None


def all_of(told: Expectations, at_ms: int) -> tuple[object, ...]:
    ticket, window = told.of_ticket(TicketId("t1"), at_ms), told.of_window(W1, at_ms)
    return ticket, window, told.of_item(A1, at_ms), told.of_queue(A, at_ms)


def issued(ticket: str, seq: int, low_min: int, high_min: int) -> Recorded:
    wait_ms = (3 * MIN, 5 * MIN, 7 * MIN)
    first = FirstForecast(40, NOW, 40, "digest", *wait_ms, low_min, high_min)
    event = TicketIssued(TicketId(ticket), "A009", 9, A, A1, REGULAR, 1_000_000, NOW, 3, wait=first)
    return Recorded(seq, NOW, "kiosk:K1", f"q{seq}", event)


def test_what_is_older_than_a_minute_is_told_to_nobody() -> None:
    told = expectations()
    told.take(look({(A1, REGULAR): wait(8, 12, 16)}, {waiter("t1"): wait(2, 4, 6)}))
    assert None not in all_of(told, NOW + FRESH_MS)
    assert set(all_of(told, NOW + FRESH_MS + 1)) == {None}
    assert told.lapse(NOW + FRESH_MS) == set()
    assert told.lapse(NOW + FRESH_MS + 1) == {"wait/A1", "queue/A", "desk/01", "desk/02", "desk/03"}
    assert told.of_item(A1, NOW) is None
    assert told.lapse(NOW + FRESH_MS + 2) == set()
