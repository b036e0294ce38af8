"""A look into one card or call-back task: its whole life, who was told, who has seen it, what can be done.

Pure.
"""

from hall_display.wall import words
from hall_display.wall.details import Deed, Detail, fact, heading, told_fact
from hall_display.wall.plates import Plate
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Span, Tone, chip, row
from hall_display.wall.view_cards import (
    card_plate,
    clock,
    countdown,
    current_cards,
    what,
    whom,
)
from hall_display.wall.view_windows import desks, staff_plate, window_plate
from kiosk.screenkit.language import Text
from queue_server.vocabulary import CardAct, CardState
from queue_server.wire.wall_documents import CardDoc, TaskDoc

GRAVE = (CardAct.REVOKE, CardAct.REJECT_APPEAL)

_WHAT, _ABOUT, _SINCE = Text("事由", "What"), Text("对象", "About"), Text("起于", "Since")
_RAISED, _TIMES, _DUE = Text("提出", "Raised"), Text("次数", "Times"), Text("期限", "Due")
_HALF_DAYS = Text("旷工半天数", "Half days")
_PROVISIONAL = Text("日历暂定，期限可能变动", "calendar provisional: it may move")
_TOLD, _SEEN, _NOT_SEEN = Text("告知", "Told"), Text("已知悉", "has seen it"), Text("未知悉", "not seen")
_NOBODY = Text("无人", "nobody")
_EXPLANATION, _FINDING = Text("说明", "Explanation"), Text("核查", "Finding")
_REASON, _MEASURE = Text("决定理由", "Reason"), Text("措施", "Measure")
_FACTS, _LIFE, _STATE = Text("事实", "Facts"), Text("经过", "What came of it"), Text("状态", "State")
_NUMBER, _RATING, _SERVED_BY = Text("号票", "Ticket"), Text("评价", "Rating"), Text("办理人", "Served by")
_CALL_BACK, _ANSWER = Text("回访", "Call back"), Text("登记回访结果", "Say what came of it")
_LEADS = Text("相关", "See also")
_ID = Text("编号", "Number")


def card_detail(sight: Sight, card_id: str) -> Detail | None:
    """Return a card's whole life and what a manager can do to it now."""
    card = sight.cards.get(card_id)
    if card is None:
        return None
    level = sight.level(card.level)
    return Detail(
        title=row(
            chip(sight.name(level.name), level.colour),
            Span(f"  {sight.rule(card.rule)}   ", Tone.INK, is_bold=True),
            Span(whom(sight, card), Tone.SOFT),
            right=(clock(sight, card),),
        ),
        life=_life(sight, card),
        facts=(
            *heading(sight.say(_FACTS)),
            *_card_facts(sight, card),
            *heading(sight.say(_TOLD)),
            *_told(sight, card),
            *_came_of_it(sight, card),
        ),
        links_title=row(Span(sight.say(_LEADS), Tone.DIM)),
        links=_leads(sight, card),
        deeds=tuple(
            Deed(act.value, sight.say(words.ACTS[act]), act in GRAVE)
            for act in card.acts
            if act in words.ACTS
        ),
        edge=level.colour,
    )


def _life(sight: Sight, card: CardDoc) -> Row:
    """Return the steps of a card that has a life: those behind it, where it stands, what is to come."""
    if not sight.level(card.level).has_life:
        return row(Span(sight.say(words.CARD_STATES[card.state]), Tone.SOFT))
    at = _steps_done(card)
    names = [words.RAISED, *(name for _, name in words.LIFE)]
    spans: list[Span] = []
    for number, name in enumerate(names):
        tone = Tone.DIM if number < at else Tone.GOLD if number == at else Tone.LINE
        spans += [
            Span(f"{number + 1} {sight.say(name)}", tone, is_bold=number == at),
            Span("  >  ", Tone.LINE),
        ]
    state = Span(f"   {sight.say(words.CARD_STATES[card.state])}", Tone.INK, is_bold=True)
    return row(*spans[:-1], state)


def _steps_done(card: CardDoc) -> int:
    """Return at which of the steps a card stands, counted from its raising."""
    order = [state for state, _ in words.LIFE]
    if card.state in order:
        return order.index(card.state) + 1
    decided = (CardState.APPEALED, CardState.CONFIRMED_ON_APPEAL)
    return order.index(CardState.UPHELD) + 1 if card.state in decided else 0


def _card_facts(sight: Sight, card: CardDoc) -> tuple[Row, ...]:
    rows = [
        fact(sight.say(_ID), Span(card.card, Tone.DIM)),
        fact(sight.say(_ABOUT), Span(whom(sight, card), Tone.INK)),
        *told_fact(sight.say(_WHAT), what(sight, card)),
        fact(sight.say(_SINCE), Span(sight.minute(card.since_ms), Tone.SOFT)),
        fact(sight.say(_RAISED), Span(sight.minute(card.raised_ms), Tone.SOFT)),
    ]
    if card.times > 1:
        rows.append(fact(sight.say(_TIMES), Span(str(card.times), Tone.SOFT)))
    if card.half_days:
        rows.append(fact(sight.say(_HALF_DAYS), Span(str(card.half_days), Tone.AMBER)))
    if card.deadline_ms:
        due = Span(f"{sight.minute(card.deadline_ms)}   ", Tone.SOFT)
        is_due = card.is_current and card.state is not CardState.RUNNING
        rows.append(fact(sight.say(_DUE), due, *((clock(sight, card),) if is_due else ())))
    if card.is_provisional:
        rows.append(fact("", Span(sight.say(_PROVISIONAL), Tone.DIM)))
    return tuple(rows)


def _told(sight: Sight, card: CardDoc) -> tuple[Row, ...]:
    if not card.told:
        return (fact("", Span(sight.say(_NOBODY), Tone.DIM)),)
    return tuple(
        fact(
            "",
            Span(f"{recipient(sight, one)}   ", Tone.SOFT),
            Span(sight.say(_SEEN), Tone.DIM)
            if one in card.acknowledged
            else Span(sight.say(_NOT_SEEN), Tone.GOLD),
        )
        for one in card.told
    )


def recipient(sight: Sight, address: str) -> str:
    """Return who was told: ``window:03``, ``staff:S017``, ``chief:GA``, ``duty``."""
    kind, _, name = address.partition(":")
    match kind:
        case "window":
            return sight.window(name)
        case "staff":
            return sight.person(name)
        case "chief":
            return sight.say(words.CHIEF_OF, name=sight.department(name))
        case "head":
            return sight.say(words.HEAD, name=sight.department(name))
        case "duty":
            return sight.say(words.DUTY)
        case "office":
            return sight.say(words.OFFICE)
    return address


def _came_of_it(sight: Sight, card: CardDoc) -> tuple[Row, ...]:
    told = (
        *told_fact(sight.say(_EXPLANATION), card.explanation),
        *told_fact(sight.say(_FINDING), card.finding),
        *told_fact(sight.say(_REASON), card.reason),
        *told_fact(sight.say(_MEASURE), card.measure),
    )
    return (*heading(sight.say(_LIFE)), *told) if told else ()


def _leads(sight: Sight, card: CardDoc) -> tuple[Plate, ...]:
    window = [window_plate(sight, desk) for desk in desks(sight) if desk.number == card.window]
    member = sight.staff.get(card.staff)
    others = (
        one
        for one in current_cards(sight)
        if one.key != card.key and (one.subject == card.subject or (card.staff and one.staff == card.staff))
    )
    return (
        *window,
        *([staff_plate(sight, member)] if member else []),
        *(card_plate(sight, one) for one in others),
    )


def task_detail(sight: Sight, task_id: str) -> Detail | None:
    """Return a call-back task."""
    task = sight.tasks.get(task_id)
    if task is None:
        return None
    member = sight.staff.get(task.staff)
    return Detail(
        title=row(
            Span(f"{sight.say(_CALL_BACK)}  {task.number}", Tone.INK, is_bold=True),
            right=(countdown(sight, task.deadline_ms),),
        ),
        facts=(*heading(sight.say(_FACTS)), *_task_facts(sight, task)),
        links_title=row(Span(sight.say(_LEADS), Tone.DIM)),
        links=(
            *(window_plate(sight, desk) for desk in desks(sight) if desk.number == task.window),
            *([staff_plate(sight, member)] if member else []),
        ),
        deeds=(Deed("answer", sight.say(_ANSWER)),),
    )


def _task_facts(sight: Sight, task: TaskDoc) -> tuple[Row, ...]:
    stars = words.STARS.get(task.stars)
    served = " ".join(part for part in (sight.window(task.window), task.staff_name or task.staff) if part)
    due = Span(f"{sight.minute(task.deadline_ms)}   ")
    return (
        fact(sight.say(_NUMBER), Span(task.number, Tone.INK, is_bold=True)),
        fact(sight.say(_RATING), Span(sight.say(stars) if stars else "-", Tone.AMBER)),
        fact(sight.say(_SERVED_BY), Span(served, Tone.SOFT)),
        fact(sight.say(_DUE), due, countdown(sight, task.deadline_ms)),
    )
