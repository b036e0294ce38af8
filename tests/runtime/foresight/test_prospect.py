"""The first forecast of a number: the last look, moved by the time since and by those who came since."""

import pytest

from queue_server.forecast.conformal import Offsets
from queue_server.hall.outlook import FirstForecast
from queue_server.runtime.foresight.glance import FRESH_MS, Seen
from queue_server.runtime.foresight.prospect import Prospect
from queue_server.vocabulary import TicketClass
from tests.runtime.foresight.looks import A1, CLOSES, MIN, NOW, W1, W2, W3, look, wait

REGULAR, PRIORITY = TicketClass.REGULAR, TicketClass.PRIORITY


def prospect_of(seen: Seen) -> Prospect:
    prospect = Prospect()
    prospect.take(seen)
    return prospect


def of_new(prospect: Prospect, ahead: int, after_ms: int = 0) -> FirstForecast:
    first = prospect.of_new(A1, REGULAR, ahead, NOW + after_ms)
    assert first is not None
    return first


def test_at_the_instant_of_the_look_it_is_the_look_s_own() -> None:
    first = of_new(prospect_of(look({(A1, REGULAR): wait(7.2, 11.9, 16.4, 0.874)}, ahead=5)), ahead=5)
    assert (first.low_ms, first.mid_ms, first.high_ms, first.moved_ms) == (432_000, 714_000, 984_000, 0)
    assert (first.low_min, first.high_min) == (7, 20)
    assert (first.seq, first.at_ms, first.seed, first.digest, first.method) == (
        40,
        NOW,
        40,
        "digest",
        "replay",
    )
    assert first.served_pct == 87
    assert first.naive_ms == 5 * 6 * MIN / 3


def test_time_passes_and_never_below_nothing() -> None:
    prospect = prospect_of(look({(A1, REGULAR): wait(0.1, 11, 16)}, ahead=5))
    first = of_new(prospect, ahead=5, after_ms=30_000)
    assert (first.low_ms, first.mid_ms, first.high_ms) == (0, 630_000, 930_000)
    assert first.moved_ms == -30_000


def test_each_who_came_costs_what_each_cost_so_far() -> None:
    first = of_new(prospect_of(look({(A1, REGULAR): wait(8, 12, 16)}, ahead=5)), ahead=8)
    assert first.moved_ms == 3 * 2 * MIN
    assert (first.low_min, first.high_min) == (10, 25)


def test_with_few_waiting_each_who_came_costs_a_share_of_a_service() -> None:
    first = of_new(prospect_of(look({(A1, REGULAR): wait(1, 3, 5)}, ahead=1)), ahead=3)
    assert first.moved_ms == 2 * 6 * MIN / 3


def test_who_comes_while_windows_are_idle_costs_nothing_until_they_are_taken() -> None:
    prospect = prospect_of(look({(A1, REGULAR): wait(0, 0, 0)}, ahead=0, idle=(W1, W2, W3)))
    assert [of_new(prospect, ahead).moved_ms for ahead in (0, 1, 2, 3, 4)] == [0, 0, 0, 2 * MIN, 4 * MIN]


def test_the_correction_is_that_of_the_moved_wait() -> None:
    offsets = (Offsets(0, 0), Offsets(0, 0), Offsets(0.5, 0.5), Offsets(0, 0), Offsets(0, 0))
    prospect = prospect_of(look({(A1, REGULAR): wait(8, 9, 11)}, ahead=5, offsets=offsets))
    near, far = of_new(prospect, ahead=5), of_new(prospect, ahead=7)
    assert (near.low_min, near.high_min) == (8, 15)
    assert (far.low_ms, far.high_ms) == (11 * MIN, 14 * MIN)
    assert (far.low_min, far.high_min) == (9, 20)  # 11 - 2 and 14 + 2


@pytest.mark.parametrize("klass", [PRIORITY, TicketClass.GREEN])
def test_of_a_class_that_was_not_asked_about_nothing_is_known(klass: TicketClass) -> None:
    prospect = prospect_of(look({(A1, REGULAR): wait(8, 9, 11)}))
    assert prospect.of_new(A1, klass, 0, NOW) is None


def test_what_is_older_than_a_minute_is_told_to_nobody() -> None:
    prospect = prospect_of(look({(A1, REGULAR): wait(8, 9, 11)}))
    assert prospect.of_new(A1, REGULAR, 0, NOW + FRESH_MS) is not None
    assert prospect.of_new(A1, REGULAR, 0, NOW + FRESH_MS + 1) is None
    assert Prospect().of_new(A1, REGULAR, 0, NOW) is None


def test_not_today_is_told_as_not_before_the_queue_closes() -> None:
    first = of_new(prospect_of(look({(A1, REGULAR): wait(None, None, None, 0.0)}, ahead=90)), ahead=91)
    assert (first.low_ms, first.mid_ms, first.high_ms) == (None, None, None)
    assert (first.low_min, first.high_min, first.served_pct) == ((CLOSES - NOW) // MIN, None, 0)


def test_perhaps_not_today_has_a_low_end_and_no_high_one() -> None:
    first = of_new(prospect_of(look({(A1, REGULAR): wait(70, None, None, 0.3)}, ahead=90)), ahead=90)
    assert (first.low_min, first.high_min, first.served_pct) == (70, None, 30)


@pytest.mark.parametrize(("served", "is_doubtful"), [(0.59, True), (0.6, False), (1.0, False)])
def test_a_number_taken_although_the_queue_may_close_first_is_marked(
    served: float, is_doubtful: bool
) -> None:
    prospect = Prospect(doubtful_below_pct=60)
    prospect.take(look({(A1, REGULAR): wait(7, 12, 16, served)}, ahead=5))
    assert of_new(prospect, ahead=5).is_doubtful is is_doubtful
    assert not of_new(prospect_of(look({(A1, REGULAR): wait(7, 12, 16, served)}, ahead=5)), 5).is_doubtful
