"""What the managers' wall costs while a very large hall changes twenty times a second, beside a bare app.

Run: ``python -m tests.benchmarks.bench_wall [--seconds 15] [--changes 20]``. Not a test: the figures depend
on the machine. Compare the ratio to an app that repaints as many plain texts, measured in the same run. Both
run whole, with compositor and driver, in this process; the share is processor time.
"""

import argparse
import asyncio
import itertools
import sys
import time
from collections.abc import Callable, Iterator

from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.widgets import Static

from hall_display.wall.app import WallApp
from hall_display.wall.trial_hall import AT_MS, large
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import SystemClock
from queue_server.wire.documents import AnyDoc, DeskDoc, QueueDoc, WindowDoc
from queue_server.wire.wall_documents import CardDoc, DayDoc, StaffDoc

SIZE = (160, 45)
PARTS = 26
"""As many plain texts as the overview has parts."""
SETTLE_S = 3.0


class HallOf(MemoryLink):
    """A link whose time runs from the scene's instant, and whose documents change one after the other."""

    def __init__(self) -> None:
        self._time = SystemClock()
        self._began_ms = self._time.now_ms()
        super().__init__(large(AT_MS), self._time)

    def hall_now_ms(self) -> int:
        return AT_MS + self._time.now_ms() - self._began_ms

    def changes(self) -> Iterator[AnyDoc]:
        """Yield changed documents of every kind, for ever."""
        for n in itertools.count():
            for key in tuple(self.docs)[n % 7 :: 7]:
                if doc := changed(self.docs[key], n):
                    yield doc


def changed(doc: AnyDoc, n: int) -> AnyDoc | None:
    """Return a document that differs from the one before, as a morning changes it; None of a still kind."""
    match doc:
        case QueueDoc():
            return replace(doc, waiting=doc.waiting + 1 if n % 2 else max(0, doc.waiting - 1))
        case WindowDoc() | DeskDoc() | StaffDoc():
            return replace(doc, since_ms=doc.since_ms + 1_000)
        case CardDoc():
            return replace(doc, times=doc.times + 1)
        case DayDoc():
            return replace(doc, total=replace(doc.total, issued=doc.total.issued + 1))
    return None


class Floor(App[None]):
    """As many plain texts as the wall has parts; one of them changes each time."""

    CSS = "Static { height: 1; }"

    def compose(self) -> ComposeResult:
        for at in range(PARTS):
            yield Static("0", id=f"part-{at}")

    def change(self, n: int) -> None:
        self.query_one(f"#part-{n % PARTS}", Static).update(str(n))


async def share_of(app: App[None], change: Callable[[int], None], per_s: float, seconds: float) -> float:
    """Return the share of one core that the app takes while something changes."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.pause(SETTLE_S)
        cpu_s, began_s = time.process_time(), time.perf_counter()
        for n in range(round(seconds * per_s)):
            change(n)
            due_s = began_s + (n + 1) / per_s
            await asyncio.sleep(max(0.0, due_s - time.perf_counter()))
        return (time.process_time() - cpu_s) / (time.perf_counter() - began_s)


async def measure(per_s: float, seconds: float) -> None:
    floor = Floor()
    floor_share = await share_of(floor, floor.change, per_s, seconds)
    link = HallOf()
    changes = link.changes()
    wall_share = await share_of(WallApp(link), lambda _: link.tell(next(changes)), per_s, seconds)
    kinds = {
        kind: sum(key.startswith(f"{kind}/") for key in link.docs) for kind in ("window", "staff", "card")
    }
    size = ", ".join(f"{count} {kind}" for kind, count in kinds.items())
    say(f"{size}; {per_s:g} changes a second")
    say(f"  bare app, {PARTS} texts: {floor_share:6.1%} of a core")
    say(f"  the wall:           {wall_share:6.1%} of a core, {wall_share / floor_share:.1f} of the bare app")


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=15.0)
    parser.add_argument("--changes", type=float, default=20.0)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.changes, arguments.seconds))


if __name__ == "__main__":
    main()
