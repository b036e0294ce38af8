"""Every domain word once: identifiers, codes and enumerations. It imports nothing of ours and holds no rule.

The words are those of the hall's own people (docs/glossary.md). Values are what stands in the journal and on
the wire, so a value is never renamed; a new one may be added.
"""

from enum import IntEnum, StrEnum
from typing import NewType

QueueCode = NewType("QueueCode", str)
"""A queue's letter or letters, as printed before the number: ``A``."""
ItemCode = NewType("ItemCode", str)
"""A service item's code: ``420607GA-QR-0001``."""
WindowNo = NewType("WindowNo", str)
"""A window's number as painted over it, two digits: ``03``."""
TicketId = NewType("TicketId", str)
"""A ticket for ever: its local day and number, ``20260302-A012``."""
StaffId = NewType("StaffId", str)
"""A staff member's number; never a name."""
PersonRef = NewType("PersonRef", str)
"""A reference into the table of personal data; empty where nobody was named."""
CardId = NewType("CardId", str)
"""A conduct card for ever: the local day it was raised and its number of that day, ``20260302-K007``."""
TaskId = NewType("TaskId", str)
"""A call-back task for ever: that of the ticket whose rating was bad, ``20260302-A012``."""
AbsenceId = NewType("AbsenceId", str)
"""An absence on file: the local day it was filed and its number of that day, ``20260302-L003``."""
RequestId = NewType("RequestId", str)
"""One press of one key or one touch; a repeated command carries the same one."""


class TicketClass(StrEnum):
    """普通, 优先, 预约, 绿色通道."""

    REGULAR = "regular"
    PRIORITY = "priority"
    APPOINTMENT = "appointment"
    GREEN = "green"


class PriorityReason(StrEnum):
    """Who is served first; the certificate is seen at the window, the kiosk believes."""

    ELDERLY = "elderly"
    EXPECTANT = "expectant"
    INFANT = "infant"
    DISABLED = "disabled"
    MILITARY = "military"
    RESCUE = "rescue"


class TicketState(StrEnum):
    """Where a ticket stands; the moves between the states are the table in ``hall.lifecycles``."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    SERVED = "served"
    CANCELLED = "cancelled"
    CLOSED = "closed"


OPEN_STATES = frozenset(
    {TicketState.WAITING, TicketState.CALLED, TicketState.SERVING, TicketState.HELD, TicketState.MISSED}
)
"""A ticket in one of these still has something to come."""


class WindowState(StrEnum):
    """What a window does; CLOSED also before anybody has signed in."""

    CLOSED = "closed"
    IDLE = "idle"
    CALLED = "called"
    SERVING = "serving"
    PAUSED = "paused"


class CallKind(StrEnum):
    """Why an announcement is made. WITHDRAWN takes an undone call off the boards and is never spoken."""

    NEXT = "next"
    MANUAL = "manual"
    RECALL = "recall"
    REPEAT = "repeat"
    RESUMED = "resumed"
    WITHDRAWN = "withdrawn"


class CloseReason(StrEnum):
    """Why a ticket ended without service."""

    DAY_ENDED = "day_ended"
    MISSED_TWICE = "missed_twice"
    RETURN_TOO_LATE = "return_too_late"


class Step(StrEnum):
    """A window's step that may be undone."""

    CALL = "call"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    ADD_ITEM = "add_item"
    PAUSE = "pause"
    UNPAUSE = "unpause"


class Stars(IntEnum):
    """评价: five levels. Silence is not a level; it is its own event."""

    VERY_BAD = 1
    BAD = 2
    FAIR = 3
    GOOD = 4
    VERY_GOOD = 5


class RatingState(StrEnum):
    """What the rating screen of a window has to say now."""

    IDLE = "idle"
    SERVING = "serving"
    ASKED = "asked"


class Role(StrEnum):
    """Who speaks to the server; each has its token and only its rights."""

    KIOSK = "kiosk"
    WINDOW = "window"
    BOARD = "board"
    WALL = "wall"
    MANAGER = "manager"
    PHONE = "phone"
    RATING = "rating"
    """The screen before the citizen at a window."""


class Language(StrEnum):
    """The language a citizen or staff member reads."""

    CHINESE = "zh"
    ENGLISH = "en"


class Device(StrEnum):
    """The devices whose faults a window or kiosk shows."""

    PAD = "pad"
    EVALUATOR = "evaluator"
    LED_BAR = "led_bar"
    PRINTER = "printer"
    SCANNER = "scanner"
    ID_READER = "id_reader"
    LINE = "line"
    BADGE_READER = "badge_reader"
    SCREEN = "screen"
    """No fault has it: where a rating was given that no evaluator heard."""


class RuleCode(StrEnum):
    """What supervision watches. Each rule's numbers, levels and recipients are configuration."""

    LATE = "late"
    EARLY_LEAVE = "early_leave"
    MISSING_PUNCH = "missing_punch"
    ABSENT = "absent"
    OFF_POST = "off_post"
    IDLE_WINDOW = "idle_window"
    LONG_WAIT = "long_wait"
    LONG_SERVICE = "long_service"
    HASTY_CALLS = "hasty_calls"
    OUT_OF_ORDER = "out_of_order"
    BAD_RATING = "bad_rating"
    DEVICE_FAULT = "device_fault"
    READER_ALARM = "reader_alarm"


ATTENDANCE_RULES = frozenset({RuleCode.LATE, RuleCode.EARLY_LEAVE, RuleCode.MISSING_PUNCH, RuleCode.ABSENT})
"""Judged from a day's punches, and judged anew when a fact is corrected."""


class CardState(StrEnum):
    """Where a conduct card stands; the moves between the states are the table in ``supervision.life``."""

    RECORDED = "recorded"
    """Of a level without a life of its own: it stands in the figures, nobody has to answer."""
    UNCONFIRMED = "unconfirmed"
    RUNNING = "running"
    """A warning whose cause still lasts."""
    TOLD = "told"
    EXPLAINED = "explained"
    INVESTIGATED = "investigated"
    UPHELD = "upheld"
    APPEALED = "appealed"
    CONFIRMED_ON_APPEAL = "confirmed_on_appeal"
    MEASURED = "measured"
    ENDED = "ended"
    """A warning whose cause is over."""
    SUPERSEDED = "superseded"
    """A severer card of the same subject and rule took its place."""
    REVOKED = "revoked"


class CardAct(StrEnum):
    """What is done to a card, by a person or (the last four) by a rule."""

    ACKNOWLEDGE = "acknowledge"
    CONFIRM = "confirm"
    EXPLAIN = "explain"
    INVESTIGATE = "investigate"
    UPHOLD = "uphold"
    REVOKE = "revoke"
    APPEAL = "appeal"
    REJECT_APPEAL = "reject_appeal"
    MEASURE = "measure"
    END = "end"
    SUPERSEDE = "supersede"
    RECOMPUTE = "recompute"
    CHASE = "chase"


class AbsenceKind(StrEnum):
    """公假 (official business), 事假, 病假, 休假."""

    OFFICIAL = "official"
    PERSONAL = "personal"
    SICK = "sick"
    HOLIDAY = "holiday"


class Presence(StrEnum):
    """What is known of a staff member now."""

    EXPECTED = "expected"
    """The shift has begun or will, and nothing was heard yet."""
    PRESENT = "present"
    AT_WINDOW = "at_window"
    OFF_POST = "off_post"
    GONE = "gone"
    """Signed out, or the shift is over."""
    ON_LEAVE = "on_leave"
    ABSENT = "absent"
    OFF_DUTY = "off_duty"
    """No working day, or no shift."""


class RefusalCode(StrEnum):
    """Why a rule said no. Each has a sentence in both languages in ``wire.sentences``."""

    NOT_YET_OPEN = "not_yet_open"
    CLOSED_FOR_TODAY = "closed_for_today"
    SLICE_FULL = "slice_full"
    DAY_FULL = "day_full"
    HAS_OPEN_TICKET = "has_open_ticket"
    HAS_MISSED_TICKET = "has_missed_ticket"
    UNKNOWN_ITEM = "unknown_item"
    UNKNOWN_TICKET = "unknown_ticket"
    UNKNOWN_WINDOW = "unknown_window"
    UNKNOWN_APPOINTMENT = "unknown_appointment"
    UNKNOWN_STAFF = "unknown_staff"
    APPOINTMENT_USED = "appointment_used"
    APPOINTMENT_OTHER_DAY = "appointment_other_day"
    APPOINTMENT_TOO_EARLY = "appointment_too_early"
    APPOINTMENT_EXISTS = "appointment_exists"
    NO_WINDOW_FOR_ITEM = "no_window_for_item"
    NOBODY_WAITS = "nobody_waits"
    NOT_SIGNED_IN = "not_signed_in"
    ALREADY_SIGNED_IN = "already_signed_in"
    WINDOW_CLOSED = "window_closed"
    WINDOW_OPEN = "window_open"
    WINDOW_PAUSED = "window_paused"
    WINDOW_NOT_PAUSED = "window_not_paused"
    WINDOW_BUSY = "window_busy"
    NO_TICKET_HERE = "no_ticket_here"
    NOT_CALLED = "not_called"
    NOT_SERVING = "not_serving"
    TOO_MANY_RECALLS = "too_many_recalls"
    TICKET_NOT_WAITING = "ticket_not_waiting"
    TICKET_NOT_HELD = "ticket_not_held"
    TICKET_NOT_MISSED = "ticket_not_missed"
    TICKET_ENDED = "ticket_ended"
    RETURN_TOO_LATE = "return_too_late"
    NOT_FOR_THIS_WINDOW = "not_for_this_window"
    PICK_NOT_ALLOWED = "pick_not_allowed"
    REASON_NEEDED = "reason_needed"
    NOTHING_TO_UNDO = "nothing_to_undo"
    UNDO_TOO_LATE = "undo_too_late"
    UNDO_OVERTAKEN = "undo_overtaken"
    NO_RATING_ASKED = "no_rating_asked"
    NO_TRANSFER_TARGET = "no_transfer_target"
    UNKNOWN_QUEUE = "unknown_queue"
    WRONG_BADGE_OR_PIN = "wrong_badge_or_pin"
    LOCKED_OUT = "locked_out"
    NOT_YOUR_RIGHT = "not_your_right"
    PRINTER_OUT = "printer_out"
    BAD_IDENTITY = "bad_identity"
    UNKNOWN_CARD = "unknown_card"
    UNKNOWN_TASK = "unknown_task"
    UNKNOWN_ABSENCE = "unknown_absence"
    UNKNOWN_BADGE = "unknown_badge"
    CARD_NOT_THERE = "card_not_there"
    """The card stands in a state from which this act does not lead on."""
    TOO_LATE = "too_late"
    BAD_TIMES = "bad_times"
    REPLAY = "replay"
    NO_MARK = "no_mark"
    """This kiosk has no letter for numbers of its own."""
    NO_NUMBERS_LEFT = "no_numbers_left"
    NUMBER_TAKEN = "number_taken"
