"""Policies compared on the same days: the same citizens with the same services come to the same windows.

A wait counts from when a ticket's clock begins: the issue, or five minutes before the slot of an appointment
that came early. Who was transferred waits anew, in a class of its own.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
import numpy as np

from queue_server.hall.lookup import MINUTE_MS
from queue_server.hall.plan import Dispatch
from queue_server.study.days import Day
from queue_server.study.facts import Called, Fact, Issued, Moved
from queue_server.study.figures import Days, Figure
from queue_server.study.hall_day import play_day
from queue_server.vocabulary import TicketId

POLICIES: Mapping[str, Dispatch] = {
    "p1.5": Dispatch(),
    "p2": Dispatch(power=2.0),
    "fifo": Dispatch(policy="fifo"),
    "static": Dispatch(policy="static"),
    "ratio": Dispatch(policy="ratio"),
}
"""By the name on the command line: accumulating priority of power 1.5 and 2, and the others."""
ALL, TRANSFERRED = "all", "transferred"
MOST = 0.95


class PolicyScore(msgspec.Struct, frozen=True):
    """One class under one policy. Minutes, and shares from 0 to 1."""

    policy: str
    klass: str
    tickets: int
    mean: Figure
    against: Figure
    """The mean less that of the first policy, on the same days."""
    most: Figure
    """What 95 of 100 waits stay below."""
    longest: float
    within: Figure | None
    """The share that waited no longer than the target of the class."""


class Wait(msgspec.Struct, frozen=True):
    day: int
    klass: str
    minutes: float


def compare_policies(days: Sequence[Day], names: Sequence[str]) -> tuple[PolicyScore, ...]:
    """Return every class under every policy, all over the same days."""
    waits = {name: waits_under(days, POLICIES[name]) for name in names}
    drawn = Days(len(days))
    first = waits[names[0]]
    classes = (ALL, *sorted({one.klass for one in first}, key=_turn))
    return tuple(
        score
        for name in names
        for klass in classes
        if (score := _score(drawn, name, klass, waits[name], first)) is not None
    )


def waits_under(days: Iterable[Day], dispatch: Dispatch) -> list[Wait]:
    """Return every wait of the days under a policy."""
    return [
        Wait(number, klass, minutes)
        for number, day in enumerate(days)
        for klass, minutes in _waits_of(play_day(day, dispatch))
    ]


def _waits_of(facts: Iterable[Fact]) -> Iterable[tuple[str, float]]:
    since: dict[TicketId, tuple[str, int]] = {}
    for fact in facts:
        if isinstance(fact, Issued):
            since[fact.ticket] = (fact.klass, fact.ref_ms)
        elif isinstance(fact, Moved):
            since[fact.ticket] = (TRANSFERRED, fact.at_ms)
        elif isinstance(fact, Called) and fact.ticket in since:
            klass, ref_ms = since.pop(fact.ticket)
            yield klass, max(0, fact.at_ms - ref_ms) / MINUTE_MS


def _turn(klass: str) -> int:
    return ("regular", "priority", "appointment", "green", TRANSFERRED).index(klass)


def _score(drawn: Days, name: str, klass: str, waits: list[Wait], first: list[Wait]) -> PolicyScore | None:
    ours, theirs = ([one for one in of if klass in (ALL, one.klass)] for of in (waits, first))
    if not ours or not theirs:
        return None
    minutes, days = np.array([one.minutes for one in ours]), np.array([one.day for one in ours])
    before, days_before = np.array([one.minutes for one in theirs]), np.array([one.day for one in theirs])
    target = _targets().get(klass)
    return PolicyScore(
        name,
        klass,
        len(ours),
        mean=drawn.mean(minutes, days),
        against=drawn.difference((minutes, days), (before, days_before)),
        most=drawn.quantile(minutes, days, MOST),
        longest=float(minutes.max()),
        within=drawn.mean((minutes <= target).astype(np.float64), days) if target else None,
    )


def _targets() -> dict[str, int]:
    usual = Dispatch()
    return {
        **{str(klass): target for klass, target in usual.targets_min.items()},
        TRANSFERRED: usual.transfer_target_min,
    }
