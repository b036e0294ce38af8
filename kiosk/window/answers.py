"""The server's answers in the words of the terminal: what was done, and why not. Pure."""

from collections.abc import Mapping

from kiosk.screenkit.language import Text
from kiosk.window import card_words
from kiosk.window.acts import words_of
from kiosk.window.card_acts import OF_A_CARD
from kiosk.window.requests import ACT_OF
from queue_server.vocabulary import CardState, Language, RefusalCode
from queue_server.wire.from_wall import ActOnCard
from queue_server.wire.sentences import sentence

STATES = frozenset(CardState)


def done_word(message: object) -> Text | None:
    """Return what the act of ``message`` is called; None for what is not worth a word."""
    if isinstance(message, ActOnCard):
        line = OF_A_CARD.get(message.move)
        return line.words if line else None
    act = ACT_OF.get(type(message))
    return Text.of(words_of(act)) if act else None


def refusal(code: RefusalCode, facts: Mapping[str, str], language: Language) -> str:
    """Return why the server said no; the state of a card by its name, not by its code."""
    state = facts.get("state", "")
    if state in STATES:
        facts = {**facts, "state": card_words.STATES[CardState(state)].in_(language)}
    return sentence(code, facts, language)
