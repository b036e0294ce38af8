"""From the forms to the plan of supervision: the handbook's defaults, and what the file says instead. Pure.

Levels are replaced as a whole list, rules one by one, and the shift ``usual`` is there unless it is written.
"""

from itertools import pairwise
from typing import NamedTuple

from queue_server.config import StaffMember
from queue_server.config_file.forms import FileForm, LevelForm, RuleForm, SessionForm, ShiftForm
from queue_server.config_file.spans import DAY_MIN, read_minute, read_offset, read_span
from queue_server.hall.plan import Name, Span
from queue_server.supervision.defaults import LEVELS, RULES, USUAL_SHIFT
from queue_server.supervision.plan import Level, Member, Numbers, Rule, Session, Shift, SupervisionPlan
from queue_server.working_days import Override


def build_supervision(file: FileForm) -> SupervisionPlan:
    """Return the plan of supervision that a file without mistakes describes."""
    written = file.supervision
    return SupervisionPlan(
        levels=tuple(map(_level, written.levels)) or LEVELS,
        rules=rules_of(written.rules),
        shifts=tuple(map(_shift, file.shifts)) + unwritten_shifts(file),
        members=tuple(map(_member, file.staff)),
        deadlines=written.deadlines,
        numbers=Numbers(**{key: getattr(written, key) for key in Numbers.__struct_fields__}),
        overrides={one.date: Override(one.works, one.reason) for one in file.calendar},
        utc_offset_min=read_offset(file.hall.utc_offset),
    )


def rules_of(written: tuple[RuleForm, ...]) -> tuple[Rule, ...]:
    """Return every rule, in the order of the handbook; a written one stands in the default one's place."""
    ours = {form.code: form for form in written}
    return tuple(_rule(ours[rule.code], rule) if rule.code in ours else rule for rule in RULES)


def unwritten_shifts(file: FileForm) -> tuple[Shift, ...]:
    """Return the default shift, unless the file writes one of its code."""
    return () if any(one.code == USUAL_SHIFT.code for one in file.shifts) else (USUAL_SHIFT,)


def read_sessions(forms: tuple[SessionForm, ...]) -> tuple[Session, ...]:
    """Return the sessions of a shift; ValueError for a text that is no time.

    Where ``opens`` or ``closes`` is not written, the neighbour's is taken, or else the middle between both.
    """
    parts = [_Part(form, read_span(form.time)) for form in forms]
    turns = [_turn(earlier, later) for earlier, later in pairwise(parts)]
    opens = [_minute(one.opens, 0) for one in forms[:1]] + [opens for _, opens in turns]
    closes = [closes for closes, _ in turns] + [_minute(one.closes, DAY_MIN) for one in forms[-1:]]
    return tuple(
        Session(span.start_min, span.end_min, first, last, Name(form.name, form.name_en))
        for (form, span), first, last in zip(parts, opens, closes, strict=True)
    )


class _Part(NamedTuple):
    form: SessionForm
    span: Span


def _turn(earlier: _Part, later: _Part) -> tuple[int, int]:
    """Return when the earlier session closes and the later one opens."""
    halfway = (earlier.span.end_min + later.span.start_min) // 2
    closes, opens = earlier.form.closes, later.form.opens
    return _minute(closes or opens, halfway), _minute(opens or closes, halfway)


def _minute(text: str, unwritten: int) -> int:
    return read_minute(text) if text else unwritten


def _level(form: LevelForm) -> Level:
    return Level(
        code=form.code,
        name=Name(form.name, form.name_en),
        colour=form.colour,
        points=form.points,
        has_life=form.has_life,
        is_recorded_only=form.is_recorded_only,
        tells=form.tells,
    )


def _rule(form: RuleForm, default: Rule) -> Rule:
    name = Name(form.name, form.name_en) if form.name else default.name
    return Rule(form.code, name, form.steps)


def _shift(form: ShiftForm) -> Shift:
    return Shift(
        code=form.code,
        sessions=read_sessions(form.sessions),
        name=Name(form.name, form.name_en),
        punches_in=form.punches_in,
        punches_out=form.punches_out,
    )


def _member(staff: StaffMember) -> Member:
    return Member(
        id=staff.id,
        name=staff.name,
        department=staff.department,
        shift=staff.shift,
        windows=staff.windows,
        substitutes=staff.substitutes,
        is_chief=staff.is_chief,
        is_manager=staff.is_manager,
    )
