"""A card as the terminal shows it, from its part of the desk document: pure, no widget and no clock."""

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kiosk.screenkit.language import Text
from kiosk.window import card_words as words
from kiosk.window.view_words import DEVICE_WORDS
from queue_server.vocabulary import CardAct, CardId, CardState, StaffId, WindowNo
from queue_server.wire.documents import AnyDoc, DeskCard, DeskDoc, HallDoc, ItemDoc, QueueDoc, Words

LUMINANCE_PARTS = (0.2126, 0.7152, 0.0722)
"""Of red, green and blue (WCAG 2, relative luminance)."""
DARK_INK, LIGHT_INK = "#000000", "#ffffff"
COLOUR = re.compile("#[0-9a-fA-F]{6}")
PLAIN_COLOUR = "#8aa0b8"
"""Where a level's colour cannot be read."""

Line = tuple[Text, Text]
"""What it is, and what it says."""


class CardView(msgspec.Struct, frozen=True):
    """A warning or card of who sits here, or one of which they are told as a chief representative."""

    id: CardId
    name: Text
    level: Text
    colour: str
    ink: str
    """Readable on ``colour``."""
    state: CardState
    since_ms: int
    is_lasting: bool
    is_seen: bool
    acts: tuple[CardAct, ...] = ()
    whose: Text = Text("")
    """Whose it is where it is another's; empty for one's own."""
    facts: tuple[Line, ...] = ()
    deadline_ms: int = 0
    is_provisional: bool = False
    is_overdue: bool = False
    appeal_until_ms: int = 0
    half_days: int = 0
    times: int = 1
    told: tuple[tuple[Text, bool], ...] = ()
    """Who was told, and whether they said that they have seen it."""
    texts: tuple[Line, ...] = ()
    """What was said of it: explanation, finding, reason, measure."""

    def acts_at(self, now_ms: int) -> tuple[CardAct, ...]:
        """Return what can be done now: the time for an appeal ends without anybody saying so."""
        return tuple(act for act in self.acts if act is not CardAct.APPEAL or now_ms < self.appeal_until_ms)

    def is_shown(self, now_ms: int) -> bool:
        """Whether it still belongs to the open ones: one that was measured only while it can be appealed."""
        return self.state is not CardState.MEASURED or now_ms < self.appeal_until_ms


def card_views(desk: DeskDoc, docs: Mapping[str, AnyDoc]) -> tuple[CardView, ...]:
    """Return the cards of the desk, the newest first. With nobody there nothing is anybody's own."""
    return tuple(_card(card, desk, docs) for card in desk.cards) if desk.staff else ()


def unseen(cards: Iterable[CardView]) -> tuple[CardView, ...]:
    """Return those that nobody here has acknowledged, the oldest first: a new one never takes its place."""
    return tuple(card for card in reversed(tuple(cards)) if not card.is_seen)


def ink_on(colour: str) -> str:
    """Return black or white, whichever stands out more on ``colour``."""
    luminance = sum(
        part * _linear(each) for part, each in zip(LUMINANCE_PARTS, _channels(colour), strict=True)
    )
    dark, light = (luminance + 0.05) / 0.05, 1.05 / (luminance + 0.05)
    return DARK_INK if dark >= light else LIGHT_INK


def _channels(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _colour(said: str) -> str:
    return said if COLOUR.fullmatch(said) else PLAIN_COLOUR


def _card(card: DeskCard, desk: DeskDoc, docs: Mapping[str, AnyDoc]) -> CardView:
    colour = _colour(card.colour)
    return CardView(
        id=card.card,
        name=Text.of(card.name),
        level=Text.of(card.level_name),
        colour=colour,
        ink=ink_on(colour),
        state=card.state,
        since_ms=card.since_ms,
        is_lasting=card.is_lasting or card.state is CardState.RUNNING,
        is_seen=card.is_acknowledged,
        acts=card.acts,
        whose=_whose(card, desk),
        facts=tuple(_facts(card, docs)),
        deadline_ms=card.deadline_ms,
        is_provisional=card.is_provisional,
        is_overdue=card.is_overdue,
        appeal_until_ms=card.appeal_until_ms,
        half_days=card.half_days,
        times=card.times,
        told=tuple((_recipient(one, desk, docs), one in card.acknowledged) for one in card.told),
        texts=tuple(_texts(card)),
    )


def _whose(card: DeskCard, desk: DeskDoc) -> Text:
    """Return the person (or else the window) whose card it is, unless it is this one."""
    if card.staff in ("", desk.staff) and card.window in ("", desk.number):
        return Text("")
    if card.staff == desk.staff:
        return Text("")
    window = words.window(card.window) if card.window else Text("")
    person = Text(card.staff, card.staff)
    return words.joined([each for each in (person, window) if each.zh], words.DOT)


def _facts(card: DeskCard, docs: Mapping[str, AnyDoc]) -> Iterator[Line]:
    facts = card.facts
    if card.device is not None:
        yield words.DEVICE, Text.of(DEVICE_WORDS[card.device])
    for key, said in facts.items():
        if key in words.FACTS and said:
            yield words.FACTS[key], _fact(key, said, docs)
    if facts.get("session_zh"):
        yield words.SESSION, Text(facts["session_zh"], facts.get("session_en", ""))
    if facts.get("from") and facts.get("to"):
        span = f"{facts['from']} – {facts['to']}"
        yield words.SPAN, Text(span, span)


def _fact(key: str, said: str, docs: Mapping[str, AnyDoc]) -> Text:
    match key:
        case "item" | "queue":
            doc = docs.get(f"{key}/{said}")
            return Text.of(doc.name) if isinstance(doc, ItemDoc | QueueDoc) else Text(said, said)
        case "class" | "stars" | "punch":
            return words.VALUES.get((key, said), Text(said, said))
    return Text(said, said)


def _recipient(address: str, desk: DeskDoc, docs: Mapping[str, AnyDoc]) -> Text:
    kind, _, name = address.partition(":")
    match kind:
        case "window":
            return words.THIS_WINDOW if name == desk.number else words.window(WindowNo(name))
        case "staff":
            return words.YOU if StaffId(name) == desk.staff else Text(name, name)
        case "chief" | "head":
            department = Text.of(_department(name, docs))
            return words.of_department(kind, department)
    return words.RECIPIENTS.get(kind, Text(address, address))


def _department(code: str, docs: Mapping[str, AnyDoc]) -> Words:
    hall = docs.get("hall")
    return hall.departments.get(code, Words(code, code)) if isinstance(hall, HallDoc) else Words(code, code)


def _texts(card: DeskCard) -> Iterator[Line]:
    is_appealed = card.state is CardState.APPEALED
    for label, said in (
        (words.EXPLANATION, card.explanation),
        (words.FINDING, card.finding),
        (words.APPEAL if is_appealed else words.DECISION, card.reason),
        (words.MEASURE, card.measure),
    ):
        if said:
            yield label, Text(said, said)
