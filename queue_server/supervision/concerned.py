"""Whose a card is at a window: as whom its terminal is told of it, and who may answer for it there. Pure.

A warning of the window is for whoever sits there. What is about a person, or has to be answered for, is for
that person alone: who takes the seat after them neither sees it nor speaks for them.
"""

from queue_server.supervision.handbook import Handbook
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardState, StaffId, WindowNo

UNANSWERED = frozenset({CardState.RUNNING, CardState.RECORDED, CardState.ENDED})
"""States of a card that nobody has to answer for."""


def addresses(book: Handbook, window: WindowNo, staff: StaffId) -> frozenset[str]:
    """Return as whom a window is told: itself, the person there, and a chief's department."""
    member = book.members.get(staff)
    chief = {f"chief:{member.department}"} if member is not None and member.is_chief else set()
    person = {f"staff:{staff}"} if staff else set()
    return frozenset({f"window:{window}"} | person | chief)


def told_here(card: Card, book: Handbook, window: WindowNo, staff: StaffId) -> frozenset[str]:
    """Return those of ``told`` whom the window speaks for while ``staff`` (or nobody) sits there."""
    told = addresses(book, window, staff) & set(card.told)
    return told - {f"window:{window}"} if _is_of_another(card, staff) else told


def may_answer(card: Card, window: WindowNo, staff: StaffId) -> bool:
    """Whether who sits there may explain and appeal: the holder; where the card has none, the window's."""
    if not staff:
        return False
    return card.staff == staff if card.staff else card.window == window


def _is_of_another(card: Card, staff: StaffId) -> bool:
    is_of_a_person = card.subject.startswith("staff:") or card.state not in UNANSWERED
    return is_of_a_person and bool(card.staff) and card.staff != staff
