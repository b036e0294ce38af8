"""What a window's own terminal is told: warnings and cards of the window and of who sits there. Pure.

A chief representative is told of the department's at the window where they sit; nothing of anybody else.
"""

from queue_server.runtime.rooms import Rooms
from queue_server.runtime.wall_documents import acts_of, is_lasting, words
from queue_server.supervision.concerned import addresses, may_answer, told_here
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardAct, StaffId, WindowNo
from queue_server.wire.documents import DeskCard
from queue_server.wire.words import Words


def desk_cards(rooms: Rooms, book: Handbook, window: WindowNo) -> tuple[DeskCard, ...]:
    """Return the cards of which this window, or who sits there, was told: those that are open, and those
    against which an appeal is still in time; the newest first."""
    staff, room = rooms.hall.window(window).staff, rooms.supervision
    known, own = (*room.appealable(room.state.at_ms), *room.current()), addresses(book, window, staff)
    # Nearly every card of a hall is of somebody else: seen at once.
    near = (card for card in known if not own.isdisjoint(card.told))
    told = [card for card in near if told_here(card, book, window, staff)]
    return tuple(_desk_card(rooms, book, card, window, staff) for card in reversed(told))


def _desk_card(rooms: Rooms, book: Handbook, card: Card, window: WindowNo, staff: StaffId) -> DeskCard:
    level, rule = book.level(card.level), book.rules.get(card.rule)
    is_acknowledged = told_here(card, book, window, staff) <= set(card.acknowledged)
    return DeskCard(
        card=card.id,
        name=words(rule.name) if rule else Words(card.rule.value),
        level=card.level,
        level_name=words(level.name),
        colour=level.colour,
        state=card.state,
        since_ms=card.since_ms,
        facts=card.facts,
        deadline_ms=card.deadline_ms,
        is_acknowledged=is_acknowledged,
        acts=_acts_at(rooms, card, window, staff, is_acknowledged),
        staff=card.staff,
        window=card.window,
        device=card.device,
        is_lasting=is_lasting(rooms, card),
        is_provisional=card.is_provisional,
        is_overdue=card.chases > 0,
        appeal_until_ms=card.appeal_until_ms,
        times=card.times,
        half_days=card.half_days,
        told=card.told,
        acknowledged=card.acknowledged,
        explanation=card.explanation,
        finding=card.finding,
        reason=card.reason,
        measure=card.measure,
    )


def _acts_at(
    rooms: Rooms, card: Card, window: WindowNo, staff: StaffId, is_acknowledged: bool
) -> tuple[CardAct, ...]:
    """Return what can be done to the card from a window now; with nobody there nothing."""
    if not staff:
        return ()
    seen = () if is_acknowledged else (CardAct.ACKNOWLEDGE,)
    if not may_answer(card, window, staff):
        return seen
    possible = acts_of(card, rooms.supervision.state.at_ms)
    return seen + tuple(act for act in possible if act in (CardAct.EXPLAIN, CardAct.APPEAL))
