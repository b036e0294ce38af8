"""The room of supervision: its state with the timers derived from it.

``evolve`` is the only writer of the state; ``touch`` and ``rearm`` (in ``supervision.timing``) of the timers.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Self

from queue_server.supervision import life
from queue_server.supervision.state import DAYS_KEPT, Card, Post, SupervisionState
from queue_server.supervision.timers import Timers
from queue_server.vocabulary import CardId, CardState, RuleCode, StaffId, WindowNo

DAY_MS = 86_400_000


class SupervisionRoom:
    """Supervision as it stands."""

    def __init__(self, state: SupervisionState | None = None) -> None:
        self.state = state if state is not None else SupervisionState()
        self.timers = Timers()
        self._of_person: dict[tuple[StaffId, str], list[CardId]] = {}
        self._open: dict[CardId, None] = {}
        self._measured: dict[CardId, None] = {}
        self._index_all()

    @classmethod
    def from_state(cls, state: SupervisionState) -> Self:
        """Return the room of a restored state; the room owns the state from now on."""
        return cls(state)

    def post(self, window: WindowNo) -> Post:
        """Return what was seen of a window today, to read."""
        return self.state.posts.get(window) or Post()

    def day_of(self, at_ms: int) -> str | None:
        """Return the local day of an instant if it is one that is kept: today or one before."""
        days_back = -((at_ms - self.state.day_starts_ms) // DAY_MS)
        if not self.state.day or not 0 <= days_back < DAYS_KEPT:
            return None
        return (_date_of(self.state.day) - timedelta(days=days_back)).strftime("%Y%m%d")

    def start_of(self, day: str) -> int:
        """Return when a local day began."""
        return self.state.day_starts_ms - (_date_of(self.state.day) - _date_of(day)).days * DAY_MS

    def card(self, card: CardId) -> Card:
        """Return a card that must be there; its absence is a bug, not a refusal."""
        found = self.state.cards.get(card)
        assert found is not None, f"no card {card}"
        return found

    def attendance_cards(self, staff: StaffId, day: str) -> Iterator[Card]:
        """Yield the cards of a person that speak of a day, and that no lasting cause raised."""
        for card in self._of_person.get((staff, day), ()):
            yield self.state.cards[card]

    def current(self) -> Iterator[Card]:
        """Yield the cards that ask for attention: the open ones, and facts whose cause still lasts.

        One that was taken back asks for none, though its cause lasts.
        """
        lasting = (spell.card for spell in self.state.spells.values())
        for card in dict.fromkeys((*self._open, *lasting)):
            if self.state.cards[card].state not in life.OVER:
                yield self.state.cards[card]

    def appealable(self, at_ms: int) -> Iterator[Card]:
        """Yield the measured cards against which an appeal is still in time."""
        measured = (self.state.cards[card] for card in self._measured)
        return (card for card in measured if at_ms < card.appeal_until_ms)

    def note(self, card: Card) -> None:
        """For evolve: the card was put; it is open or not."""
        _keep(self._open, card.id, card.state in life.OPEN)
        _keep(self._measured, card.id, card.state is CardState.MEASURED)

    def index(self, card: Card) -> None:
        """For evolve: find the card again by person and day."""
        if card.staff and not card.spell:
            self.index_day(card, card.day)
            for mark in card.also:
                self.index_day(card, mark.partition("/")[0])

    def index_day(self, card: Card, day: str) -> None:
        """For evolve: the card speaks of this day, too."""
        found = self._of_person.setdefault((card.staff, day), [])
        if card.id not in found:
            found.append(card.id)

    def _index_all(self) -> None:
        """Make it possible to find every card of the state."""
        self._of_person, self._open, self._measured = {}, {}, {}
        for card in self.state.cards.values():
            self.index(card)
            self.note(card)

    def let_go(self, card: Card) -> None:
        """For evolve: nothing can be judged from this card any more."""
        del self.state.cards[card.id]
        _keep(self._open, card.id, is_in=False)
        _keep(self._measured, card.id, is_in=False)
        for day in {card.day, *(mark.partition("/")[0] for mark in card.also)}:
            found = self._of_person.get((card.staff, day), [])
            if card.id in found:
                found.remove(card.id)
            if not found:
                self._of_person.pop((card.staff, day), None)

    def running_card(self, rule: RuleCode, subject: str) -> Card | None:
        """Return the warning of this subject and rule that was raised at once and has not ended."""
        for card in (self.state.cards[one] for one in self._open):
            if card.rule is rule and card.subject == subject and card.state is CardState.RUNNING:
                return None if card.spell else card
        return None

    def open_card(self, rule: RuleCode, subject: str) -> Card | None:
        """Return the open card of this subject and rule that has a life of its own."""
        card = self.state.open_of.get(f"{rule}/{subject}")
        return self.state.cards.get(card) if card else None


def _keep(index: dict[CardId, None], card: CardId, is_in: bool) -> None:
    if is_in:
        index[card] = None
    else:
        index.pop(card, None)


def _date_of(day: str) -> date:
    return date(int(day[:4]), int(day[4:6]), int(day[6:]))
