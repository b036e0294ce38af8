"""What the managers' wall knows besides the hall: figures of the day, cards, call-back tasks, attendance.

Documents like those of ``wire.documents``. Staff are named here: managers know them. Citizens never are.
The wall and managers see them; a window terminal sees its own cards in its desk.
"""

import msgspec

from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    Device,
    ItemCode,
    Presence,
    RuleCode,
    StaffId,
    TaskId,
    WindowNo,
)
from queue_server.wire.words import Words


class LevelWords(msgspec.Struct, frozen=True):
    """A level of the hall's own list."""

    code: str
    name: Words
    colour: str
    has_life: bool = False


class RulesDoc(msgspec.Struct, frozen=True, tag="rules"):
    """Key ``rules``: what levels and rules are called here; changes with the configuration only."""

    key: str
    levels: tuple[LevelWords, ...]
    """From mild to severe."""
    rules: dict[RuleCode, Words]
    wait_ceiling_min: int = 0
    """The target wait of the class regular."""


class CardDoc(msgspec.Struct, frozen=True, tag="card"):
    """Key ``card/20260302-K007``: a card that is open, or ended today."""

    key: str
    card: CardId
    rule: RuleCode
    level: str
    state: CardState
    subject: str
    raised_ms: int
    since_ms: int
    """Since when the cause lasts; the clock to show runs from here while the state is ``running``."""
    day: str = ""
    amount: int = 0
    staff: StaffId = StaffId("")
    staff_name: str = ""
    window: WindowNo = WindowNo("")
    number: str = ""
    """The ticket's number, where it is about one."""
    device: Device | None = None
    facts: dict[str, str] = {}
    times: int = 1
    half_days: int = 0
    deadline_ms: int = 0
    """When the next act is due."""
    is_provisional: bool = False
    is_overdue: bool = False
    is_current: bool = True
    """Whether it asks for somebody's attention now: open, or a fact whose cause still lasts. What is over, or
    only stands in the figures, is there to be looked up."""
    told: tuple[str, ...] = ()
    acknowledged: tuple[str, ...] = ()
    """Those of ``told`` who said that they have seen it."""
    explanation: str = ""
    finding: str = ""
    reason: str = ""
    """Of the last decision."""
    measure: str = ""
    acts: tuple[CardAct, ...] = ()
    """What can be done to it now."""


class TaskDoc(msgspec.Struct, frozen=True, tag="task"):
    """Key ``task/20260302-A012``: a citizen to be called back."""

    key: str
    task: TaskId
    number: str
    window: WindowNo
    staff: StaffId
    stars: int
    deadline_ms: int
    staff_name: str = ""
    is_overdue: bool = False


class StaffDoc(msgspec.Struct, frozen=True, tag="staff"):
    """Key ``staff/S017``: a staff member today."""

    key: str
    staff: StaffId
    name: str
    department: str
    presence: Presence
    window: WindowNo = WindowNo("")
    """Where they are signed in."""
    since_ms: int = 0
    """Since when they are at the window, or off post."""
    punches_ms: tuple[int, ...] = ()
    is_late: bool = False
    marks: tuple[RuleCode, ...] = ()
    """Attendance rules with a card of today that stands."""
    is_chief: bool = False


class UnknownBadge(msgspec.Struct, frozen=True):
    """A badge that belongs to nobody known."""

    mark: str
    last4: str
    reader: str
    first_ms: int
    last_ms: int
    times: int


class AttendanceDoc(msgspec.Struct, frozen=True, tag="attendance"):
    """Key ``attendance``: the hall's staff today, as counts."""

    key: str
    day: str
    is_working: bool = True
    is_provisional: bool = False
    expected: int = 0
    """Staff with a shift today and no approved absence."""
    present: int = 0
    late: int = 0
    on_leave: int = 0
    absent: int = 0
    off_post: int = 0
    unknown_badges: tuple[UnknownBadge, ...] = ()
    reader_alarms: dict[str, str] = {}
    """Reader -> what is wrong with it."""


class Spread(msgspec.Struct, frozen=True):
    """Ratings as counts of the levels 1 to 5, and the services finished."""

    stars: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    served: int = 0
    """Services finished. It may be more than the rated and the silent: a rating may still be awaited."""
    silent: int = 0
    """Asked and not rated: silence is not a level."""


class QueueFigures(msgspec.Struct, frozen=True):
    """A queue's day so far."""

    issued: int = 0
    called: int = 0
    served: int = 0
    missed: int = 0
    wait_sum_ms: int = 0
    """Over ``called`` first calls."""
    within_target: int = 0
    """First calls within the class's target wait."""


class Accuracy(msgspec.Struct, frozen=True):
    """How well the first forecasts of today did: counts and sums, so that sides can be added up.

    An error is forecast less wait. ``judged`` is first calls that stand, of tickets with a forecast; means of
    errors are over ``judged - without_median``, that of widths over ``judged - unbounded``.
    """

    foretold: int = 0
    """Tickets issued with a forecast."""
    unforetold: int = 0
    fluid: int = 0
    """Of those with one: made without replays."""
    doubtful: int = 0
    """Of those with one: taken although the kiosk had warned."""
    doubtful_served: int = 0
    judged: int = 0
    held: int = 0
    """Waits that lay in the range that was read."""
    without_median: int = 0
    """Forecasts of "not today" that were called all the same."""
    error_sum_ms: int = 0
    """Over |median - wait|."""
    bias_sum_ms: int = 0
    """Over median - wait: above zero, too long a wait was told."""
    naive_error_sum_ms: int = 0
    """The same of the naive figure, people ahead times the average service by the open windows."""
    naive_bias_sum_ms: int = 0
    unbounded: int = 0
    """Of the judged: the range had no high end, or there was none."""
    width_sum_min: int = 0


class DayDoc(msgspec.Struct, frozen=True, tag="day"):
    """Key ``day``: the figures of the day and its curve. Ten minutes are one place of a curve."""

    key: str
    day: str
    total: QueueFigures = QueueFigures()
    queues: dict[str, QueueFigures] = {}
    ratings: Spread = Spread()
    ratings_of_windows: dict[WindowNo, Spread] = {}
    ratings_of_staff: dict[StaffId, Spread] = {}
    ratings_of_items: dict[ItemCode, Spread] = {}
    forecasts: Accuracy = Accuracy()
    forecasts_of_queues: dict[str, Accuracy] = {}
    issued_curve: tuple[int, ...] = ()
    """Numbers issued in each ten minutes from local midnight, 144 places, or none yet."""
    served_curve: tuple[int, ...] = ()
    usual_curve: tuple[int, ...] = ()
    """Issued on a usual day: the mean of the last working days, in hundredths; empty: none known yet."""
    usual_days: int = 0


class PublishedPlace(msgspec.Struct, frozen=True):
    """A place in a published selection."""

    what: str
    """A window's number or a staff member's id."""
    name: str
    score: float


class SelectionDoc(msgspec.Struct, frozen=True, tag="selection"):
    """Key ``selection``: the red-flag windows and service models last published, for the boards too."""

    key: str
    period: str
    """``2026-02``, ``2026-Q1`` or ``2026``."""
    windows: tuple[PublishedPlace, ...] = ()
    staff: tuple[PublishedPlace, ...] = ()


AnyWallDoc = RulesDoc | CardDoc | TaskDoc | StaffDoc | AttendanceDoc | DayDoc | SelectionDoc
