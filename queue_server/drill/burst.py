"""A burst: one window calls twenty times a second, boards and phones hear it, and kiosks issue meanwhile.

Once with kiosks as busy as a large hall's, once with kiosks that never rest. Two floors: plain sockets that
send as many bytes to as many receivers, for boards and for phones.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import NamedTuple

import msgspec

from queue_server.drill.figures import Figure, percentile, percentile_of_any
from queue_server.drill.hall import ITEM
from queue_server.drill.helpers import Helper, helper
from queue_server.drill.load_boards import Boards, Called
from queue_server.drill.load_kiosks import Issued, Kiosks
from queue_server.drill.load_phones import Phones, Told
from queue_server.drill.load_plain import Plain, Reached
from queue_server.drill.rig import HallProcess, Rig, asked

PART = "burst"
KIOSKS = 8
BUSY_PACE_S = 0.1
"""Eighty numbers a second, forty times what a hall of forty windows needs."""
BOARDS_P99_MS = 6.0
KIOSK_P99_MS = 10.0
FLOOR_ROUNDS = 30
LISTENS_ON_S = 1.0


def burst(rig: Rig) -> Iterator[Figure]:
    """Yield the figures of both bursts, each beside its floor."""
    with ExitStack() as stack:
        floors, *loads = (stack.enter_context(helper(name)) for name in ("floor_server", *["load"] * 3))
        port = int(floors.hear()["plain"])
        for pace_s, how in ((BUSY_PACE_S, "80/s"), (0.0, "without rest")):
            rig.say(f"burst: {rig.scale.boards} boards, {rig.scale.phones} phones, {KIOSKS} kiosks {how}")
            with rig.hall() as hall:
                one = _Burst(rig, hall, pace_s)
                one.run(loads)
            boards = plain_floor(floors, port, loads[0], rig.scale.boards, one.called.announced_bytes)
            phones = plain_floor(floors, port, loads[0], rig.scale.phones, one.told.message_bytes)
            yield from one.figures(how, boards.last_ms, phones.last_ms)


class PlainFloor(NamedTuple):
    """What plain sockets take to reach so many receivers."""

    last_ms: float
    """Until the last one has it, in the middle."""
    cpu_us: float
    """Processor time of the sender for each receiver."""


def plain_floor(floors: Helper, port: int, load: Helper, receivers: int, size: int) -> PlainFloor:
    """Measure it with messages of so many bytes: as many as the real ones had."""
    load.prepare(asked("reach", Plain(port, receivers, FLOOR_ROUNDS, max(1, size))))
    cpu_s = floors.cpu_s
    load.tell("go")
    reached = msgspec.convert(load.hear(), Reached)
    cpu_us = (floors.cpu_s - cpu_s) / (FLOOR_ROUNDS * receivers) * 1e6
    return PlainFloor(percentile(reached.last_ms, 50), cpu_us)


class _Burst:
    """Three loads at one hall, let go together."""

    def __init__(self, rig: Rig, hall: HallProcess, pace_s: float) -> None:
        scale = rig.scale
        spent_s = scale.calls / scale.calls_per_s
        self._scale, self._hall = scale, hall
        self._phones = Phones(hall.url, scale.phones, 1, ITEM, spent_s + LISTENS_ON_S)
        self._boards = Boards(hall.url, scale.boards, scale.calls, scale.calls_per_s)
        self._kiosks = Kiosks(hall.url, KIOSKS, 1, spent_s, ITEM, pace_s=pace_s)
        self.called: Called
        self.told: Told
        self.issued: Issued

    def run(self, loads: Sequence[Helper]) -> None:
        """Let all three go, and keep what came of them."""
        phones, boards, kiosks = loads
        phones.prepare(asked("follow", self._phones))
        boards.prepare(asked("call", self._boards))
        kiosks.prepare(asked("issue", self._kiosks))
        for load in loads:
            load.tell("go")
        self.issued = msgspec.convert(kiosks.hear(), Issued)
        self.called = msgspec.convert(boards.hear(), Called)
        self.told = msgspec.convert(phones.hear(), Told)

    def figures(self, how: str, boards_floor_ms: float, phones_floor_ms: float) -> Iterator[Figure]:
        boards, kiosks = self.called.last_board_ms, self.issued.latencies_ms
        unheard = f"{self.called.unheard} calls did not reach all; {self.called.out_of_turn} out of turn"
        yield self._figure(
            f"call to the last of {self._scale.boards} boards, p99; kiosks {how}",
            boards,
            99,
            floor=boards_floor_ms,
            aim=BOARDS_P99_MS,
            note=unheard,
        )
        yield self._figure(
            f"call to the last of {self._scale.phones} phones, p50; kiosks {how}",
            self.told.after_ms(self.called.pressed_ns),
            50,
            floor=phones_floor_ms,
            note="phones have rounds of 200 ms; what changes in between is merged",
        )
        yield self._figure(
            f"kiosk in the burst, p99; kiosks {how}", kiosks, 99, aim=KIOSK_P99_MS, note=self._rate()
        )

    def _rate(self) -> str:
        share = self.told.cpu_share
        return f"{self.issued.per_s:,.0f} tickets/s meanwhile; the phones' load took {share:.2f} of a core"

    def _figure(
        self,
        name: str,
        spans_ms: list[float],
        percent: int,
        *,
        floor: float | None = None,
        aim: float | None = None,
        note: str = "",
    ) -> Figure:
        return Figure(
            PART,
            name,
            percentile_of_any(spans_ms, percent),
            "ms",
            floor=floor,
            floor_name="plain sockets" if floor else "",
            aim=aim,
            p50_ms=percentile_of_any(spans_ms, 50),
            p99_ms=percentile_of_any(spans_ms, 99),
            load_cpu=self.issued.cpu_share,
            note=note,
        )
