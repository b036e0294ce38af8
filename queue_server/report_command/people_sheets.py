"""The sheets of people and machines: attendance, cards with what became of them, device faults."""

from collections.abc import Callable

from queue_server.report_command.sheets import Cell, Column, Kind, Row, Sheet
from queue_server.report_command.speech import Speech, day_words
from queue_server.report_command.words import ABSENCES, DEVICES, FINDINGS, OUTCOMES, YES
from queue_server.reports.cards import Card, Outcome, counted
from queue_server.reports.fold import Told
from queue_server.reports.period import ReportKind
from queue_server.reports.presence import Attendance
from queue_server.reports.tally import Side

Clock = Callable[[int], str]
"""From an instant to the local time of day, 08:29."""

ID, NAME = Column("id", Kind.TEXT), Column("name", Kind.TEXT)
LEAVE, FAULT = Column("leave", Kind.TEXT), Column("fault", Kind.TEXT)
FINDING_COLUMNS = tuple(Column(rule.value) for rule in FINDINGS)
CARD_COLUMNS = (
    Column("level", Kind.TEXT),
    Column("rule", Kind.TEXT),
    Column("raised"),
    *(Column(outcome.value) for outcome in Outcome),
)
LIST_COLUMNS = tuple(Column(key, Kind.TEXT) for key in ("card", "day", "level", "rule", "subject", "outcome"))
DEVICE_COLUMNS = (
    ID,
    Column("device", Kind.TEXT),
    Column("times"),
    Column("down", Kind.SPAN),
    Column("is_down", Kind.TEXT),
    FAULT,
)


def people_sheets(now: Told, then: Told | None, speech: Speech, clock: Clock) -> tuple[Sheet, ...]:
    """Return the sheets in the order in which a report is read."""
    return (
        _attendance(now, speech, clock),
        _cards(now, then, speech),
        _card_list(now, speech),
        _devices(now, speech),
    )


def _attendance(now: Told, speech: Speech, clock: Clock) -> Sheet:
    is_day = now.period.kind is ReportKind.DAY
    of_day = (Column("first", Kind.TEXT), Column("last", Kind.TEXT))
    columns = (
        ID,
        NAME,
        *(of_day if is_day else (Column("days"),)),
        *FINDING_COLUMNS,
        Column("half_days"),
        LEAVE,
    )
    rows = []
    for staff, one in now.attendance.items():
        there: tuple[Cell, ...] = (one.days,)
        if is_day:
            there = tuple(clock(at_ms) if at_ms else "" for at_ms in (one.first_ms, one.last_ms))
        findings = (one.findings.get(rule, 0) for rule in FINDINGS)
        cells = (staff, speech.name(Side.STAFF, staff), *there, *findings, one.half_days)
        rows.append(Row((*cells, _leave(one, speech, is_day))))
    return Sheet("attendance", columns, tuple(rows))


def _leave(one: Attendance, speech: Speech, is_day: bool) -> str:
    words = [
        speech.say(ABSENCES[kind]) + ("" if is_day else f" {days}")
        for kind, days in sorted(one.leave_days.items())
    ]
    return ", ".join(words)


def _cards(now: Told, then: Told | None, speech: Speech) -> Sheet:
    """Return one row for each level and rule, severe levels first."""
    counts, before = counted(now.cards), counted(then.cards) if then else None
    order = list(speech.levels)
    both = sorted(
        counts.keys() | (before or {}).keys(),
        key=lambda one: (-order.index(one[0]) if one[0] in order else 1, one[1]),
    )
    rows = []
    for level, rule in both:
        names = (speech.level(level), speech.rule(rule))
        cells = [
            (*names, *_outcomes(counted_cards.get((level, rule), {})))
            for counted_cards in (counts, before)
            if counted_cards is not None
        ]
        rows.append(Row(cells[0], cells[1] if len(cells) > 1 else ()))
    return Sheet("cards", CARD_COLUMNS, tuple(rows))


def _outcomes(outcomes: dict[Outcome, int]) -> tuple[Cell, ...]:
    return (sum(outcomes.values()), *(outcomes.get(outcome, 0) for outcome in Outcome))


def _card_list(now: Told, speech: Speech) -> Sheet:
    """Return the cards that somebody has to answer for, severe ones first; warnings are only counted."""
    order = [code for code, level in speech.levels.items() if level.has_life]
    cards = [card for card in now.cards if card.level in order]
    cards.sort(key=lambda card: (-order.index(card.level), card.id))
    return Sheet("card_list", LIST_COLUMNS, tuple(Row(_listed(card, speech)) for card in cards))


def _listed(card: Card, speech: Speech) -> tuple[Cell, ...]:
    return (
        card.id,
        day_words(card.day),
        speech.level(card.level),
        speech.rule(card.rule),
        speech.place(card.subject),
        speech.say(OUTCOMES[card.outcome]),
    )


def _devices(now: Told, speech: Speech) -> Sheet:
    rows = tuple(
        Row(
            (
                speech.place(one.place),
                speech.say(DEVICES[one.device]),
                one.times,
                one.down_ms,
                speech.say(YES) if one.is_down else "",
                one.fault,
            )
        )
        for one in now.devices
    )
    return Sheet("devices", DEVICE_COLUMNS, rows)
