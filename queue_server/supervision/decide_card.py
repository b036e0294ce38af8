"""Leading a conduct card through its life, and answering call-back tasks."""

from queue_server.supervision import commands as c
from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.concerned import may_answer, told_here
from queue_server.supervision.questions import Asked, Decision, refuse
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardAct, CardState, RefusalCode


def act_on_card(asked: Asked, command: c.ActOnCard) -> Decision:
    """Do one act of the table ``life.AFTER``; the holder may do only what is the holder's."""
    if asked.window and not asked.staff:
        return refuse(RefusalCode.NOT_SIGNED_IN)
    card = asked.watch.room.state.cards.get(command.card)
    if card is None:
        return refuse(RefusalCode.UNKNOWN_CARD, card=command.card)
    if asked.window and not _is_right_of_window(asked, command.move, card):
        return refuse(RefusalCode.NOT_YOUR_RIGHT, window=asked.window)
    if command.move is CardAct.ACKNOWLEDGE:
        return _acknowledged(asked, card)
    state = life.after(card.state, command.move)
    if state is None:
        return refuse(RefusalCode.CARD_NOT_THERE, state=card.state.value)
    if command.move in life.NEEDS_TEXT and not command.text.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    if command.move is CardAct.APPEAL and asked.at_ms >= card.appeal_until_ms:
        return refuse(RefusalCode.TOO_LATE, until=asked.watch.book.clock_words(card.appeal_until_ms))
    return _moved(asked, card, command, state)


def _is_right_of_window(asked: Asked, move: CardAct, card: Card) -> bool:
    """Whoever was told says that they have seen it; only the holder explains and appeals."""
    if move is CardAct.ACKNOWLEDGE:
        return bool(_told_here(asked, card))
    return move in life.OF_THE_HOLDER and may_answer(card, asked.window, asked.staff)


def _told_here(asked: Asked, card: Card) -> frozenset[str]:
    return told_here(card, asked.watch.book, asked.window, asked.staff)


def _acknowledged(asked: Asked, card: Card) -> Decision:
    own = _told_here(asked, card) if asked.window else None
    waiting = [one for one in card.told if one not in card.acknowledged]
    mine = [one for one in waiting if (one in own if own is not None else _is_of_managers(one))]
    if not mine:
        return refuse(RefusalCode.CARD_NOT_THERE, state=card.state.value)
    return tuple(e.TellingAcknowledged(card.id, one) for one in mine)


def _is_of_managers(recipient: str) -> bool:
    return not recipient.startswith(("window:", "staff:"))


def _moved(asked: Asked, card: Card, command: c.ActOnCard, state: CardState) -> Decision:
    book, days = asked.watch.book, asked.watch.book.deadlines
    left = {
        CardState.TOLD: days.explain_days,
        CardState.EXPLAINED: days.investigate_days,
        CardState.INVESTIGATED: days.investigate_days,
        CardState.UPHELD: days.appeal_days + days.measure_days,
        CardState.APPEALED: days.decide_appeal_days,
        CardState.CONFIRMED_ON_APPEAL: days.measure_days,
    }.get(state)
    due = book.deadline(asked.at_ms, left) if left is not None else None
    is_upheld, is_final = state is CardState.UPHELD, command.move is CardAct.REJECT_APPEAL
    appeal_until_ms = asked.at_ms if is_final else 0
    if is_upheld:
        appeal_until_ms = book.deadline(asked.at_ms, days.appeal_days).at_ms
    moved = e.CardMoved(
        card=card.id,
        move=command.move,
        state=state,
        at_due_ms=asked.at_ms,
        text=command.text.strip(),
        deadline_ms=due.at_ms if due else 0,
        is_provisional=bool(due and due.is_provisional),
        appeal_until_ms=appeal_until_ms,
    )
    told = _told(asked, card, command.move)
    return (moved, e.Told(card.id, told, command.move.value)) if told else (moved,)


def _told(asked: Asked, card: Card, act: CardAct) -> tuple[str, ...]:
    """Who hears of an act: of what the holder says the managers, of a decision whoever was told before."""
    if act in life.OF_THE_HOLDER:
        return ("duty",)
    if act is CardAct.CONFIRM:
        return asked.watch.book.told_of_level(card.level, card.staff, card.window)
    return card.told


def answer_task(asked: Asked, command: c.AnswerTask) -> Decision:
    """Note what came of calling a citizen back."""
    if command.task not in asked.watch.room.state.tasks:
        return refuse(RefusalCode.UNKNOWN_TASK, task=command.task)
    if asked.window:
        return refuse(RefusalCode.NOT_YOUR_RIGHT, window=asked.window)
    if not command.text.strip():
        return refuse(RefusalCode.REASON_NEEDED)
    return (e.TaskAnswered(command.task, command.text.strip()),)
