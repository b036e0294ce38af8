"""Days drawn by chance: the same for the same seed, as busy as asked, and with the book's own classes."""

import numpy as np

from queue_server.hall.plan import Dispatch
from queue_server.study.days import LATE_MS, draw_days, lognormal, start_of
from queue_server.study.hall_day import play_day
from queue_server.study.world import usual_world
from queue_server.vocabulary import TicketClass

DAY_MS = 86_400_000


def test_the_same_seed_is_the_same_days_however_many() -> None:
    world = usual_world(1.15)
    few, more = list(draw_days(world, 3, 2)), list(draw_days(world, 3, 4))
    assert few == more[:2]
    assert list(draw_days(world, 4, 2)) != few


def test_the_same_day_happens_the_same_way_again() -> None:
    day = next(draw_days(usual_world(1.15), 5, 1))
    assert play_day(day, Dispatch()) == play_day(day, Dispatch())


def test_a_week_has_five_days() -> None:
    assert start_of(5) - start_of(4) == 3 * DAY_MS
    assert start_of(4) - start_of(0) == 4 * DAY_MS


def test_twice_the_load_is_twice_the_citizens() -> None:
    once, twice = (
        sum(len(day.citizens) for day in draw_days(usual_world(load), 1, 10)) for load in (0.6, 1.2)
    )
    assert 1.9 < twice / once < 2.1


def test_the_busy_hours_bring_the_load_and_lunch_less() -> None:
    """At load 1 as much work comes in a minute of the peak as all windows do."""
    world = usual_world(1.0)
    minutes = [(one.at_ms - day.start_ms) / 60_000 for day in draw_days(world, 2, 60) for one in day.citizens]
    peak = sum(560 <= minute < 640 for minute in minutes) / 60 / 80
    lunch = sum(700 <= minute < 800 for minute in minutes) / 60 / 100
    assert 0.95 < peak * world.cost_min / len(world.seats) < 1.05
    assert lunch < 0.5 * peak


def test_who_checks_in_too_late_is_a_regular_one() -> None:
    days = list(draw_days(usual_world(1.15), 6, 20))
    slots = {(day.start_ms, one.code): one.slot_ms for day in days for one in day.booked}
    came = [(one, slots[day.start_ms, one.booking]) for day in days for one in day.citizens if one.booking]
    for one, slot_ms in came:
        is_late = one.at_ms > slot_ms + LATE_MS
        assert (one.klass is TicketClass.REGULAR) is is_late
        assert is_late or one.ref_ms == max(one.at_ms, slot_ms - 300_000)
    assert 0.85 < len(came) / len(slots) < 0.95


def test_lognormal_has_its_mean_and_spread() -> None:
    values = lognormal(np.random.Generator(np.random.PCG64(1)), 0.8, 200_000, 9.0)
    assert abs(values.mean() - 9.0) < 0.1
    assert abs(values.std() / values.mean() - 0.8) < 0.03
