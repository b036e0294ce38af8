"""What a look at a rule is given, and what it gives: the events of that instant, and when to look again.

A look is pure: it reads both rooms at ``at_ms``, the exact instant for which its key was put, and changes
nothing. Between two events nothing of a rule's cause can change, so looking at each event and at each
instant that was asked for is the same as looking all the time.
"""

from collections.abc import Iterable
from typing import NamedTuple

from queue_server.hall.room import HallRoom
from queue_server.supervision.events import AnySupervisionEvent
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.plan import Rule
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.timers import NEVER
from queue_server.vocabulary import Device, RuleCode, StaffId, TicketId, WindowNo


class Watch(NamedTuple):
    """Both rooms and the handbook, at one instant."""

    room: SupervisionRoom
    hall_room: HallRoom
    book: Handbook
    at_ms: int

    def rule(self, code: RuleCode) -> Rule | None:
        """Return the rule if it is on."""
        return self.book.rules.get(code)


class Look(NamedTuple):
    """What was seen."""

    events: tuple[AnySupervisionEvent, ...] = ()
    next_ms: int = NEVER
    """When to look again, unless something happens before; ``NEVER``: only when something happens."""


class Case(NamedTuple):
    """What a rule looks at: the subject of its cards, and who and what belongs to it."""

    rule: Rule
    subject: str
    place: str = ""
    """Where its cause lasts: a window, a queue, a device. Empty: it happens at once."""
    staff: StaffId = StaffId("")
    window: WindowNo = WindowNo("")
    ticket: TicketId = TicketId("")
    device: Device | None = None
    facts: dict[str, str] | None = None
    day: str = ""
    """The local day it speaks of; empty: that of the instant."""

    @property
    def spell(self) -> str:
        """The key of its spell."""
        return f"{self.rule.code}/{self.place}" if self.place else ""


NOTHING = Look()


def at_next(next_ms: int, events: Iterable[AnySupervisionEvent] = ()) -> Look:
    return Look(tuple(events), next_ms)
