"""Random days of a small hall, with every press as a request of its own, as rows and as records."""

import json
from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Any

import msgspec
from hypothesis import strategies as st
from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall.events import AnyEvent, FirstForecast, Recorded, TicketIssued
from queue_server.hall.memory_hall import Rehearsal, small_plan
from queue_server.hall.plan import HallPlan, Span
from queue_server.vocabulary import ItemCode, StaffId, TicketClass, WindowNo

OFFSET_MS = 28_800_000
DAY_MS = 86_400_000
ITEMS = ("A1", "A2", "B1")
WINDOWS = ("01", "02", "03")
PRESSES: dict[str, Callable[[WindowNo], c.AnyCommand]] = {
    "next": c.CallNext,
    "recall": c.RecallTicket,
    "start": c.StartService,
    "finish": c.FinishService,
    "no_show": c.MarkNoShow,
    "hold": lambda window: c.HoldTicket(window, "缺材料"),
    "resume": c.ResumeTicket,
    "to_item": lambda window: c.TransferTicket(window, to_item=ItemCode("A2")),
    "to_window": lambda window: c.TransferTicket(window, to_window=WindowNo("02")),
    "comes_back": lambda window: c.TransferTicket(window, comes_back=True),
    "add_item": lambda window: c.AddItem(window, ItemCode("A1")),
    "pause": lambda window: c.PauseWindow(window, "休息"),
    "unpause": c.UnpauseWindow,
    "undo": c.UndoStep,
    "good": lambda window: c.RateService(window, 5),
    "bad": lambda window: c.RateService(window, 1),
    "other_staff": c.SignOut,
    "tick": lambda _window: c.Tick(),
}
LEADS = st.sampled_from(
    [
        (),
        ("next",),
        ("next", "start"),
        ("next", "start", "next"),
        ("next", "start", "finish"),
        ("next", "no_show"),
        ("next", "start", "to_item"),
        ("next", "start", "add_item"),
    ]
)
Press = tuple[str, str, tuple[str, ...], str, bool, int]
"""Item to take, window, what is pressed before, press, whether it is undone, seconds to wait."""

presses = st.lists(
    st.tuples(
        st.sampled_from(["", *ITEMS]),
        st.sampled_from(WINDOWS),
        LEADS,
        st.sampled_from(sorted(PRESSES)),
        st.booleans(),
        st.sampled_from([0, 2, 7, 31, 95, 400, 1300]),
    ),
    max_size=60,
)


minutes = st.none() | st.integers(0, 30)
waits_ms = st.none() | st.integers(0, 1_800_000)


@st.composite
def first_forecasts(draw: st.DrawFn) -> FirstForecast:
    """Return a first forecast of the small hall, whose waits are short."""
    low = draw(minutes)
    return FirstForecast(
        1, 0, 7, "", None, draw(waits_ms), None, low,
        None if low is None else draw(st.none() | st.integers(low, 60)),
        draw(st.integers(0, 1_800_000)),
        method=draw(st.sampled_from(["replay", "fluid"])),
        is_doubtful=draw(st.booleans()),
    )  # fmt: skip


tellings = st.lists(st.none() | first_forecasts(), max_size=5)
"""What is told the citizens, again and again in turn; empty: nothing is."""


def open_plan() -> HallPlan:
    """Return the small hall, open all day."""
    return replace(small_plan(), hours=(Span(0, 1440),), closed_weekdays=())


class Day:
    """A hall whose presses are recorded, each under a request of its own."""

    def __init__(self, plan: HallPlan | None = None, told: Sequence[FirstForecast | None] = ()) -> None:
        """``told`` the citizens of their waits, in turn and again."""
        self.hall = Rehearsal(plan or open_plan())
        self.records: list[Recorded] = []
        self.told = cycle(told or (None,))
        self._staff = 0
        for window in WINDOWS:
            self._sit_down(window)

    def press(self, command: c.AnyCommand) -> tuple[AnyEvent, ...]:
        """Say a command; a refusal is no event here."""
        request = "" if isinstance(command, c.Tick) else f"r{len(self.records)}"
        answer = self.hall.ask(command)
        if isinstance(answer, Refusal):
            return ()
        for recorded in self.hall.records[len(self.records) :]:
            event = recorded.event
            if isinstance(event, TicketIssued):
                event = replace(event, wait=next(self.told))
            self.records.append(replace(recorded, request=request, event=event))
        return answer

    def play(self, pressed: list[Press]) -> None:
        """Do everything of a random day in turn, and let its tickets be touched from outside."""
        for n, (item, window, leads, name, is_undone, seconds) in enumerate(pressed):
            for _ in range(2 if item else 0):
                self.press(
                    c.TakeTicket(ItemCode(item), TicketClass.PRIORITY if n % 3 else TicketClass.REGULAR)
                )
            for press in (*leads, name, *(["undo"] if is_undone else [])):
                self.press(PRESSES[press](WindowNo(window)))
                self.hall.at_ms += 700
            self._touch(n)
            self._sit_down(window)
            self.hall.at_ms += seconds * 1000

    def _touch(self, n: int) -> None:
        tickets = sorted(self.hall.room.state.tickets)
        if tickets and n % 4 == 0:
            ticket = self.hall.room.state.tickets[tickets[n % len(tickets)]].id
            self.press(c.ReturnTicket(ticket))
            self.press(
                c.CancelTicket(ticket, "走了") if n % 8 else c.ChangeClass(ticket, TicketClass.GREEN, "军人")
            )

    def _sit_down(self, window: str) -> None:
        self._staff += 1
        self.press(c.SignIn(WindowNo(window), StaffId(f"S{self._staff % 5:03d}")))

    def night(self) -> None:
        """Go on to the same time of the next day; the clock closes this one."""
        self.hall.at_ms += DAY_MS
        self.press(c.Tick())

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [row_of(recorded) for recorded in self.records]


def row_of(recorded: Recorded) -> dict[str, Any]:
    """Return a record as an auditor reads it from the disk."""
    body = json.loads(msgspec.json.encode(recorded.event))
    return {"at_ms": recorded.at_ms, "request": recorded.request, "body": body}
