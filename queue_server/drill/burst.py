"""A burst: one window calls twenty times a second, boards and phones hear it, and kiosks issue meanwhile.

Once with kiosks as busy as a large hall's, once with kiosks that never rest. Two floors: plain sockets that
send as many bytes to as many receivers, for boards and for phones.
"""

from collections.abc import Iterator

import msgspec

from queue_server.drill.figures import Figure, percentile, percentile_of_any
from queue_server.drill.hall import ITEM
from queue_server.drill.helpers import Helper, helper
from queue_server.drill.load_boards import Boards, Called
from queue_server.drill.load_kiosks import Issued, Kiosks
from queue_server.drill.load_phones import Phones, Told
from queue_server.drill.load_plain import Plain, Reached
from queue_server.drill.rig import HallProcess, Rig, asked, result_of

PART = "burst"
KIOSKS = 8
BUSY_PACE_S = 0.1
"""Eighty numbers a second, forty times what a hall of forty windows needs."""
BOARDS_P99_MS = 6.0
KIOSK_P99_MS = 10.0
ANNOUNCED_BYTES, PHONE_BYTES = 190, 420
"""Of a call as a board hears it, and of a ticket's document with its queue's."""
FLOOR_ROUNDS = 30
LISTENS_ON_S = 1.0


def burst(rig: Rig) -> Iterator[Figure]:
    """Yield the figures of both bursts, each beside its floor."""
    boards_ms = plain_ms(rig.scale.boards, ANNOUNCED_BYTES)
    phones_ms = plain_ms(rig.scale.phones, PHONE_BYTES)
    for pace_s, how in ((BUSY_PACE_S, "80/s"), (0.0, "without rest")):
        rig.say(f"burst: {rig.scale.boards} boards, {rig.scale.phones} phones, {KIOSKS} kiosks {how}")
        with rig.hall() as hall:
            yield from _Burst(rig, hall, pace_s).figures(how, boards_ms, phones_ms)


def plain_ms(receivers: int, size: int) -> float:
    """Return the middle of the milliseconds in which plain sockets reach so many receivers."""
    with helper("floor_server") as floors, helper("load") as load:
        spec = Plain(int(floors.hear()["plain"]), receivers, FLOOR_ROUNDS, size)
        return percentile(result_of(load, "reach", spec, Reached).last_ms, 50)


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

    def _run(self) -> None:
        with helper("load") as phones, helper("load") as boards, helper("load") as kiosks:
            loads: tuple[tuple[Helper, str, msgspec.Struct], ...] = (
                (phones, "follow", self._phones),
                (boards, "call", self._boards),
                (kiosks, "issue", self._kiosks),
            )
            for load, do, spec in loads:
                load.prepare(asked(do, spec))
            for load, _, _ in loads:
                load.tell("go")
            self.issued = msgspec.convert(kiosks.hear(), Issued)
            self.called = msgspec.convert(boards.hear(), Called)
            self.told = msgspec.convert(phones.hear(), Told)

    def figures(self, how: str, boards_floor_ms: float, phones_floor_ms: float) -> Iterator[Figure]:
        self._run()
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
            self._phones_ms(),
            50,
            floor=phones_floor_ms,
            note="phones have rounds of 200 ms; what changes in between is merged",
        )
        yield self._figure(
            f"kiosk in the burst, p99; kiosks {how}", kiosks, 99, aim=KIOSK_P99_MS, note=self._rate()
        )

    def _phones_ms(self) -> list[float]:
        pairs = zip(self.called.pressed_ns, self.told.last_ns, strict=False)
        return [(last_ns - pressed_ns) / 1e6 for pressed_ns, last_ns in pairs if last_ns]

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
