"""Ten thousand clients: how long they take to come, what each costs in memory, what telling them all costs.

They are phones, the only clients there are thousands of: eight of each ticket, as many as one may have. The
floors are as many bare websockets of the same library that only stand there, and plain sockets that are sent
as much.
"""

import resource
from collections.abc import Iterator

import msgspec

from queue_server.drill.burst import plain_floor
from queue_server.drill.figures import Figure, percentile_of_any
from queue_server.drill.hall import ITEM
from queue_server.drill.helpers import Helper, helper
from queue_server.drill.load_boards import Boards, Called
from queue_server.drill.load_phones import Phones, Told
from queue_server.drill.load_plain import Idle, Stood
from queue_server.drill.rig import HallProcess, Rig, asked

PART = "crowd"
PER_TICKET = 8
CALL_EVERY_S = 2.0
"""Long enough that the telling of one call is over before the next."""
KIB_EACH = 20.0
FILES_KEPT = 2_500
"""Of the files the server may open: its backlog, journal and streams."""


def crowd(rig: Rig) -> Iterator[Figure]:
    """Yield set-up, memory and fan-out of as many clients as were asked for, or as this system allows."""
    clients, note = _possible(rig.scale.crowd)
    rig.say(f"crowd: {clients} clients")
    bare_s, bare_kib = _bare(clients)
    with rig.hall() as hall, helper("load") as phones, helper("load") as window:
        before_kib = hall.process.memory_kib
        calls = rig.scale.crowd_calls
        listens_s = (calls + 1) * CALL_EVERY_S
        phones.prepare(asked("follow", Phones(hall.url, clients, PER_TICKET, ITEM, listens_s)))
        each_kib = (hall.process.memory_kib - before_kib) / clients
        called, cpu_s = _called(hall, window, phones, calls)
        told = msgspec.convert(phones.hear(), Told)
    with helper("floor_server") as floors, helper("load") as load:
        plain = plain_floor(floors, int(floors.hear()["plain"]), load, clients, told.message_bytes)
    spans = told.after_ms(called.pressed_ns)
    yield Figure(
        PART, f"set-up of {clients} clients", told.set_up_s, "s", floor=bare_s, floor_name="bare", note=note
    )
    yield Figure(
        PART, "memory of one client", each_kib, "KiB", floor=bare_kib, floor_name="bare", aim=KIB_EACH
    )
    yield Figure(
        PART,
        f"call to the last of {clients} phones, p50",
        percentile_of_any(spans, 50),
        "ms",
        floor=plain.last_ms,
        floor_name="plain sockets",
        p50_ms=percentile_of_any(spans, 50),
        p99_ms=percentile_of_any(spans, 99),
        load_cpu=told.cpu_share,
        note="phones have rounds of 200 ms",
    )
    yield Figure(
        PART,
        "server's processor time to tell one client",
        cpu_s / max(1, told.messages) * 1e6,
        "µs",
        floor=plain.cpu_us,
        floor_name="plain sockets",
        note=f"{told.messages} messages told by {calls} calls",
    )


def _called(hall: HallProcess, window: Helper, phones: Helper, calls: int) -> tuple[Called, float]:
    """Let phones listen and the window call; return the calls and what they cost the server."""
    window.prepare(asked("call", Boards(hall.url, 0, calls, 1 / CALL_EVERY_S)))
    cpu_s = hall.process.cpu_s
    phones.tell("go")
    window.tell("go")
    called = msgspec.convert(window.hear(), Called)
    return called, hall.process.cpu_s - cpu_s


def _bare(clients: int) -> tuple[float, float]:
    """Return set-up seconds and memory of one bare connection."""
    with helper("floor_server") as floors, helper("load") as load:
        url = f"ws://127.0.0.1:{floors.hear()['port']}"
        before_kib = floors.memory_kib
        load.prepare(asked("stand", Idle(url, clients)))
        each_kib = (floors.memory_kib - before_kib) / clients
        load.tell("go")
        return msgspec.convert(load.hear(), Stood).set_up_s, each_kib


def _possible(clients: int) -> tuple[int, str]:
    """Return how many this system lets us open, and what to say when it is fewer."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = clients if hard == resource.RLIM_INFINITY else min(clients, hard - FILES_KEPT)
    if most == clients:
        return clients, ""
    return most, f"{clients} were asked for; this system lets a process open {hard} files (ulimit -Hn)"
