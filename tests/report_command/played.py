"""Two months of the small hall in a journal, with cards, an absence, and a pad that fell silent."""

from collections.abc import Sequence
from itertools import cycle
from pathlib import Path

from queue_server.hall import commands as c
from queue_server.hall.events import DeviceChanged, Event, FirstForecast
from queue_server.hall.memory_hall import Rehearsal
from queue_server.supervision import events as s
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    CardState,
    Device,
    ItemCode,
    RuleCode,
    StaffId,
    TicketClass,
    WindowNo,
)
from tests.report_command.conftest import day_of, write_journal
from tests.reports.days import DAY_MS, Day, open_plan

MINUTE_MS = 60_000
MONDAY_9_MS = 1_772_413_200_000
"""2026-03-02 09:00 in Xiangyang."""
W1, W3 = WindowNo("01"), WindowNo("03")


class HallOfDays(Day):
    """Days played one after the other, with supervision's events put between them."""

    def __init__(self, begin_ms: int, told: Sequence[FirstForecast | None] = (None,)) -> None:
        self.hall = Rehearsal(open_plan(), begin_ms)
        self.records = []
        self.told = cycle(told)
        self.others: list[tuple[int, Event]] = []
        self.next_day(0)

    def serve(self, window: WindowNo, item: str, wait_min: int, stars: int) -> None:
        """Let one citizen come, wait, be served in four minutes, and rate; 0 stars is silence."""
        self.press(c.TakeTicket(ItemCode(item), TicketClass.REGULAR))
        self.hall.at_ms += wait_min * MINUTE_MS
        self.press(c.CallNext(window))
        self.press(c.StartService(window))
        self.hall.at_ms += 4 * MINUTE_MS
        self.press(c.FinishService(window))
        self.hall.at_ms += 5_000 if stars else MINUTE_MS
        self.press(c.RateService(window, stars) if stars else c.Tick())

    def next_day(self, days: int = 1) -> None:
        """Go on to nine o'clock of a later day; who is to sit at the windows signs in again."""
        for _ in range(days):
            self.night()
        for window, staff in ((W1, "S001"), (W3, "S002")):
            self.press(c.SignIn(window, StaffId(staff)))

    def card(self, name: str, level: str, rule: RuleCode, state: CardState, staff: str = "S001") -> CardId:
        card, at_ms = CardId(f"{day_of(self.hall.at_ms)}-{name}"), self.hall.at_ms
        self.write(
            s.CardRaised(
                card, rule, level, f"staff:{staff}", state, at_ms, at_ms, staff=StaffId(staff), window=W1,
                day=day_of(at_ms), points=5.0, half_days=int(rule is RuleCode.ABSENT),
            )
        )  # fmt: skip
        return card

    def write(self, event: Event) -> None:
        self.others.append((self.hall.at_ms, event))

    def events(self) -> list[tuple[int, str, str, Event]]:
        """Return all events in order, as ``write_journal`` takes them."""
        hall = [(one.at_ms, one.actor, one.request, one.event) for one in self.records]
        others = [(at_ms, "clock", "", event) for at_ms, event in self.others]
        return sorted(hall + others, key=lambda one: one[0])


def two_months() -> HallOfDays:
    """Return Friday 27 February, Monday 2 and Tuesday 3 March 2026, each closed, and what happened later."""
    hall = HallOfDays(MONDAY_9_MS - 3 * DAY_MS)
    hall.serve(W1, "A1", 30, 5)
    hall.serve(W3, "B1", 2, 1)
    hall.next_day(3)
    for stars in (5, 4, 3, 0):
        hall.serve(W1, "A1", 10, stars)
    hall.serve(W3, "B1", 1, 5)
    hall.write(DeviceChanged("window:03", Device.PAD, "无响应"))
    hall.card("K001", "recorded", RuleCode.LATE, CardState.RECORDED)
    hall.card("K002", "yellow", RuleCode.OFF_POST, CardState.TOLD)
    revoked = hall.card("K003", "yellow", RuleCode.BAD_RATING, CardState.TOLD, "S002")
    hall.next_day()
    hall.write(DeviceChanged("window:03", Device.PAD))
    absence = s.AbsenceFiled(
        AbsenceId("L1"), StaffId("S002"), AbsenceKind.SICK, hall.hall.at_ms, hall.hall.at_ms + DAY_MS
    )
    hall.write(absence)
    hall.serve(W1, "A2", 20, 2)
    hall.press(c.TakeTicket(ItemCode("B1")))
    hall.next_day(29)
    hall.write(s.CardMoved(revoked, CardAct.REVOKE, CardState.REVOKED, hall.hall.at_ms, "查无此事"))
    return hall


async def write_two_months(folder: Path) -> Path:
    return await write_journal(folder / "hall.db", two_months().events())
