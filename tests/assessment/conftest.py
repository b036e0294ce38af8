"""What the assessment's tests share: a book into which events are written by hand, from March 2026 on."""

import pytest

from queue_server.assessment.evolve import Happened, evolve
from queue_server.assessment.period import read_period
from queue_server.assessment.state import Record
from queue_server.hall import events as e
from queue_server.hall.reasons import CallReason
from queue_server.supervision import events as s
from queue_server.vocabulary import (
    CallKind,
    CardAct,
    CardId,
    CardState,
    ItemCode,
    QueueCode,
    RuleCode,
    StaffId,
    TaskId,
    TicketClass,
    TicketId,
    WindowNo,
)

MIDNIGHT_MS = 1_772_294_400_000
"""2026-03-01 00:00 in Beijing, a Sunday."""
MINUTE_MS = 60_000
DAY_MS = 24 * 60 * MINUTE_MS
WHY = CallReason("accumulating", "only_one")


def at_ms(day: int, minute: int = 540) -> int:
    """Return a minute of a day of March 2026, at first nine o'clock."""
    return MIDNIGHT_MS + (day - 1) * DAY_MS + minute * MINUTE_MS


class Book:
    """Events by hand; ``record`` is what the assessment made of them."""

    def __init__(self, period: str = "2026-03") -> None:
        self.record = Record(read_period(period))
        self.events: list[Happened] = []

    def write(self, at: int, event: e.AnyEvent | s.AnySupervisionEvent) -> int:
        """Write one event; return its number."""
        self.events.append(Happened(len(self.events) + 1, at, event))
        evolve(self.record, self.events[-1])
        return len(self.events)

    def sign_in(self, day: int, window: str = "03", staff: str = "S1") -> None:
        self.write(at_ms(day, 510), e.StaffSignedIn(WindowNo(window), StaffId(staff)))

    def issue(self, ticket: str, at: int, klass: TicketClass = TicketClass.REGULAR) -> TicketId:
        one = TicketId(ticket)
        self.write(at, e.TicketIssued(one, ticket, 1, QueueCode("A"), ItemCode("A1"), klass, 1, at, 0))
        return one

    def call(self, ticket: TicketId, at: int, window: str = "03", kind: CallKind = CallKind.NEXT) -> int:
        return self.write(at, e.TicketCalled(ticket, WindowNo(window), 1, kind, WHY))

    def start(self, ticket: TicketId, at: int, window: str = "03") -> int:
        return self.write(at, e.ServiceStarted(ticket, WindowNo(window)))

    def finish(self, ticket: TicketId, at: int, window: str = "03") -> int:
        return self.write(at, e.ServiceFinished(ticket, WindowNo(window), ItemCode("A1"), at))

    def serve(self, day: int, n: int, *, wait_min: int = 5, stars: int = 0, window: str = "03") -> int:
        """Write a whole service; return the number of its end."""
        came = at_ms(day, 540 + n)
        ticket = self.issue(f"202603{day:02}-A{n:03}", came)
        called = came + wait_min * MINUTE_MS
        self.call(ticket, called, window)
        self.start(ticket, called, window)
        seq = self.finish(ticket, called + MINUTE_MS, window)
        if stars:
            self.write(called + MINUTE_MS, e.ServiceRated(ticket, WindowNo(window), stars))
        return seq

    def card(
        self, name: str, day: int, level: str = "recorded", *, rule: RuleCode = RuleCode.LATE,
        points: float = 0.0, half_days: int = 0, staff: str = "S1", window: str = "",
        state: CardState = CardState.RECORDED, subject: str = "",
    ) -> CardId:  # fmt: skip
        """Write a card about a staff member, or with an empty one about a window."""
        subject = subject or (f"staff:{staff}" if staff else f"window:{window}")
        self.write(
            at_ms(day),
            s.CardRaised(
                CardId(name), rule, level, subject, state, at_ms(day), at_ms(day), staff=StaffId(staff),
                window=WindowNo(window), day=f"202603{day:02}", half_days=half_days, points=points,
            ),
        )  # fmt: skip
        return CardId(name)

    def move(self, card: CardId, move: CardAct, state: CardState, day: int = 20) -> None:
        self.write(at_ms(day), s.CardMoved(card, move, state, at_ms(day)))

    def task(self, ticket: str, day: int, window: str = "03", staff: str = "S1") -> TaskId:
        task = TaskId(ticket)
        event = s.TaskOpened(task, TicketId(ticket), WindowNo(window), StaffId(staff), 1, at_ms(day + 2, 0))
        self.write(at_ms(day), event)
        return task


@pytest.fixture
def book() -> Book:
    """Return a book with S1 signed in at window 03 on Monday 2 March."""
    book = Book()
    book.sign_in(2)
    return book
