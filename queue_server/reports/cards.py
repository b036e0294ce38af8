"""Conduct cards with what became of them until the journal's end. A fold over supervision's own events.

A card counts on the day it speaks of. A revoked card, and one taken back because facts were corrected, stays
in the figures with its own outcome.
"""

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec
from msgspec.structs import replace

from queue_server.hall.events import Event
from queue_server.supervision import events as s
from queue_server.vocabulary import CardAct, CardId, CardState, RuleCode, StaffId, WindowNo


class Outcome(StrEnum):
    """What became of a card."""

    RECORDED = "recorded"
    """A fact for the figures: nobody has to answer."""
    OPEN = "open"
    """Somebody has still something to do, or the cause lasts."""
    UPHELD = "upheld"
    ENDED = "ended"
    """A warning whose cause is over."""
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


OUTCOME_OF: Mapping[CardState, Outcome] = {
    CardState.RECORDED: Outcome.RECORDED,
    CardState.UNCONFIRMED: Outcome.OPEN,
    CardState.RUNNING: Outcome.OPEN,
    CardState.TOLD: Outcome.OPEN,
    CardState.EXPLAINED: Outcome.OPEN,
    CardState.INVESTIGATED: Outcome.OPEN,
    CardState.APPEALED: Outcome.OPEN,
    CardState.UPHELD: Outcome.UPHELD,
    CardState.CONFIRMED_ON_APPEAL: Outcome.UPHELD,
    CardState.MEASURED: Outcome.UPHELD,
    CardState.ENDED: Outcome.ENDED,
    CardState.SUPERSEDED: Outcome.SUPERSEDED,
    CardState.REVOKED: Outcome.REVOKED,
}
DOES_NOT_STAND = frozenset({CardState.UNCONFIRMED, CardState.SUPERSEDED, CardState.REVOKED})
"""States in which a card says nothing against anybody."""


class Card(msgspec.Struct, frozen=True):
    """A card as it stands at the journal's end."""

    id: CardId
    day: str
    rule: RuleCode
    level: str
    subject: str
    state: CardState
    window: WindowNo
    staff: StaffId
    half_days: int = 0
    raised_ms: int = 0

    @property
    def outcome(self) -> Outcome:
        return OUTCOME_OF[self.state]

    @property
    def stands(self) -> bool:
        """Return whether it says something: confirmed, not superseded, not revoked."""
        return self.state not in DOES_NOT_STAND


class Cards:
    """The fold."""

    def __init__(self, day_of: Callable[[int], str]) -> None:
        self.cards: dict[CardId, Card] = {}
        self._day_of = day_of
        self.handlers: dict[type[Event], Callable[[int, Any], None]] = {
            s.CardRaised: self._raised,
            s.CardStepped: self._stepped,
            s.CardMoved: self._moved,
        }

    def of_days(self, days: Iterable[str]) -> tuple[Card, ...]:
        """Return the cards that speak of these days, in the order in which they were raised."""
        wanted = frozenset(days)
        return tuple(card for card in self.cards.values() if card.day in wanted)

    def _raised(self, at_ms: int, event: s.CardRaised) -> None:
        kind, _, name = event.subject.partition(":")
        window = event.window or WindowNo(name if kind == "window" else "")
        staff = event.staff or StaffId(name if kind == "staff" else "")
        day = event.day.replace("-", "") or self._day_of(at_ms)
        self.cards[event.card] = Card(
            event.card, day, event.rule, event.level, event.subject, event.state, window, staff,
            event.half_days, at_ms,
        )  # fmt: skip

    def _stepped(self, _at_ms: int, event: s.CardStepped) -> None:
        card = self.cards.get(event.card)
        if card is not None:
            self.cards[event.card] = replace(card, half_days=event.half_days)

    def _moved(self, _at_ms: int, event: s.CardMoved) -> None:
        card = self.cards.get(event.card)
        if card is not None:
            is_recomputed = event.move is CardAct.RECOMPUTE
            self.cards[event.card] = replace(card, state=CardState.REVOKED if is_recomputed else event.state)


def counted(cards: Iterable[Card]) -> dict[tuple[str, RuleCode], dict[Outcome, int]]:
    """Return how many cards of each level and rule came to which outcome."""
    counts: dict[tuple[str, RuleCode], dict[Outcome, int]] = {}
    for card in cards:
        of_both = counts.setdefault((card.level, card.rule), dict.fromkeys(Outcome, 0))
        of_both[card.outcome] += 1
    return counts
