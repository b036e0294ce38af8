"""The deadlines of a card's life: what is overdue is chased, once at the deadline and again each working day.

Source: MONITORING, life of a card (explanation within 3 working days, investigation within 5, an appeal
decided within 5).
"""

from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.state import Card
from queue_server.supervision.watching import NOTHING, Look, Watch
from queue_server.vocabulary import CardAct, CardId


def look_at_card(watch: Watch, key: tuple[str, ...]) -> Look:
    """Look at a card's deadline."""
    card = watch.room.state.cards.get(CardId(key[1]))
    if card is None or card.state not in life.LIVING or not card.deadline_ms:
        return NOTHING
    if watch.at_ms < card.deadline_ms:
        return Look((), card.deadline_ms)
    if card.chases >= watch.book.deadlines.chases_max:
        return NOTHING
    return _chased(watch, card)


def _chased(watch: Watch, card: Card) -> Look:
    # The deadline is the midnight after its last day, so the day before it is the one that is counted from.
    again = watch.book.deadline(watch.at_ms - 1, watch.book.deadlines.chase_every_days)
    moved = e.CardMoved(
        card=card.id,
        move=CardAct.CHASE,
        state=card.state,
        at_due_ms=watch.at_ms,
        deadline_ms=again.at_ms,
        is_provisional=again.is_provisional,
        chases=card.chases + 1,
    )
    recipients = (*watch.book.told_of_level(card.level, card.staff, card.window), "duty")
    told = e.Told(card.id, tuple(dict.fromkeys(recipients)), "chased")
    return Look((moved, told), again.at_ms)
