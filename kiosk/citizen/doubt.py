"""What a citizen is told before taking a number that may not be served today, and what to do instead. Pure.

The server says whether it is doubtful; here it is only put into words. The number may be taken all the same.
"""

from datetime import datetime

import msgspec

from kiosk.citizen import texts
from kiosk.citizen.view import Item, KioskView
from kiosk.citizen.visit import Visit
from kiosk.screenkit.expected_words import bounds_text
from kiosk.screenkit.header import CHINA
from kiosk.screenkit.language import Text
from queue_server.vocabulary import ItemCode
from queue_server.wire.documents import Opening
from queue_server.wire.expected import Expected

LITTLE_CHANCE_PCT = 5
"""Below this a figure says less than the word."""


class Doubt(msgspec.Struct, frozen=True):
    """The warning as it was when the number was asked for: it does not change under the reader's eyes."""

    item: ItemCode
    facts: tuple[Text, ...]
    """How long it takes; when it ends, with the chance."""
    advice: tuple[Text, ...]
    """What may be done instead, the surest first."""


def doubt_of(view: KioskView, visit: Visit, code: ItemCode) -> Doubt | None:
    """Return what must be told before this number is taken; None where nothing speaks against it."""
    item = view.item(code)
    expected = view.expected(item, visit.klass) if item else None
    if item is None or expected is None or not expected.is_doubtful:
        return None
    closes_min = _minute(view.waits[code].closes_ms)
    facts = (_wait(view, item, expected), _end(closes_min, expected.served_pct))
    return Doubt(code, facts, tuple(_advice(view, item, closes_min)))


def _minute(at_ms: int) -> int | None:
    """Return the minute of the hall's day; None for no instant."""
    if not at_ms:
        return None
    local = datetime.fromtimestamp(at_ms / 1000, CHINA)
    return local.hour * 60 + local.minute


def _wait(view: KioskView, item: Item, expected: Expected) -> Text:
    queue = view.queue(item.queue)
    wait = bounds_text(expected)
    waiting = queue.waiting if queue else 0
    return Text(
        texts.DOUBT_WAIT.zh.format(n=waiting, wait=wait.zh),
        texts.DOUBT_WAIT.en.format(n=waiting, wait=wait.en),
    )


def _end(closes_min: int | None, served_pct: int) -> Text:
    if closes_min is None:
        return texts.DOUBT_CLOSED
    end = texts.filled(texts.DOUBT_CLOSES, at=_clock(closes_min))
    is_little = served_pct < LITTLE_CHANCE_PCT
    chance = texts.DOUBT_NO_CHANCE if is_little else texts.filled(texts.DOUBT_CHANCE, n=served_pct)
    return Text(f"{end.zh}，{chance.zh}", f"{end.en}; {chance.en}")


def _advice(view: KioskView, item: Item, closes_min: int | None) -> list[Text]:
    queue = view.queue(item.queue)
    idle = tuple(window for window in item.windows if queue and window in queue.idle_windows)
    advice = [texts.filled(texts.GO_TO_WINDOW, windows=texts.plain_windows(idle))] if idle else []
    if again := _again(view.hours, closes_min):
        advice.append(again)
    return [*advice, texts.ADVICE_BOOK] if view.takes_appointments else advice


def _again(hours: tuple[Opening, ...], closes_min: int | None) -> Text | None:
    """Return when numbers are given out next: later today, or when the next working day begins."""
    starts = sorted(opening.start_min for opening in hours)
    later = [start for start in starts if closes_min is not None and start >= closes_min]
    if later:
        return texts.filled(texts.ADVICE_TODAY, at=_clock(later[0]))
    return texts.filled(texts.ADVICE_NEXT_DAY, at=_clock(starts[0])) if starts else None


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
