"""A part of the hall that is played by itself: windows that share items, and everybody who waits for them.

What cannot meet cannot make each other wait, so each part is replayed alone. Within a part tickets stand in
lanes as in ``hall.lanes``: same windows, same weight, by ref. Only the heads of lanes are compared. Citizens
still to come stand in lanes of their own, since their instants differ between the replays.
"""

from collections.abc import Iterable
from typing import NamedTuple

from queue_server.forecast.present import Booked, Flow, Present, Probe, Waiter, WindowAt
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

Entry = Waiter | Booked | Probe
FETCH_FIRST = 1000
"""A ticket that went to fetch something weighs so many times its own."""


class LaneKey(NamedTuple):
    """What tickets of one lane share."""

    windows: tuple[WindowNo, ...]
    weight: int
    is_regular: bool
    is_early: bool = False
    """Those who stand there before their clock begins: they may be called, but after all whose has begun."""


class Part(NamedTuple):
    """Windows in the order in which they take a ticket, and lanes in their own order."""

    windows: tuple[WindowAt, ...]
    lanes: tuple[tuple[LaneKey, tuple[Entry, ...]], ...]
    flows: tuple[tuple[LaneKey, tuple[Flow, ...]], ...]
    probes: tuple[tuple[LaneKey, tuple[Probe, ...]], ...]
    """All that are asked for in a lane; the first stands there for all."""


def parts_of(present: Present) -> tuple[tuple[Part, ...], tuple[Waiter | Probe, ...]]:
    """Return the parts in which somebody's wait is asked for, and those whom no window serves."""
    serving = _serving(present)
    root = _roots(present, serving)
    lanes, nowhere = _standing(present, serving, root)
    probes: dict[LaneKey, list[Probe]] = {}
    for probe in present.probes:
        if not serving.get(probe.item):
            nowhere.append(probe)
            continue
        asked = probes.setdefault(_key(probe, serving), [])
        asked.append(probe)
    for key, asked in probes.items():
        lanes.setdefault(key, []).append(asked[0])
    by_root: dict[WindowNo, list[LaneKey]] = {}
    for key in lanes:
        by_root.setdefault(root[key.windows[0]], []).append(key)
    flows = _flows(present, serving)
    parts = tuple(
        Part(
            windows=_in_turn(window for window in present.windows if root[window.number] == name),
            lanes=tuple(
                (key, tuple(sorted(lanes[key], key=lambda one: _turn(one, present)))) for key in keys
            ),
            flows=tuple((key, of) for key, of in flows if root[key.windows[0]] == name),
            probes=tuple((key, tuple(probes[key])) for key in keys if key in probes),
        )
        for name, keys in by_root.items()
        if any(isinstance(entry, Waiter | Probe) for key in keys for entry in lanes[key])
    )
    return tuple(_without_idle_flows(part, present) for part in parts), tuple(nowhere)


def _standing(
    present: Present, serving: dict[ItemCode, tuple[WindowNo, ...]], root: dict[WindowNo, WindowNo]
) -> tuple[dict[LaneKey, list[Entry]], list[Waiter | Probe]]:
    """Return who waits or has booked, by lane, and those whom no window serves.

    Keys are large: one is made for all who are alike.
    """
    lanes: dict[LaneKey, list[Entry]] = {}
    nowhere: list[Waiter | Probe] = []
    alike: dict[tuple[ItemCode, int, TicketClass], list[Entry]] = {}
    for waiter in present.waiting:
        sides = (waiter.item, waiter.weight, waiter.klass)
        is_early = waiter.ref_ms > present.at_ms
        if sides in alike and not waiter.only and not is_early:
            alike[sides].append(waiter)
            continue
        key = _key(waiter, serving)._replace(is_early=is_early)
        if not key.windows or key.windows[0] not in root:
            nowhere.append(waiter)
            continue
        lane = lanes.setdefault(key, [])
        lane.append(waiter)
        if not waiter.only and not is_early:
            alike[sides] = lane
    for booked in present.booked:
        if serving.get(booked.item):
            lanes.setdefault(_key(booked, serving), []).append(booked)
    return lanes, nowhere


def _flows(
    present: Present, serving: dict[ItemCode, tuple[WindowNo, ...]]
) -> list[tuple[LaneKey, tuple[Flow, ...]]]:
    flows: dict[LaneKey, list[Flow]] = {}
    for flow in present.flows:
        if serving.get(flow.item):
            flows.setdefault(_key(flow, serving), []).append(flow)
    return [(key, tuple(of)) for key, of in flows.items()]


def _without_idle_flows(part: Part, present: Present) -> Part:
    """Leave out those still to come who can pass nobody: where all windows serve all, whoever comes later
    with no more weight is called after all who wait now."""
    keys = [key for key, _ in part.lanes]
    is_open = len({key.windows for key in (*keys, *(key for key, _ in part.flows))}) == 1
    has_begun = all(
        isinstance(entry, Probe) or entry.ref_ms <= present.at_ms for _, lane in part.lanes for entry in lane
    )
    if not (is_open and has_begun) or present.policy == "ratio":
        return part
    least = min(key.weight for key in keys)
    passing = tuple(one for one in part.flows if present.policy != "fifo" and one[0].weight > least)
    return part._replace(flows=passing)


def _serving(present: Present) -> dict[ItemCode, tuple[WindowNo, ...]]:
    serving: dict[ItemCode, list[WindowNo]] = {}
    for window in present.windows:
        for item in window.items:
            serving.setdefault(item, []).append(window.number)
    return {item: tuple(sorted(numbers)) for item, numbers in serving.items()}


def _roots(present: Present, serving: dict[ItemCode, tuple[WindowNo, ...]]) -> dict[WindowNo, WindowNo]:
    """Return for each window the name of its part: windows that share an item have the same.

    With the policy ratio all do, since its count of calls is that of the whole hall.
    """
    if present.policy == "ratio":
        return {window.number: present.windows[0].number for window in present.windows}
    root = {window.number: window.number for window in present.windows}

    def find(number: WindowNo) -> WindowNo:
        while root[number] != number:
            root[number] = number = root[root[number]]
        return number

    for numbers in set(serving.values()):
        for number in numbers[1:]:
            root[find(number)] = find(numbers[0])
    return {number: find(number) for number in root}


def _key(entry: Entry | Flow, serving: dict[ItemCode, tuple[WindowNo, ...]]) -> LaneKey:
    is_regular = entry.klass is TicketClass.REGULAR
    if isinstance(entry, Waiter) and entry.only:
        weight = entry.weight * FETCH_FIRST if entry.is_fetch else entry.weight
        return LaneKey((entry.only,), weight, is_regular)
    return LaneKey(serving.get(entry.item, ()), entry.weight, is_regular)


def _turn(entry: Entry, present: Present) -> tuple[int, int, int, TicketId]:
    """Return the place within the lane: by ref, issue, number; a ticket issued now comes after all of now."""
    if isinstance(entry, Waiter):
        return (entry.ref_ms, entry.issued_ms, entry.seq, entry.ticket)
    if isinstance(entry, Booked):
        return (entry.ref_ms, present.at_ms, 0, TicketId(""))
    return (present.at_ms, present.at_ms + 1, 0, TicketId(""))


def _in_turn(windows: Iterable[WindowAt]) -> tuple[WindowAt, ...]:
    """Return the windows as a ticket chooses among idle ones: fewest skills, idle longest, lowest number."""
    return tuple(sorted(windows, key=lambda one: (len(one.items), one.since_ms, one.number)))
