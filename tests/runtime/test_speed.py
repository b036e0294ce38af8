"""A day at 600 times gives the cards of a day in real time: rule, level, subject, numbers and instants.

At 600 times the clock comes by once in a second of the hall (``clock.STEP_MS``); in real time it is there at
every instant. When a row was written is the server's own; what it says is compared byte for byte.
"""

import asyncio
from collections import Counter

import pytest
from msgspec.structs import replace

from queue_server.clock import STEP_MS, ManualClock
from queue_server.hall import commands as c
from queue_server.hall.commands import Command
from queue_server.hall.lookup import Hall
from queue_server.hall.plan import Span
from queue_server.runtime.rehearsal import ITEM, PLAN, Rehearsal, running
from queue_server.runtime.ticker import Ticker
from queue_server.store.memory import MemoryJournal
from queue_server.supervision import commands as sc
from queue_server.supervision.defaults import RULES
from queue_server.supervision.events import AnySupervisionEvent
from queue_server.vocabulary import AbsenceKind, Device, StaffId, TicketId, WindowNo
from tests.supervision import watched
from tests.supervision.watched import CLOCK, KIOSK, MANAGER, clock

W1, W2 = WindowNo("01"), WindowNo("02")
KINDS = {one.__struct_config__.tag for one in AnySupervisionEvent.__args__}
HALL = replace(PLAN, queues=tuple(replace(one, slices=(Span(0, 1440),)) for one in PLAN.queues))


def the_day() -> list[tuple[int, str, Command]]:
    """Return a day on which every rule has something to say."""
    said: list[tuple[str, str, Command]] = [
        ("8:20", "reader:door", sc.ReadBadge("door", "m1", "0001", StaffId("S1"))),
        ("8:41:07", "window:01", c.SignIn(W1, StaffId("S1"))),
        ("9:03", "window:02", c.SignIn(W2, StaffId("S2"))),
        ("9:05", CLOCK, c.ReportDevice("window:01", Device.PAD, "无响应")),
        ("9:06", "reader:door", sc.ReportReader("door", "壳体被打开")),
        ("9:07", MANAGER, sc.FileAbsence(StaffId("S3"), AbsenceKind.SICK, clock("8:30"), clock("12:00"))),
        *(("9:10", KIOSK, c.TakeTicket(ITEM)) for _ in range(12)),
        ("9:18", "window:01", c.CallNext(W1)),
        ("9:18:20", "window:01", c.StartService(W1)),
        ("9:50", "window:01", c.FinishService(W1)),
        ("9:50:05", "window:01", c.RateService(W1, 1)),
    ]
    for n in range(3):
        press = f"10:0{n}"
        said += [(press, "window:02", c.CallNext(W2)), (f"{press}:03", "window:02", c.StartService(W2))]
        said += [(f"{press}:06", "window:02", c.FinishService(W2))]
    for n in range(6):
        pick = c.PickTicket(W1, TicketId(f"20260302-A{12 - n:03d}"), "老人")
        said += [(f"10:1{n}", "window:01", pick), (f"10:1{n}:20", "window:01", c.MarkNoShow(W1))]
    said += [("11:30", CLOCK, c.ReportDevice("window:01", Device.PAD)), ("12:01", "window:02", c.SignOut(W2))]
    said += [("14:20", "window:02", c.SignIn(W2, StaffId("S2"))), ("17:00", "window:02", c.SignOut(W2))]
    return [(clock(at), actor, command) for at, actor, command in said]


class SteppingClock(ManualClock):
    """Moves on to an instant by steps, or from sleeper to sleeper, and lets the hall work in between."""

    def __init__(self, start_ms: int, step_ms: int) -> None:
        super().__init__(start_ms)
        self._step_ms = step_ms

    async def move_to(self, at_ms: int) -> None:
        while self.now_ms() < at_ms:
            first_ms = int(min((due_ms for due_ms, _ in self._sleepers), default=at_ms))
            ahead_ms = self._step_ms or max(1, first_ms - self.now_ms())
            self.advance_ms(min(at_ms - self.now_ms(), ahead_ms))
            if first_ms <= self.now_ms():
                await settle()


async def settle() -> None:
    """Let everything that can happen without time happen."""
    for _ in range(50):
        await asyncio.sleep(0)


async def said_by_supervision(step_ms: int) -> list[tuple[str, str, str]]:
    """Live the day through the writer and the ticker; return what supervision wrote, in order."""
    journal, time = MemoryJournal(), SteppingClock(clock("8:00"), step_ms)
    hall = Rehearsal(journal, time, plan=HALL, supervision=watched.PLAN)
    async with running(hall), asyncio.TaskGroup() as tasks:
        ticker = tasks.create_task(Ticker(hall.engine, Hall(HALL), time).run())
        for at_ms, actor, command in the_day():
            await time.move_to(at_ms)
            await hall.engine.submit(hall.envelope(command, actor))
        await time.move_to(clock("0:30", day=2))
        ticker.cancel()
    return [(row.kind, row.actor, row.body) for row in journal.rows if row.kind in KINDS]


@pytest.mark.parametrize("step_ms", [int(STEP_MS), 997])
async def test_the_day_at_600_times_says_what_it_says_in_real_time(step_ms: int) -> None:
    in_real_time = await said_by_supervision(0)
    assert await said_by_supervision(step_ms) == in_real_time
    kinds = Counter(kind for kind, _, _ in in_real_time)
    assert kinds["card_raised"] >= 15
    silent = {rule.code for rule in RULES if f'"rule":"{rule.code}"' not in str(in_real_time)}
    assert silent == set()
