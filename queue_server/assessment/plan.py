"""What the assessment is told before it counts: weights, points, places. Immutable, nothing but data.

Every number is configuration (``[assessment]``); the defaults are those of a Chinese service hall's own
handbook. ``Basis`` puts beside it what the formulas need of other rooms' plans: levels, targets, calendar.
"""

import msgspec

from queue_server.supervision.defaults import LEVELS
from queue_server.supervision.plan import Level, Numbers
from queue_server.vocabulary import RuleCode, TicketClass
from queue_server.working_days import WorkingDays

ROW_RULES = (
    RuleCode.LATE,
    RuleCode.EARLY_LEAVE,
    RuleCode.MISSING_PUNCH,
    RuleCode.ABSENT,
    RuleCode.OFF_POST,
    RuleCode.IDLE_WINDOW,
    RuleCode.HASTY_CALLS,
    RuleCode.OUT_OF_ORDER,
    RuleCode.BAD_RATING,
)
"""Not the long service: one in twenty runs over its own p95 by the rule's making, whoever serves."""


class Weights(msgspec.Struct, frozen=True):
    """What each part is worth of the base, in points: the most that the part can cost in a month."""

    presence: float = 20.0
    promises: float = 25.0
    ratings: float = 20.0
    discipline: float = 25.0
    complaints: float = 10.0


class Shares(msgspec.Struct, frozen=True):
    """What makes up the total of a selection, in per cent."""

    window: float = 30.0
    staff: float = 30.0
    duty: float = 20.0
    """The duty leaders' vote."""
    public: float = 20.0


class Places(msgspec.Struct, frozen=True):
    """How many are chosen in a period."""

    month: int = 5
    quarter: int = 2
    year: int = 1


class AssessmentPlan(msgspec.Struct, frozen=True):
    """Points are points of the score; a part never costs more than its weight."""

    weights: Weights = Weights()
    base: float = 100.0
    """What everybody begins a month with: the sum of the weights."""
    cap: float = 110.0
    late_points: float = 1.0
    early_leave_points: float = 1.0
    missing_punch_points: float = 0.5
    off_post_points: float = 1.0
    half_day_points: float = 5.0
    """Lost by each half day absent (旷工)."""
    waits_points: float = 15.0
    """Lost if every wait at the window is over its target; of some waits, their share of it."""
    left_open_points: float = 1.0
    """Lost by each service that was begun and never ended by the day's end."""
    overdue_task_points: float = 1.0
    """Lost by each citizen who was not called back in time."""
    ratings_target: float = 4.0
    """The mean of the rated services, 1 to 5, at which ratings neither cost nor give anything."""
    rated_min: int = 10
    """With fewer rated services in the month the mean says nothing, and nothing is lost or gained."""
    ratings_bonus_max: float = 10.0
    """Gained if every rated service is very good."""
    row_within_days: int = 5
    """Two warnings are in one row when the later one comes within so many working days."""
    row_rules: tuple[RuleCode, ...] = ROW_RULES
    """Rules whose warnings can stand in a row."""
    complaint_points: float = 5.0
    shares: Shares = Shares()
    red_flag_windows: Places = Places()
    service_models: Places = Places()
    excluding_levels: tuple[str, ...] = ()
    """Levels whose cards exclude from the selection; empty: the severest."""
    services_min: int = 1
    """Services finished in the period without which nobody is chosen."""


class Basis(msgspec.Struct, frozen=True):
    """Everything that the formulas are told."""

    plan: AssessmentPlan = AssessmentPlan()
    levels: tuple[Level, ...] = LEVELS
    numbers: Numbers = Numbers()
    targets_min: dict[TicketClass, int] = {}
    """The target wait of each class, in minutes; a class without one is never over it."""
    calendar: WorkingDays = msgspec.field(default_factory=WorkingDays)

    def is_warning(self, level: str) -> bool:
        """Return whether a level is more than a recorded fact and less than a card with a life."""
        return any(one.code == level and not one.is_recorded_only and not one.has_life for one in self.levels)

    def excludes(self, level: str) -> bool:
        """Return whether a card of this level excludes from the selection."""
        severest = tuple(one.code for one in self.levels[-1:])
        return level in (self.plan.excluding_levels or severest)
