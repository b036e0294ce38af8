"""Days of a simulated hall, drawn by chance before they are played: citizens, windows, the book.

What lasts from day to day (each window's own speed) comes from the seed, each day from seed and number: the
same seed gives the same days under every policy.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from queue_server.forecast.law import Floats
from queue_server.hall.lookup import DAY_MS, MINUTE_MS
from queue_server.study.citizens import Break, Citizen, Counter
from queue_server.study.facts import Booked
from queue_server.study.world import Seat, Work, World
from queue_server.vocabulary import ItemCode, TicketClass

Chance = np.random.Generator
FIRST_MS = 1_772_380_800_000
"""Midnight of the first day in the hall, a Monday: 2026-03-02 at UTC+8."""
WORKING_DAYS, WEEK = 5, 7
EARLY_MS, LATE_MS = 300_000, 900_000
"""An appointment's clock begins so long before its slot; one who comes so late is a regular one."""
SLOT_MIN = 15
LUNCH_LEAST = 0.75
"""Whoever leaves late for lunch still takes so much of it."""


class Day(NamedTuple):
    """A day before it is played."""

    start_ms: int
    """Local midnight."""
    citizens: tuple[Citizen, ...]
    counters: tuple[Counter, ...]
    booked: tuple[Booked, ...]


def start_of(number: int) -> int:
    """Return the midnight of a working day, counted from 0."""
    weeks, day = divmod(number, WORKING_DAYS)
    return FIRST_MS + (weeks * WEEK + day) * DAY_MS


def draw_days(world: World, seed: int, count: int) -> Iterator[Day]:
    """Yield the days of a hall."""
    speeds = lognormal(_chance(seed, 0), world.speed_spread, len(world.seats))
    for number in range(count):
        yield _day(world, speeds, number, _chance(seed, number + 1))


def _chance(seed: int, number: int) -> Chance:
    return np.random.Generator(np.random.PCG64([seed, number]))


def lognormal(chance: Chance, spread: float, count: int, mean: float = 1.0) -> Floats:
    """Return lognormal numbers of a mean, ``spread`` being standard deviation over mean."""
    variance = math.log(1 + spread**2)
    return np.asarray(
        mean * np.exp(math.sqrt(variance) * chance.standard_normal(count) - variance / 2), dtype=np.float64
    )


def _day(world: World, speeds: Floats, number: int, chance: Chance) -> Day:
    start_ms = start_of(number)
    volume = world.weekdays[number % WORKING_DAYS] * lognormal(chance, world.volume_spread, 1)[0]
    moods = speeds * lognormal(chance, world.mood_spread, len(speeds))
    counters = [
        _counter(world, seat, start_ms, speed, chance) for seat, speed in zip(world.seats, moods, strict=True)
    ]
    walk_ins = _walk_ins(world, start_ms, volume * (1 - world.booked), chance)
    booked = _booked(world, start_ms, volume, chance)
    checked_in = _checked_in(world, booked, chance)
    citizens = sorted((*walk_ins, *checked_in), key=lambda one: one.at_ms)
    return Day(start_ms, tuple(citizens), tuple(counters), tuple(booked))


def _counter(world: World, seat: Seat, start_ms: int, speed: float, chance: Chance) -> Counter:
    """Draw a window's day: a little late, lunch and back a little late, pauses now and then."""
    away, back = (start_ms + minute * MINUTE_MS for minute in seat.lunch)
    leaves_ms = round(away + chance.normal(0.0, 1.5) * MINUTE_MS)
    late_ms = round(chance.exponential(world.late) * MINUTE_MS)
    breaks = [Break(leaves_ms, back + late_ms, round((back - away) * LUNCH_LEAST))]
    opens_ms = round(start_ms + (world.opens + chance.exponential(1.0)) * MINUTE_MS)
    closes_ms = start_ms + world.closes * MINUTE_MS
    pause_ms = float(opens_ms)
    while (pause_ms := pause_ms + chance.exponential(world.pause_every) * MINUTE_MS) < closes_ms:
        lasts_ms = round(lognormal(chance, 0.6, 1, world.pause)[0] * MINUTE_MS)
        if not away - 2 * lasts_ms < pause_ms < back + late_ms:
            breaks.append(Break(round(pause_ms), round(pause_ms) + lasts_ms, lasts_ms))
    return Counter(
        seat.number,
        seat.items,
        opens_ms,
        tuple(sorted(breaks)),
        closes_ms,
        world.overtime * MINUTE_MS,
        float(speed),
    )


def _instants(world: World, start_ms: int, volume: float, chance: Chance) -> list[int]:
    """Draw when people come: a Poisson stream that follows the day's profile."""
    at: list[Floats] = []
    for (begins, share), (ends, _) in zip(world.profile, world.profile[1:], strict=False):
        count = chance.poisson(share * volume * world.peak_per_min * (ends - begins))
        at.append(chance.uniform(begins, ends, count))
    minutes = np.sort(np.concatenate(at))
    return [start_ms + round(float(minute) * MINUTE_MS) for minute in minutes]


def _walk_ins(world: World, start_ms: int, volume: float, chance: Chance) -> Iterator[Citizen]:
    for at_ms in _instants(world, start_ms, volume, chance):
        klass = TicketClass.PRIORITY if chance.random() < world.priority else TicketClass.REGULAR
        yield _citizen(world, at_ms, _work(world, chance), klass, chance)


def _work(world: World, chance: Chance) -> Work:
    place = int(chance.choice(len(world.works), p=[work.share for work in world.works]))
    return world.works[place]


def _citizen(world: World, at_ms: int, work: Work, klass: TicketClass, chance: Chance) -> Citizen:
    is_missing, comes_back, moves = chance.random(3) < (world.no_show, world.come_back, world.transfers)
    other = _work(world, chance)
    return Citizen(
        at_ms,
        work.item,
        _lasts_ms(world, work, chance),
        klass,
        walk_ms=round((0.1 + chance.exponential(world.walk - 0.1)) * MINUTE_MS),
        gap_ms=round(lognormal(chance, 0.6, 1, world.gap)[0] * MINUTE_MS),
        misses=int(is_missing),
        back_ms=round(chance.uniform(1, 12) * MINUTE_MS) if comes_back else 0,
        moves_to=other.item if moves else ItemCode(""),
        more_ms=_lasts_ms(world, other, chance),
    )


def _lasts_ms(world: World, work: Work, chance: Chance) -> int:
    usual = float(lognormal(chance, work.spread, 1, work.mean_min)[0])
    return round(usual * (2.0 if chance.random() < world.hard else 1.0) * MINUTE_MS)


def _booked(world: World, start_ms: int, volume: float, chance: Chance) -> list[Booked]:
    slots_ms = SLOT_MIN * MINUTE_MS
    return [
        Booked(start_ms, f"b{place}", _work(world, chance).item, at_ms // slots_ms * slots_ms)
        for place, at_ms in enumerate(_instants(world, start_ms, volume * world.booked, chance))
    ]


def _checked_in(world: World, booked: list[Booked], chance: Chance) -> Iterator[Citizen]:
    """Draw who of the book comes, early or late; too late is a regular one."""
    works = {work.item: work for work in world.works}
    for one in booked:
        is_here = chance.random() < world.booked_come
        at_ms = max(
            round(one.slot_ms + chance.normal(-6.0, 7.0) * MINUTE_MS),
            one.at_ms + world.opens * MINUTE_MS,
        )
        is_late = at_ms > one.slot_ms + LATE_MS
        klass = TicketClass.REGULAR if is_late else TicketClass.APPOINTMENT
        citizen = _citizen(world, at_ms, works[one.item], klass, chance)
        ref_ms = at_ms if is_late else max(at_ms, one.slot_ms - EARLY_MS)
        if is_here:
            yield citizen._replace(ref_ms=ref_ms, booking=one.code)
