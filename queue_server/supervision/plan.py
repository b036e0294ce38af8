"""What supervision is told before the day: levels, rules, shifts, who belongs where, who is told.

Immutable, and nothing but data: every number, name, colour, point and recipient is configuration, and the
defaults are those of a Chinese service hall's own handbook (docs/supervision.md lists them). ``decide`` reads
it; ``evolve`` never does.
"""

from datetime import date

import msgspec

from queue_server.hall.plan import Name
from queue_server.vocabulary import RuleCode, StaffId, TicketClass, WindowNo
from queue_server.working_days import Override


class Level(msgspec.Struct, frozen=True):
    """One level, from mild to severe in the order of ``SupervisionPlan.levels``."""

    code: str
    name: Name
    colour: str
    """``#rrggbb``."""
    points: float = 0.0
    """Lost in the month's assessment by one card of this level."""
    has_life: bool = False
    """Whether somebody has to explain, investigate and decide; a level without is a fact or a warning."""
    is_recorded_only: bool = False
    """A fact for the figures: nobody is told of it beyond the attendance lists."""
    tells: tuple[str, ...] = ()
    """Who is told from this level on: ``window``, ``holder``, ``chief``, ``head``, ``duty``, ``office``."""


class RuleStep(msgspec.Struct, frozen=True):
    """From ``over`` on the rule is at this level. Seconds, or for counting rules, times."""

    level: str
    over: int = 0
    confirm: bool = False
    """Whether the duty manager confirms it before anybody else is told."""
    half_days: int = 0
    """Half days counted as absent (旷工)."""
    tells: tuple[str, ...] = ()
    """Who is told at this step; empty: those of the level and of all milder ones."""


class Rule(msgspec.Struct, frozen=True):
    """One rule: mild steps first. An empty ``steps`` switches it off."""

    code: RuleCode
    name: Name
    steps: tuple[RuleStep, ...]


class Session(msgspec.Struct, frozen=True):
    """Half a working day with its two punches. Minutes from local midnight.

    A punch counts as in between ``opens_min`` and the middle of the session, as out between there and
    ``closes_min``; the spans of two sessions must not overlap.
    """

    start_min: int
    end_min: int
    opens_min: int
    closes_min: int
    name: Name = Name("")


class Shift(msgspec.Struct, frozen=True):
    """The sessions of a day, in order. ``out_and_in`` says whether both punches are due at each session."""

    code: str
    sessions: tuple[Session, ...]
    name: Name = Name("")
    punches_in: bool = True
    punches_out: bool = True


class Member(msgspec.Struct, frozen=True):
    """A staff member as supervision knows them."""

    id: StaffId
    name: str = ""
    department: str = ""
    shift: str = "usual"
    """Empty: no attendance is kept of this person."""
    windows: tuple[WindowNo, ...] = ()
    substitutes: tuple[StaffId, ...] = ()
    """Who may cover this person (AB岗)."""
    is_chief: bool = False
    is_manager: bool = False


class Deadlines(msgspec.Struct, frozen=True):
    """How long each step of a card's life may take, in working days."""

    explain_days: int = 3
    investigate_days: int = 5
    appeal_days: int = 3
    decide_appeal_days: int = 5
    measure_days: int = 5
    call_back_days: int = 1
    chase_every_days: int = 1
    chases_max: int = 5


class Numbers(msgspec.Struct, frozen=True):
    """The numbers of the rules that are no steps."""

    hasty_s: int = 10
    """Called, started and finished within so long is a hasty service."""
    bad_stars_max: int = 2
    ceilings_min: dict[TicketClass, int] = {}
    """The longest wait of each class before a warning; empty: the target wait of dispatch."""
    service_quantile: float = 0.95
    service_samples_min: int = 20
    """Services of an item measured before its own quantile is used; until then three times its minutes."""
    absence_grace_min: int = 60
    """An absence filed so long after the session's start still suppresses the attendance rules."""
    window_signs_count: bool = True
    """Whether signing in and out at a window counts as a punch."""
    warnings_in_a_row: int = 3
    warnings_points: float = 3.0
    """Points lost by so many warnings in a row."""


class SupervisionPlan(msgspec.Struct, frozen=True):
    """Everything the room of supervision is told."""

    levels: tuple[Level, ...] = ()
    rules: tuple[Rule, ...] = ()
    shifts: tuple[Shift, ...] = ()
    members: tuple[Member, ...] = ()
    deadlines: Deadlines = Deadlines()
    numbers: Numbers = Numbers()
    overrides: dict[date, Override] = {}
    """Days on which the hall's city works or rests other than the calendar says."""
    utc_offset_min: int = 480


UNWATCHED = SupervisionPlan()
"""Without rules and people nothing is watched."""
