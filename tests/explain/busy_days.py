"""Days of a small hall with its real engine, as one seed has them: everything that moves a forecast happens.

Time moves by the manual clock alone. Whoever wants to look at the hall does so after a press, when memory
equals the disk. For these tests.
"""

import random
from collections.abc import Callable
from itertools import count

from queue_server.clock import ManualClock
from queue_server.config_file.load import config_of_text
from queue_server.hall import commands as c
from queue_server.runtime.rehearsal import Rehearsal
from queue_server.vocabulary import (
    ItemCode,
    PriorityReason,
    StaffId,
    TicketClass,
    TicketState,
    WindowNo,
    WindowState,
)

A1, A2, B1 = ItemCode("A1"), ItemCode("A2"), ItemCode("B1")
ITEMS = (A1, A1, A1, A2, B1)
W1, W2, W3 = WindowNo("01"), WindowNo("02"), WindowNo("03")
WINDOWS = (W1, W2, W3)
HALL = """
[hall]
name = "厅"
name_en = "Hall"
hours = ["08:30-11:45", "14:30-17:15"]

[calling]
return_within_s = 600

[forecast]
replays = 20

[[areas]]
code = "D"
name = "一楼"

[[departments]]
code = "GA"
name = "公安"

[[queues]]
code = "A"
name = "户籍"
area = "D"

[[queues]]
code = "B"
name = "税务"
area = "D"

[[items]]
code = "A1"
name = "身份证"
department = "GA"
queue = "A"
minutes = 4

[[items]]
code = "A2"
name = "居住证"
department = "GA"
queue = "A"

[[items]]
code = "B1"
name = "发票"
department = "GA"
queue = "B"
minutes = 9

[[windows]]
number = "01"
area = "D"
queues = ["A"]
may_pick = true

[[windows]]
number = "02"
area = "D"
queues = ["A"]

[[windows]]
number = "03"
area = "D"
items = ["A1", "B1"]
may_pick = true
"""
"""A hall's configuration: three windows, one of which shares an item with the two others."""
CONFIG = config_of_text(HALL, "busy hall")
OPENS_MS = 1_772_411_400_000
"""2026-03-02 08:30 in Xiangyang, a Monday."""
DAY_MS = 86_400_000


class BusyDays:
    """Presses what a seed says, one press at a time. ``looked`` is called after each."""

    def __init__(self, hall: Rehearsal, seed: int, looked: Callable[[], None]) -> None:
        self._hall, self._looked, self._seed = hall, looked, seed
        self._chance = random.Random(seed)
        self._ids = count(1)
        self._booked = 0

    @property
    def clock(self) -> ManualClock:
        return self._hall.clock

    async def morning(self) -> None:
        """Sign the staff in, and book two appointments."""
        for window in WINDOWS:
            await self._press(c.SignIn(window, StaffId(f"S{window}")), f"window:{window}")
        for _ in range(2):
            self._booked += 1
            slot_ms = self.clock.now_ms() + self._chance.randrange(20, 120) * 60_000
            await self._press(c.BookAppointment(self._code(self._booked), A2, slot_ms), "manager:M1")

    async def presses(self, number: int) -> None:
        """Do so many things, some 15 s apart."""
        for _ in range(number):
            self.clock.advance_ms(self._chance.randrange(1, 30_000))
            if self._chance.random() < 0.28:
                await self._take()
            else:
                await self._at_window(self._chance.choice(WINDOWS))

    def _code(self, number: int) -> str:
        return f"P{self._seed}{number}"

    async def _press(self, command: c.AnyCommand, actor: str) -> None:
        await self._hall.ask(command, actor, f"{self._seed}-{next(self._ids)}")
        self._looked()

    async def _take(self) -> None:
        item = self._chance.choice(ITEMS)
        if self._chance.random() < 0.05 and self._booked:
            code = self._code(self._chance.randint(1, self._booked))
            await self._press(c.TakeTicket(A2, appointment=code), "kiosk:K1")
        elif self._chance.random() < 0.15:
            await self._press(
                c.TakeTicket(item, klass=TicketClass.PRIORITY, reason=PriorityReason.ELDERLY), "kiosk:K1"
            )
        else:
            await self._press(c.TakeTicket(item), "kiosk:K1")

    async def _at_window(self, number: WindowNo) -> None:
        state = self._hall.engine.room.window(number).state
        match state:
            case WindowState.IDLE:
                act = self._while_idle(number)
            case WindowState.CALLED:
                act = self._while_called(number)
            case WindowState.SERVING:
                act = self._while_serving(number)
            case WindowState.PAUSED:
                act = c.UnpauseWindow(number)
            case _:
                act = c.OpenWindow(number)
        await self._press(act, f"window:{number}")

    def _while_idle(self, number: WindowNo) -> c.AnyCommand:
        acts: list[c.AnyCommand] = [c.CallNext(number)] * 16
        acts += [c.PauseWindow(number, "喝水"), c.CloseWindow(number), c.UndoStep(number), c.Tick()]
        tickets = list(self._hall.engine.room.state.tickets.values())
        if tickets:
            one = self._chance.choice(tickets)
            acts += [c.PickTicket(number, one.id, "老人"), c.CancelTicket(one.id, "不办了")]
            acts.append(c.ChangeClass(one.id, TicketClass.PRIORITY, "证件"))
        acts += [c.ReturnTicket(one.id) for one in tickets if one.state is TicketState.MISSED] * 3
        acts += [c.ResumeTicket(number, one.id) for one in tickets if one.state is TicketState.HELD]
        return self._chance.choice(acts)

    def _while_called(self, number: WindowNo) -> c.AnyCommand:
        acts: list[c.AnyCommand] = [c.StartService(number)] * 14
        acts += [c.MarkNoShow(number)] * 3 + [c.RecallTicket(number), c.UndoStep(number)]
        return self._chance.choice(acts)

    def _while_serving(self, number: WindowNo) -> c.AnyCommand:
        acts: list[c.AnyCommand] = [*[c.FinishService(number)] * 10, *[c.Tick()] * 4]
        acts += [c.TransferTicket(number, to_item=A1), c.TransferTicket(number, comes_back=True)]
        acts += [c.HoldTicket(number, "复印"), c.AddItem(number, A2), c.UndoStep(number)]
        return self._chance.choice(acts)
