"""What staff say about their cards, kept until the server has answered it: pure.

The same words again are the same request, so that pressing twice, or again after a lost answer, is one act;
and nobody has to write an explanation a second time.
"""

from queue_server.vocabulary import CardAct, CardId
from queue_server.wire.client import new_request_id
from queue_server.wire.from_wall import ActOnCard


class CardRequests:
    """Everything said and not yet answered, by card and act."""

    def __init__(self) -> None:
        self._said: dict[tuple[CardId, CardAct], ActOnCard] = {}

    def message(self, card: CardId, move: CardAct, text: str = "") -> ActOnCard:
        """Return what to say; the same object for the same words."""
        said = self._said.get((card, move))
        if said is None or said.text != text:
            said = self._said[card, move] = ActOnCard(new_request_id(), card, move, text)
        return said

    def draft(self, card: CardId, move: CardAct) -> str:
        """Return what was written and is not known to have arrived."""
        said = self._said.get((card, move))
        return said.text if said else ""

    def answered(self, said: ActOnCard) -> None:
        """Forget what was answered, unless something newer was said since."""
        if self._said.get((said.card, said.move)) == said:
            del self._said[said.card, said.move]

    def forget(self) -> None:
        """Somebody else sits here now."""
        self._said.clear()
