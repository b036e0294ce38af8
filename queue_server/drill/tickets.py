"""Durable tickets a second, each load beside its floors by turns: the echo, the disk, and for one kiosk both.

One kiosk waits for one round trip and one commit, one after the other; no design does better than the two
in series. Many kiosks are bounded by the server's one core; the echo shows what the sockets alone take of it.
"""

from collections.abc import Iterator
from statistics import median

from queue_server.drill.disk import commits_per_s, rows_of
from queue_server.drill.figures import Better, Figure, in_series, percentile
from queue_server.drill.hall import ITEM, JOURNAL
from queue_server.drill.helpers import Helper, helper
from queue_server.drill.load_kiosks import Issued, Kiosks
from queue_server.drill.rig import HallProcess, Rig, result_of
from queue_server.errors import Fault

PART = "tickets"
ONE_KIOSK_RATIO = 0.7
MANY_RATIO = 0.5
MANY_PER_S = 25_000.0
ANSWER_BYTES = 500
"""Of an answer, until the first real one has come."""


def tickets(rig: Rig) -> Iterator[Figure]:
    """Yield a figure for each load."""
    with helper("load") as load, helper("floor_server") as floors:
        echo_url = f"ws://127.0.0.1:{floors.hear()['port']}"
        for kiosks, outstanding in rig.scale.loads:
            rig.say(f"tickets: {kiosks} kiosks x {outstanding} outstanding")
            yield _Load(rig, load, floors, echo_url, kiosks, outstanding).figure()


class _Load:
    """One size of load: rounds of hall, echo and disk, by turns."""

    def __init__(
        self, rig: Rig, load: Helper, floors: Helper, echo_url: str, kiosks: int, outstanding: int
    ) -> None:
        self._rig, self._load, self._floors, self._echo_url = rig, load, floors, echo_url
        self._kiosks, self._outstanding = kiosks, outstanding
        self._issued: list[Issued] = []
        self._echo: list[Issued] = []
        self._disk: list[float] = []
        self._server_cpu: list[float] = []
        self._echo_cpu: list[float] = []
        self._batches: list[float] = []

    def figure(self) -> Figure:
        for turn in range(self._rig.scale.rounds):
            with self._rig.hall() as hall:
                self._hall(hall, turn)
                self._disk_floor(hall)
            self._echo_floor(turn)
        return self._summed()

    def _spec(self, url: str, name: str, echo_bytes: int = 0) -> Kiosks:
        seconds = self._rig.scale.seconds
        return Kiosks(url, self._kiosks, self._outstanding, seconds, ITEM, echo_bytes=echo_bytes, name=name)

    def _hall(self, hall: HallProcess, turn: int) -> None:
        before = hall.batches()
        cpu_s = hall.process.cpu_s
        issued = result_of(self._load, "issue", self._spec(hall.url, f"K{turn}-"), Issued)
        self._server_cpu.append((hall.process.cpu_s - cpu_s) / max(1, issued.answers) * issued.per_s)
        after = hall.batches()
        if issued.repeated or issued.refused:
            raise Fault(f"drill: {issued.repeated} numbers came twice, {issued.refused} were refused")
        self._batches.append((after[0] - before[0]) / (after[1] - before[1]))
        self._issued.append(issued)

    def _disk_floor(self, hall: HallProcess) -> None:
        rows = tuple(row for row in rows_of(hall.folder / JOURNAL) if row.kind == "ticket_issued")
        batch = max(1, round(self._batches[-1]))
        seconds = self._rig.scale.seconds / 2
        self._disk.append(commits_per_s(hall.folder / "floor.db", rows, batch, seconds))

    def _echo_floor(self, turn: int) -> None:
        cpu_s = self._floors.cpu_s
        size = self._issued[-1].answer_bytes or ANSWER_BYTES
        echo = result_of(self._load, "issue", self._spec(self._echo_url, f"E{turn}-", size), Issued)
        self._echo_cpu.append((self._floors.cpu_s - cpu_s) / max(1, echo.answers) * echo.per_s)
        self._echo.append(echo)

    def _summed(self) -> Figure:
        per_s = median(one.per_s for one in self._issued)
        echo = median(one.per_s for one in self._echo)
        is_one = self._kiosks * self._outstanding == 1
        is_sixty_four = (self._kiosks, self._outstanding) == (64, 1)
        latencies = [ms for one in self._issued for ms in one.latencies_ms]
        return Figure(
            PART,
            f"{self._kiosks} × {self._outstanding}",
            per_s,
            "tickets/s",
            Better.HIGHER,
            floor=in_series(echo, median(self._disk)) if is_one else echo,
            floor_name="one echo, then one commit" if is_one else "echo",
            aim=MANY_PER_S if is_sixty_four else None,
            aim_ratio=ONE_KIOSK_RATIO if is_one else MANY_RATIO if is_sixty_four else None,
            p50_ms=percentile(latencies, 50),
            p99_ms=percentile(latencies, 99),
            load_cpu=max(one.cpu_share for one in self._issued),
            server_cpu=median(self._server_cpu),
            note=self._note(echo),
        )

    def _note(self, echo: float) -> str:
        batch, disk = median(self._batches), median(self._disk)
        load_at_echo = max(one.cpu_share for one in self._echo)
        return (
            f"batches of {batch:.1f}; disk alone {disk:,.0f}/s in such batches; echo {echo:,.0f}/s with its "
            f"server at {median(self._echo_cpu):.2f} and the load at {load_at_echo:.2f} of a core"
        )
