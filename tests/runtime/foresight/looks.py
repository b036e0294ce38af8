"""Looks at a hall with two queues, made by hand, for the tests of what is told of them."""

from collections.abc import Mapping

from queue_server.forecast.conformal import Offsets
from queue_server.forecast.law import Law
from queue_server.forecast.outcome import Forecast, Wait
from queue_server.forecast.present import Doing, Present, Probe, Waiter, WindowAt
from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import small_plan
from queue_server.runtime.foresight.glance import Glance, Seen
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

NOW = 1_772_414_400_000
MIN = 60_000
A1, A2, B1 = (ItemCode(code) for code in ("A1", "A2", "B1"))
W1, W2, W3 = (WindowNo(number) for number in ("01", "02", "03"))
CLOSES = NOW + 120 * MIN
HALL = Hall(small_plan())
RAW = (Offsets(0.0, 0.0),) * 5
"""No correction: what is told is the quantiles, rounded."""
LAWS = {A1: Law.of([6 * MIN]), A2: Law.of([6 * MIN]), B1: Law.of([10 * MIN])}


def wait(low: float | None, mid: float | None, high: float | None, served: float = 1.0) -> Wait:
    """Return a wait of so many minutes."""
    low_ms, mid_ms, high_ms = (None if one is None else round(one * MIN) for one in (low, mid, high))
    return Wait(low_ms, mid_ms, high_ms, mid_ms, 1.0, served)


def waiter(ticket: str, item: ItemCode = A1, only: str = "", comes: float = 1.0) -> Waiter:
    return Waiter(TicketId(ticket), item, NOW - MIN, only=WindowNo(only), comes=comes)


def look(
    probes: Mapping[tuple[ItemCode, TicketClass], Wait],
    waits: Mapping[Waiter, Wait] | None = None,
    *,
    at_ms: int = NOW,
    seq: int = 40,
    ahead: int = 0,
    idle: tuple[WindowNo, ...] = (),
    closes_ms: int = CLOSES,
    offsets: tuple[Offsets, ...] = RAW,
) -> Seen:
    """Return a look at the hall in which these waits were foreseen; windows serve, but the idle ones."""
    skills = {W1: (A1, A2), W2: (A1, A2), W3: (A1, B1)}
    windows = tuple(
        WindowAt(number, items, Doing.IDLE if number in idle else Doing.SERVING)
        for number, items in skills.items()
    )
    asked = tuple(Probe(item, klass, closes_ms=closes_ms) for item, klass in probes)
    waits = waits or {}
    present = Present(at_ms, windows, waiting=tuple(waits), probes=asked, seq=seq)
    foreseen = Forecast(
        at_ms,
        seq,
        seq,
        "digest",
        {one.ticket: told for one, told in waits.items()},
        {probe.key: told for probe, told in zip(asked, probes.values(), strict=True)},
    )
    return Seen(Glance(present, LAWS, {probe.item: ahead for probe in asked}, offsets), foreseen)
