"""The shapes of the tables in a configuration file, as people write them; defaults are those of the plan.

One Struct for each table. Where file and server say a thing the same way, the server's own Struct is the
shape (``Listen``, ``Calling``); what people write differently (hours as ``"08:30-11:45"``, a name in
two keys, skills by department) has a form here, and ``build`` turns it into the plan. No checks here.
"""

import datetime

import msgspec

from queue_server.assessment.plan import AssessmentPlan
from queue_server.config import Counter, Line, Listen, Lockout, StaffMember, Store, Token
from queue_server.forecast.plan import ForecastNumbers
from queue_server.hall.plan import AwayPlan, Calling, Dispatch
from queue_server.supervision.plan import Deadlines, Numbers, RuleStep
from queue_server.vocabulary import RuleCode


class NameForm(msgspec.Struct, frozen=True):
    """A text in both languages, inside a list."""

    name: str
    name_en: str = ""


class SliceForm(msgspec.Struct, frozen=True):
    """A part of the day with a quota."""

    time: str
    quota: int


class HallForm(msgspec.Struct, frozen=True):
    """``[hall]``."""

    name: str
    name_en: str = ""
    utc_offset: str = "+08:00"
    hours: tuple[str, ...] = ("08:30-11:45", "14:30-17:15")
    closed_weekdays: tuple[str, ...] = ("saturday", "sunday")
    pause_reasons: tuple[NameForm, ...] = ()
    hold_reasons: tuple[NameForm, ...] = ()
    pick_reasons: tuple[NameForm, ...] = ()
    notices: tuple[NameForm, ...] = ()


class ServerForm(msgspec.Struct, frozen=True):
    """``[server]``."""

    inbox_max: int = 4096


class EvaluatorsForm(msgspec.Struct, frozen=True):
    """``[evaluators]``."""

    stars_of_key: dict[str, int] = msgspec.field(default_factory=lambda: {"0": 1, "1": 3, "2": 4, "3": 5})


class PlaceForm(msgspec.Struct, frozen=True):
    """``[[areas]]`` and ``[[departments]]``."""

    code: str
    name: str
    name_en: str = ""


class QueueForm(msgspec.Struct, frozen=True):
    """``[[queues]]``."""

    code: str
    name: str
    area: str
    name_en: str = ""
    digits: int = 3
    daily_max: int = 0
    waiting_alarm: int = 0
    slices: tuple[SliceForm, ...] = ()
    hours: tuple[str, ...] = ()


class ItemForm(msgspec.Struct, frozen=True):
    """``[[items]]``."""

    code: str
    name: str
    department: str
    queue: str
    name_en: str = ""
    minutes: int = 6
    materials: tuple[NameForm, ...] = ()
    kind: str = ""
    promised_days: int = 0
    fee: str = ""
    green_channel: bool = False


class WindowForm(msgspec.Struct, frozen=True):
    """``[[windows]]``. The skills are all items named directly, by department or by queue, together."""

    number: str
    area: str
    name: str = ""
    name_en: str = ""
    departments: tuple[str, ...] = ()
    queues: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    may_pick: bool = False
    open: tuple[str, ...] = ()


class ForecastForm(ForecastNumbers, frozen=True):
    """``[forecast]``: its numbers, and when windows are open."""

    open: tuple[str, ...] = ()


class LevelForm(msgspec.Struct, frozen=True):
    """``[[supervision.levels]]``, from mild to severe."""

    code: str
    name: str
    colour: str
    name_en: str = ""
    points: float = 0.0
    has_life: bool = False
    is_recorded_only: bool = False
    tells: tuple[str, ...] = ()


class RuleForm(msgspec.Struct, frozen=True):
    """``[[supervision.rules]]``. An empty name is the default rule's."""

    code: RuleCode
    steps: tuple[RuleStep, ...]
    name: str = ""
    name_en: str = ""


class SupervisionForm(Numbers, frozen=True):
    """``[supervision]``: its numbers, and the tables under it."""

    deadlines: Deadlines = Deadlines()
    levels: tuple[LevelForm, ...] = ()
    rules: tuple[RuleForm, ...] = ()


class SessionForm(msgspec.Struct, frozen=True):
    """A part of a shift. Punches count from ``opens`` to ``closes``; empty: as far as the next session's."""

    time: str
    name: str = ""
    name_en: str = ""
    opens: str = ""
    closes: str = ""


class ShiftForm(msgspec.Struct, frozen=True):
    """``[[shifts]]``."""

    code: str
    name: str
    sessions: tuple[SessionForm, ...]
    name_en: str = ""
    punches_in: bool = True
    punches_out: bool = True


class DayForm(msgspec.Struct, frozen=True):
    """``[[calendar]]``: a day that is worked or free, whatever the calendar says."""

    date: datetime.date
    works: bool
    reason: str = ""


class ReaderForm(msgspec.Struct, frozen=True):
    """``[[readers]]``."""

    name: str
    port: str
    kind: str = "em4100"
    printed: str = "decimal"
    baud: int = 9600
    address: int = 0
    key_file: str = ""
    place: str = ""
    place_en: str = ""
    again_after_ms: int = 3000


class FileForm(msgspec.Struct, frozen=True):
    """A whole file. The field's name is the table's name."""

    hall: HallForm
    listen: Listen = Listen()
    store: Store = Store()
    server: ServerForm = ServerForm()
    lockout: Lockout = Lockout()
    dispatch: Dispatch = Dispatch()
    calling: Calling = Calling()
    evaluators: EvaluatorsForm = EvaluatorsForm()
    areas: tuple[PlaceForm, ...] = ()
    departments: tuple[PlaceForm, ...] = ()
    queues: tuple[QueueForm, ...] = ()
    items: tuple[ItemForm, ...] = ()
    windows: tuple[WindowForm, ...] = ()
    tokens: tuple[Token, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    lines: tuple[Line, ...] = ()
    counters: tuple[Counter, ...] = ()
    readers: tuple[ReaderForm, ...] = ()
    supervision: SupervisionForm = SupervisionForm()
    shifts: tuple[ShiftForm, ...] = ()
    calendar: tuple[DayForm, ...] = ()
    keymaps: dict[str, dict[str, str]] = {}
    assessment: AssessmentPlan = AssessmentPlan()
    forecast: ForecastForm = ForecastForm()
    away: AwayPlan = AwayPlan()
