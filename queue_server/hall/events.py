"""What happened in the hall: past tense, one Struct each; what stands in the journal for ever.

An event carries every fact that ``evolve`` needs: replay depends on no plan and no clock. No personal data:
a citizen is a reference. New fields get defaults; a field never changes its name or its meaning.
"""

import msgspec

from queue_server.hall.continuity import AwayIssue as AwayIssue
from queue_server.hall.continuity import AwayNumberLapsed as AwayNumberLapsed
from queue_server.hall.continuity import JournalRestored as JournalRestored
from queue_server.hall.continuity import NumbersLeased as NumbersLeased
from queue_server.hall.day_events import DayClosed as DayClosed
from queue_server.hall.day_events import DayOpened as DayOpened
from queue_server.hall.day_events import DeviceChanged as DeviceChanged
from queue_server.hall.day_events import NoticePosted as NoticePosted
from queue_server.hall.day_events import WaitingAlarmCleared as WaitingAlarmCleared
from queue_server.hall.day_events import WaitingAlarmRaised as WaitingAlarmRaised
from queue_server.hall.event import Event as Event
from queue_server.hall.outlook import FirstForecast as FirstForecast
from queue_server.hall.reasons import CallReason as CallReason
from queue_server.hall.reasons import Candidate as Candidate
from queue_server.vocabulary import (
    CallKind,
    CloseReason,
    Device,
    ItemCode,
    Language,
    PersonRef,
    PriorityReason,
    QueueCode,
    RefusalCode,
    StaffId,
    Step,
    TicketClass,
    TicketId,
    WindowNo,
)


class TicketIssued(Event, frozen=True, tag="ticket_issued"):
    ticket: TicketId
    number: str
    """As printed: ``A012``."""
    ordinal: int
    queue: QueueCode
    item: ItemCode
    klass: TicketClass
    weight: int
    """b of the ticket, in millionths."""
    ref_ms: int
    ahead: int
    """People waiting before it for the windows that can serve it."""
    person: PersonRef = PersonRef("")
    appointment: str = ""
    language: Language = Language.CHINESE
    wants_paper: bool = True
    idle_windows: tuple[WindowNo, ...] = ()
    """Idle windows that could serve it at once, best first."""
    slice_min: int = -1
    """Start of the slice of the day in whose quota it counts; -1 is none."""
    reason: PriorityReason | None = None
    """Why it is of the class priority, as the citizen said."""
    wait: FirstForecast | None = None
    away: AwayIssue | None = None
    """With one, a kiosk issued it by itself, and ``ordinal`` counts under the kiosk's mark."""

    def issued_ms(self, recorded_ms: int) -> int:
        """Return when the citizen got it, given when it was written down."""
        return recorded_ms if self.away is None else self.away.issued_ms


class PaperPrinted(Event, frozen=True, tag="paper_printed"):
    ticket: TicketId


class PaperFailed(Event, frozen=True, tag="paper_failed"):
    ticket: TicketId
    fault: str


class TicketReprinted(Event, frozen=True, tag="ticket_reprinted"):
    ticket: TicketId
    times: int


class TicketReturned(Event, frozen=True, tag="ticket_returned"):
    """Back after a miss; ref moved on by the time away; callable after at least one other call."""

    ticket: TicketId
    ref_ms: int
    ahead: int = 0
    reserved_for: WindowNo = WindowNo("")
    """The window it had been sent to before the miss, if somebody works there."""


class TicketCancelled(Event, frozen=True, tag="ticket_cancelled"):
    ticket: TicketId
    reason: str = ""
    window: WindowNo = WindowNo("")


class TicketClosed(Event, frozen=True, tag="ticket_closed"):
    ticket: TicketId
    reason: CloseReason


class ClassChanged(Event, frozen=True, tag="class_changed"):
    ticket: TicketId
    klass: TicketClass
    weight: int
    reason: str


class AppointmentBooked(Event, frozen=True, tag="appointment_booked"):
    code: str
    item: ItemCode
    slot_ms: int
    person: PersonRef = PersonRef("")


class AppointmentCancelled(Event, frozen=True, tag="appointment_cancelled"):
    code: str


class StaffSignedIn(Event, frozen=True, tag="staff_signed_in"):
    window: WindowNo
    staff: StaffId


class StaffSignedOut(Event, frozen=True, tag="staff_signed_out"):
    window: WindowNo
    staff: StaffId
    relieved_by: StaffId = StaffId("")
    """The named substitute (AB岗) whose sign-in it was; the person did not sign out."""


class WindowOpened(Event, frozen=True, tag="window_opened"):
    window: WindowNo


class WindowClosed(Event, frozen=True, tag="window_closed"):
    window: WindowNo


class WindowPaused(Event, frozen=True, tag="window_paused"):
    window: WindowNo
    reason: str


class WindowUnpaused(Event, frozen=True, tag="window_unpaused"):
    window: WindowNo


class SkillsChanged(Event, frozen=True, tag="skills_changed"):
    window: WindowNo
    items: tuple[ItemCode, ...]
    reason: str


class TicketCalled(Event, frozen=True, tag="ticket_called"):
    """``announcement`` counts those of the hall from 1 without a gap; ``area``: whose boards show it."""

    ticket: TicketId
    window: WindowNo
    announcement: int
    kind: CallKind
    why: CallReason
    frees: tuple[TicketId, ...] = ()
    """Returned tickets that become callable by this call."""
    area: str = ""
    joins: bool = False
    """Belongs to the same step of the window as the event before, and is undone with it."""


class TicketRecalled(Event, frozen=True, tag="ticket_recalled"):
    ticket: TicketId
    window: WindowNo
    announcement: int
    kind: CallKind
    """RECALL by the staff, counted; REPEAT by the clock, not counted."""
    count: int
    area: str = ""


class ServiceStarted(Event, frozen=True, tag="service_started"):
    ticket: TicketId
    window: WindowNo


class ServiceFinished(Event, frozen=True, tag="service_finished"):
    """The evaluator may be pressed until ``rate_until_ms``."""

    ticket: TicketId
    window: WindowNo
    item: ItemCode
    rate_until_ms: int
    served_ms: int = 0
    """From start to finish of the last item, in ms."""
    joins: bool = False
    """Belongs to the same step of the window as the start before it."""


class TicketMissed(Event, frozen=True, tag="ticket_missed"):
    ticket: TicketId
    window: WindowNo
    times: int
    return_until_ms: int
    """0 when it may not return."""
    automatic: bool = False


class TicketHeld(Event, frozen=True, tag="ticket_held"):
    ticket: TicketId
    window: WindowNo
    reason: str


class TicketTransferred(Event, frozen=True, tag="ticket_transferred"):
    ticket: TicketId
    window: WindowNo
    item: ItemCode
    ref_ms: int
    weight: int
    reserved_for: WindowNo = WindowNo("")
    reserved_until_ms: int = 0
    """0 with ``reserved_for``: for the whole day."""
    comes_back: bool = False
    reason: str = ""


class ReservationLapsed(Event, frozen=True, tag="reservation_lapsed"):
    ticket: TicketId


class ItemAdded(Event, frozen=True, tag="item_added"):
    """The item before is finished after ``served_ms``; ``item`` begins."""

    ticket: TicketId
    window: WindowNo
    item: ItemCode
    before: ItemCode
    served_ms: int


class StepUndone(Event, frozen=True, tag="step_undone"):
    """The window's last step never counted; every ticket it touched stands where it stood.

    ``announcement`` is not 0 when a call was withdrawn from the boards.
    """

    window: WindowNo
    step: Step
    ticket: TicketId = TicketId("")
    announcement: int = 0
    area: str = ""
    not_missed_before_ms: int = 0
    """When a ticket stands called again: it is not missed by itself before this instant."""


class ServiceRated(Event, frozen=True, tag="service_rated"):
    ticket: TicketId
    window: WindowNo
    stars: int
    source: Device = Device.EVALUATOR


class RatingLapsed(Event, frozen=True, tag="rating_lapsed"):
    """Silence: the service is not rated, which is not the same as satisfied."""

    ticket: TicketId
    window: WindowNo


class CommandRefused(Event, frozen=True, tag="command_refused"):
    """A rule said no; kept so that the same request is answered the same, and explained afterwards."""

    act: str
    code: RefusalCode
    facts: dict[str, str] = msgspec.field(default_factory=dict)


AnyEvent = (
    DayOpened
    | DayClosed
    | TicketIssued
    | PaperPrinted
    | PaperFailed
    | TicketReprinted
    | TicketReturned
    | TicketCancelled
    | TicketClosed
    | ClassChanged
    | AppointmentBooked
    | AppointmentCancelled
    | StaffSignedIn
    | StaffSignedOut
    | WindowOpened
    | WindowClosed
    | WindowPaused
    | WindowUnpaused
    | SkillsChanged
    | TicketCalled
    | TicketRecalled
    | ServiceStarted
    | ServiceFinished
    | TicketMissed
    | TicketHeld
    | TicketTransferred
    | ReservationLapsed
    | ItemAdded
    | StepUndone
    | ServiceRated
    | RatingLapsed
    | WaitingAlarmRaised
    | WaitingAlarmCleared
    | NoticePosted
    | JournalRestored
    | NumbersLeased
    | AwayNumberLapsed
    | DeviceChanged
    | CommandRefused
)


class Recorded(msgspec.Struct, frozen=True, gc=False):
    """An event as the journal has it: when, who, by which press."""

    seq: int
    at_ms: int
    actor: str
    """``kiosk:K1``, ``window:03/S017``, ``pad:03``, ``manager:S001``, ``clock``."""
    request: str
    event: Event
