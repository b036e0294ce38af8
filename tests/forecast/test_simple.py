"""The figures without a replay: the one people know, and the one to fall back on."""

import pytest
from msgspec.structs import replace

from queue_server.forecast.law import Law
from queue_server.forecast.outcome import forecast
from queue_server.forecast.present import Doing, Flow, Habits, Present, Probe, Waiter, WindowAt
from queue_server.forecast.simple import fluid, naive_ms
from queue_server.vocabulary import ItemCode, TicketId, WindowNo

MINUTE = 60_000
NOW = 1_772_413_200_000
ITEM = ItemCode("A1")
LAW = {ITEM: Law.of(range(60_000, 660_000, 1_000))}
"""Even between 1 and 11 minutes: mean 6."""


def hall(count: int) -> Present:
    windows = tuple(WindowAt(WindowNo(f"0{n}"), (ITEM,), Doing.SERVING, NOW - MINUTE, ITEM) for n in range(2))
    waiting = tuple(Waiter(TicketId(f"t{n}"), ITEM, NOW - MINUTE - n) for n in range(count))
    return Present(NOW, windows, waiting, (Probe(ITEM),))


@pytest.mark.parametrize(("ahead", "windows", "minutes"), [(0, 3, 0), (9, 3, 18), (5, 2, 15), (4, 0, 24)])
def test_the_figure_people_know(ahead: int, windows: int, minutes: int) -> None:
    assert naive_ms(ahead, 6 * MINUTE, windows) == minutes * MINUTE


def test_the_fluid_point_is_near_the_replays_and_has_ends() -> None:
    slow, quick = forecast(hall(12), LAW, 1, replays=2000), fluid(hall(12), LAW)
    there, here = slow.probes["A1/regular"], quick.probes["A1/regular"]
    assert quick.method == "fluid"
    assert there.mid_ms is not None
    assert here.mid_ms is not None
    assert here.mid_ms == pytest.approx(there.mid_ms, rel=0.1)
    assert here.low_ms is not None
    assert here.high_ms is not None
    assert here.low_ms < here.mid_ms < here.high_ms
    assert set(quick.waits) == set(slow.waits)


def test_the_fluid_knows_nobody_to_come_and_no_chance() -> None:
    flows = (Flow(ITEM, ((NOW, NOW + 60 * MINUTE, 500.0),), weight=9_000_000),)
    busy = replace(hall(5), flows=flows, habits=Habits(no_show=0.5, recall_ms=0))
    assert fluid(busy, LAW, 1).waits == fluid(busy, LAW, 2).waits
    assert fluid(busy, LAW).waits == fluid(hall(5), LAW).waits


def test_the_fluid_says_not_today_too() -> None:
    closed = tuple(replace(one, spans=((0, NOW + MINUTE),)) for one in hall(5).windows)
    assert fluid(replace(hall(5), windows=closed), LAW).probes["A1/regular"].mid_ms is None


def test_a_hall_without_windows_has_a_fluid_too() -> None:
    assert fluid(Present(NOW, (), hall(2).waiting), LAW).waits[TicketId("t0")].mid_ms is None
