"""The sentences about a card: the band's rows, the list's labels, the lines of its details. Pure."""

from collections.abc import Iterator

from kiosk.screenkit.language import Text
from kiosk.window import card_words as words
from kiosk.window.card_view import CardView, Line
from kiosk.window.words import COLON, clock_text
from queue_server.vocabulary import CardAct, CardState, Language


def title(card: CardView, language: Language) -> str:
    """Return level and rule: ``预警 离岗``."""
    level, name = card.level.in_(language), card.name.in_(language)
    return f"{_capital(level)} {name}" if language is Language.CHINESE else f"{_capital(level)}: {name}"


def band_rows(
    cards: tuple[CardView, ...], language: Language, now_ms: int, offset_min: int
) -> tuple[str, ...]:
    """Return the rows of the band: the first card with its clock, its facts, and the others by name."""
    card, others = cards[0], cards[1:]
    named = [title(card, language), since(card, now_ms, offset_min).in_(language)]
    rows = ("  ".join(named), _about(card, language, offset_min), _more(others, language))
    return tuple(row for row in rows if row)


def since(card: CardView, now_ms: int, offset_min: int) -> Text:
    """Return how long its cause has lasted, or when it was."""
    if card.is_lasting:
        return words.filled(words.LASTS, clock_text(now_ms - card.since_ms))
    return words.filled(words.FROM, words.instant(card.since_ms, offset_min))


def _about(card: CardView, language: Language, offset_min: int) -> str:
    said = [card.whose.in_(language)] if card.whose.zh else []
    if CardAct.EXPLAIN in card.acts and card.deadline_ms:
        until = words.instant(card.deadline_ms, offset_min)
        said.append(words.filled(words.PLEASE_EXPLAIN, until).in_(language))
    said += [f"{label.in_(language)} {fact.in_(language)}" for label, fact in card.facts]
    return " · ".join(said)


def _more(others: tuple[CardView, ...], language: Language) -> str:
    if not others:
        return ""
    names = words.LIST_COMMA.in_(language).join(title(card, language) for card in others)
    return words.filled(words.MORE, str(len(others))).in_(language) + names


def list_note(card: CardView, language: Language, now_ms: int, offset_min: int) -> str:
    """Return what stands below a card's name in the list."""
    said = (card.whose.in_(language), since(card, now_ms, offset_min).in_(language))
    return words.DOT.in_(language).join(each for each in said if each)


def details(card: CardView, now_ms: int, offset_min: int) -> tuple[Line, ...]:
    """Return all that is known of a card, line by line."""
    return tuple(_details(card, now_ms, offset_min))


def _details(card: CardView, now_ms: int, offset_min: int) -> Iterator[Line]:
    yield words.STATE, _state(card)
    if card.whose.zh:
        yield words.WHOSE, card.whose
    yield words.SINCE, _begun(card, now_ms, offset_min)
    yield from card.facts
    if card.times > 1:
        yield words.TIMES, words.filled(words.TIMES_COUNTED, str(card.times))
    if card.half_days:
        yield words.HALF_DAYS, words.filled(words.HALF_DAYS_COUNTED, str(card.half_days))
    yield from _until(card, now_ms, offset_min)
    if card.told:
        yield words.TOLD, words.joined([_told(*one) for one in card.told], words.LIST_COMMA)
    yield from card.texts


def _begun(card: CardView, now_ms: int, offset_min: int) -> Text:
    at = words.instant(card.since_ms, offset_min)
    if not card.is_lasting:
        return Text(at, at)
    lasts = words.filled(words.LASTS, clock_text(now_ms - card.since_ms))
    return words.joined([Text(at, at), lasts], words.DOT)


def _state(card: CardView) -> Text:
    state = words.STATES[card.state]
    return words.joined([state, words.OVERDUE], words.DOT) if card.is_overdue else state


def _until(card: CardView, now_ms: int, offset_min: int) -> Iterator[Line]:
    label = words.DEADLINES.get(card.state)
    if label is not None and card.deadline_ms:
        at = words.instant(card.deadline_ms, offset_min)
        until = Text(at, at)
        yield label, words.joined([until, words.PROVISIONAL], words.DOT) if card.is_provisional else until
    if card.state in (CardState.UPHELD, CardState.MEASURED) and now_ms < card.appeal_until_ms:
        at = words.instant(card.appeal_until_ms, offset_min)
        yield words.APPEAL_UNTIL, Text(at, at)


def _told(who: Text, has_seen: bool) -> Text:
    return Text(f"{who.zh}（{words.SEEN.zh}）", f"{who.en} ({words.SEEN.en})") if has_seen else who


def line_text(line: Line, language: Language) -> tuple[str, str]:
    """Return a line of the details in one language: what it is with its colon, and what it says."""
    label, said = line
    return label.in_(language) + COLON.in_(language), said.in_(language)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
