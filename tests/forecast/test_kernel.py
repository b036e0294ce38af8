"""The replay calls as the hall would: against a slow hall that uses the hall's own dispatch."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.forecast.law import Floats, Law
from queue_server.forecast.present import Doing, Habits, Present, Probe, Waiter, WindowAt
from queue_server.forecast.replay import replay
from queue_server.hall.dispatch import POLICY_NAMES
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo
from tests.forecast.slow_hall import SlowHall

MINUTE = 60_000
NOW = 1_772_413_200_000
ITEMS = tuple(map(ItemCode, ("A", "B", "C", "D")))
WEIGHTS = {TicketClass.REGULAR: 1_000_000, TicketClass.PRIORITY: 5_524_271, TicketClass.GREEN: 3_952_847}


@st.composite
def windows(draw: st.DrawFn) -> tuple[WindowAt, ...]:
    count = draw(st.integers(1, 5))
    return tuple(draw(window(number)) for number in range(count))


@st.composite
def window(draw: st.DrawFn, number: int) -> WindowAt:
    doing = draw(st.sampled_from(list(Doing)))
    items = tuple(sorted(draw(st.sets(st.sampled_from(ITEMS), min_size=1))))
    spans = draw(st.sampled_from(((), ((-90, 40), (70, 400)), ((20, 60),))))
    if doing is not Doing.AWAY and spans and not spans[0][0] <= 0 < spans[0][1]:
        spans = ()  # a window at work outside its plan has its own test
    return WindowAt(
        WindowNo(f"{number:02}"),
        items,
        doing,
        NOW - draw(st.integers(0, 2 * MINUTE)),
        draw(st.sampled_from(items)),
        draw(st.sampled_from((0.5, 1.0, 1.25))),
        tuple((NOW + start * MINUTE, NOW + end * MINUTE) for start, end in spans),
    )


@st.composite
def waiters(draw: st.DrawFn) -> tuple[Waiter, ...]:
    agos = draw(st.lists(st.integers(-1200, 3600), max_size=14, unique=True))
    return tuple(draw(waiter(seq, NOW - 1000 * ago)) for seq, ago in enumerate(agos))


@st.composite
def waiter(draw: st.DrawFn, seq: int, ref_ms: int) -> Waiter:
    klass = draw(st.sampled_from(list(WEIGHTS)))
    only = WindowNo(draw(st.sampled_from(("", "", "", "", "00", "01"))))
    is_fetch = bool(only) and draw(st.booleans())
    return Waiter(
        TicketId(f"t{seq}"),
        draw(st.sampled_from(ITEMS)),
        ref_ms,
        klass,
        WEIGHTS[klass],
        min(ref_ms, NOW),
        seq,
        only,
        is_fetch,
    )


@st.composite
def presents(draw: st.DrawFn) -> Present:
    return Present(
        NOW,
        draw(windows()),
        draw(waiters()),
        tuple(Probe(item, klass, weight) for item in ITEMS[:2] for klass, weight in WEIGHTS.items()),
        habits=Habits(gap_ms=draw(st.sampled_from((0, 7_001)))),
        policy=draw(st.sampled_from(POLICY_NAMES)),
        ratio=draw(st.integers(1, 3)),
        regular_debt=draw(st.integers(0, 3)),
    )


LAWS = {item: Law.of([(5 + 2.37 * n) * MINUTE]) for n, item in enumerate(ITEMS)}


@settings(max_examples=300, deadline=None)
@given(presents())
def test_the_replay_calls_as_the_slow_hall_does(present: Present) -> None:
    told = replay(present, LAWS, seed=1, replays=2)
    slow = SlowHall(present, LAWS).play()
    calls_of: list[tuple[str, Floats]] = [*told.probes_ms.items(), *told.waits_ms.items()]
    for key, calls in calls_of:
        assert calls[0] == calls[1]
        assert calls[0] == pytest.approx(slow.get(key, float("inf")), abs=1.0), key
