"""Cards and call-back tasks as the wall shows them: which first, what happened, which clock runs. Pure."""

from hall_display.wall import words
from hall_display.wall.plates import Listing, Plate
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Span, Tone, chip, row
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from queue_server.vocabulary import CardAct, CardState, Device, RuleCode, TicketClass
from queue_server.wire.wall_documents import CardDoc, TaskDoc

CLOCKED = (CardState.RUNNING, CardState.RECORDED)
"""While a cause lasts its clock counts up; later cards count down to their deadline."""
_OVER = (CardState.MEASURED, CardState.ENDED, CardState.SUPERSEDED, CardState.REVOKED)

_SINCE, _LEFT = Text("已持续 {t}", "for {t}"), Text("剩 {t}", "{t} left")
_LATE_BY, _OVERDUE = Text("逾期 {t}", "{t} overdue"), Text("已逾期", "overdue")
_UNSEEN = Text("未知悉", "not seen")
_WAITS = Text("{number} {klass} 在等候，{queue}", "{number}, {klass}, waits in {queue}")
_IDLE = Text("有人等候而窗口空闲", "idle while people wait")
_SERVICE = Text("{number} 办理过长：{item}", "{number} takes long: {item}")
_TIMES = Text("今天 {n} 次", "{n} times today")
_RATED = Text("{number} {stars}，未按时回访", "{number} {stars}, not called back")
_SESSION = Text("{session} {a} 至 {b}，{n} 分钟", "{session} {a} to {b}, {n} min")
_OFF = Text("窗口没有动静", "no sign of life")
_CALL_BACK = Text("{number} 回访", "{number} to be called back")


def is_unseen(card: CardDoc) -> bool:
    """Whether somebody who was told has not said that they saw it."""
    return CardAct.ACKNOWLEDGE in card.acts


def current_cards(sight: Sight) -> tuple[CardDoc, ...]:
    """Return the cards that ask for attention: overdue first, then the severest, the unseen, the oldest."""
    cards = (card for card in sight.cards.values() if card.is_current)
    return tuple(sorted(cards, key=lambda card: _order(sight, card)))


def _order(sight: Sight, card: CardDoc) -> tuple[int, int, int, int, str]:
    return (not card.is_overdue, -sight.weight(card.level), not is_unseen(card), card.since_ms, card.key)


def cards_of_window(sight: Sight, number: str) -> tuple[CardDoc, ...]:
    """Return the current cards about a window."""
    return tuple(card for card in current_cards(sight) if card.window == number)


def whom(sight: Sight, card: CardDoc) -> str:
    """Return the place and the person a card is about."""
    kind, _, name = card.subject.partition(":")
    parts = [sight.window(card.window), card.staff_name or card.staff]
    known = " ".join(part for part in parts if part)
    if known:
        return known
    match kind:
        case "queue":
            return sight.queue(name)
        case "staff":
            return sight.person(name)
        case "reader":
            return sight.say(words.READER, name=name)
        case "device":
            return place(sight, name.partition("/")[0])
    return name


def place(sight: Sight, at: str) -> str:
    """Return where a device is: ``window:03``, ``kiosk:K1``, ``reader:door``."""
    kind, _, name = at.partition(":")
    match kind:
        case "window":
            return sight.window(name)
        case "kiosk":
            return sight.say(words.KIOSK, name=name)
        case "reader":
            return sight.say(words.READER, name=name)
    return name or at


def device_fault(sight: Sight, device: Device, fault: str) -> str:
    """Return which device is out of order, and how."""
    word = words.FAULT_WORDS.get(fault)
    return f"{sight.say(words.DEVICES_OF[device])} {sight.say(word) if word else fault}"


def what(sight: Sight, card: CardDoc) -> str:
    """Return what happened, from the facts of the card, in few words."""
    facts, number = card.facts, card.number or card.facts.get("number", "")
    match card.rule:
        case RuleCode.LONG_WAIT:
            klass = sight.say(words.CLASSES[TicketClass(facts.get("class", TicketClass.REGULAR))])
            return sight.say(_WAITS, number=number, klass=klass, queue=sight.queue(facts.get("queue", "")))
        case RuleCode.IDLE_WINDOW:
            return sight.say(_IDLE)
        case RuleCode.LONG_SERVICE:
            return sight.say(_SERVICE, number=number, item=sight.item(facts.get("item", "")))
        case RuleCode.HASTY_CALLS | RuleCode.OUT_OF_ORDER:
            return sight.say(_TIMES, n=facts.get("times", card.times))
        case RuleCode.BAD_RATING:
            stars = words.STARS.get(int(facts.get("stars", "0") or 0))
            return sight.say(_RATED, number=number, stars=sight.say(stars) if stars else "")
        case RuleCode.DEVICE_FAULT if card.device:
            return device_fault(sight, card.device, facts.get("fault", ""))
        case RuleCode.READER_ALARM:
            return facts.get("alarm", "")
        case RuleCode.OFF_POST:
            return sight.say(_OFF)
    return _session(sight, card)


def _session(sight: Sight, card: CardDoc) -> str:
    facts = card.facts
    if "from" not in facts:
        return "  ".join(facts.values())
    session = sight.say(Text(facts.get("session_zh", ""), facts.get("session_en", "")))
    return sight.say(
        _SESSION, session=session, a=facts["from"], b=facts.get("to", ""), n=-(-card.amount // 60)
    )


def clock(sight: Sight, card: CardDoc) -> Span:
    """Return the clock of a card: up while the cause lasts, down to the next deadline, red when overdue."""
    if card.is_overdue:
        late_ms = sight.now_ms - card.deadline_ms
        said = sight.say(_LATE_BY, t=sight.span(late_ms)) if card.deadline_ms else sight.say(_OVERDUE)
        return Span(said, Tone.DANGER, is_bold=True)
    if card.state in _OVER or not card.is_current:
        return Span(sight.say(words.CARD_STATES[card.state]), Tone.DIM)
    if card.state in CLOCKED or not card.deadline_ms:
        return Span(sight.say(_SINCE, t=sight.span(sight.since(card.since_ms))), Tone.INK)
    return countdown(sight, card.deadline_ms)


def countdown(sight: Sight, deadline_ms: int) -> Span:
    """Return the time left; what is past its time is overdue, before anybody has said so."""
    left_ms = deadline_ms - sight.now_ms
    if left_ms < 0:
        return Span(sight.say(_LATE_BY, t=sight.span(-left_ms)), Tone.DANGER, is_bold=True)
    return Span(sight.say(_LEFT, t=sight.span(left_ms)), Tone.INK)


def card_plate(sight: Sight, card: CardDoc) -> Plate:
    """Return a card in three lines: level and rule, whom; what; its state and its clock."""
    level = sight.level(card.level)
    unseen = is_unseen(card)
    name = chip(sight.name(level.name), level.colour)
    rule = Span(f" {sight.rule(card.rule)}", Tone.INK, is_bold=True)
    state = Span(sight.say(words.CARD_STATES[card.state]), Tone.DIM)
    seen = Span(f"  {sight.say(_UNSEEN)}", Tone.GOLD) if unseen else Span("")
    return Plate(
        key=card.key,
        lines=(
            row(name, rule, right=(Span(whom(sight, card), Tone.SOFT),)),
            row(Span(what(sight, card), Tone.SOFT)),
            row(state, seen, right=(clock(sight, card),)),
        ),
        edge=level.colour,
        glow=unseen or card.is_overdue,
    )


def card_list(sight: Sight) -> Listing:
    """Return all cards: those that ask for attention, then what is over or only stands in the figures."""
    current = current_cards(sight)
    rest = sorted(
        (card for card in sight.cards.values() if not card.is_current),
        key=lambda card: (-sight.weight(card.level), -card.raised_ms),
    )
    return Listing(
        title=words.CARDS.in_(sight.language),
        beside=words.CARDS.beside(sight.language),
        figures=_level_counts(sight, current),
        plates=tuple(card_plate(sight, card) for card in (*current, *rest)),
        empty=sight.say(words.ALL_WELL),
    )


def _level_counts(sight: Sight, cards: tuple[CardDoc, ...]) -> Row:
    spans: list[Span] = []
    for level in reversed(sight.rules.levels):
        count = sum(card.level == level.code for card in cards)
        if count:
            spans += [chip(sight.name(level.name), level.colour), Span(f" {count}    ", Tone.INK)]
    unseen = sum(map(is_unseen, cards))
    if unseen:
        spans.append(Span(sight.say(words.UNSEEN_N, n=unseen), Tone.GOLD))
    return Row(tuple(spans))


# --- call-back tasks ---


def tasks_in_order(sight: Sight) -> tuple[TaskDoc, ...]:
    """Return the tasks by their deadline."""
    return tuple(sorted(sight.tasks.values(), key=lambda task: (task.deadline_ms, task.key)))


def is_late(sight: Sight, task: TaskDoc) -> bool:
    """Whether a citizen should have been called back by now."""
    return task.is_overdue or bool(task.deadline_ms and task.deadline_ms < sight.now_ms)


def task_plate(sight: Sight, task: TaskDoc) -> Plate:
    """Return a task in three lines: whose number, how it was rated and by whom served, until when."""
    late = is_late(sight, task)
    stars = words.STARS.get(task.stars)
    served = " ".join(part for part in (sight.window(task.window), task.staff_name or task.staff) if part)
    return Plate(
        key=task.key,
        lines=(
            row(
                Span(sight.say(_CALL_BACK, number=task.number), Tone.INK, is_bold=True),
                right=(Span(sight.say(stars) if stars else "", Tone.SOFT),),
            ),
            row(Span(served, Tone.SOFT)),
            row(Span(sight.minute(task.deadline_ms), Tone.DIM), right=(countdown(sight, task.deadline_ms),)),
        ),
        edge=PALETTE[Tone.DANGER] if late else PALETTE[Tone.LINE],
        glow=late,
    )


def task_list(sight: Sight) -> Listing:
    """Return the citizens to be called back."""
    tasks = tasks_in_order(sight)
    late = sum(is_late(sight, task) for task in tasks)
    overdue = Span(sight.say(words.OVERDUE_N, n=late), Tone.DANGER) if late else Span("")
    return Listing(
        title=words.TASKS.in_(sight.language),
        beside=words.TASKS.beside(sight.language),
        figures=row(Span(f"{len(tasks)}    ", Tone.INK), overdue),
        plates=tuple(task_plate(sight, task) for task in tasks),
        empty=sight.say(words.NONE),
    )
