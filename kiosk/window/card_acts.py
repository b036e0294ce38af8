"""What staff do about warnings and cards, once: its key and its words. It leaves the keys of ``acts`` alone.

Whether a card may be explained or appealed against is the server's to say: the card carries it.
"""

import msgspec

from kiosk.screenkit.language import Text
from queue_server.vocabulary import CardAct


class CardLine(msgspec.Struct, frozen=True):
    """One row of the table."""

    key: str
    words: Text
    act: CardAct | None = None
    """None: it opens the list."""


LIST = CardLine("c", Text("牌", "Cards"))
ACKNOWLEDGE = CardLine("a", Text("知悉", "Acknowledge"), CardAct.ACKNOWLEDGE)
EXPLAIN = CardLine("e", Text("说明", "Explain"), CardAct.EXPLAIN)
APPEAL = CardLine("l", Text("申诉", "Appeal"), CardAct.APPEAL)

CARD_LINES = (LIST, ACKNOWLEDGE, EXPLAIN, APPEAL)
"""In the order of the handbook."""
OF_A_CARD: dict[CardAct, CardLine] = {line.act: line for line in CARD_LINES if line.act}
"""What is done to one card."""
