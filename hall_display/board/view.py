"""What the board shows, from the documents of the server and the calls: pure; no widget, no clock, no link.

Nothing here is invented: a word of the screen is a document's, an announcement's, or stands below in both
languages. Instants are the hall's; local time is the offset the server told.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec
from rich.cells import cell_len

from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.banner import OFFLINE, with_numbers
from kiosk.screenkit.language import Text
from queue_server.vocabulary import CallKind, Language, QueueCode, WindowNo
from queue_server.wire.documents import AnyDoc, HallDoc, QueueDoc
from queue_server.wire.from_server import Announced

CALLING = Text("正在呼叫", "Now calling")
CALLING_AGAIN = Text("再次呼叫", "Calling again")
CALLING_BACK = Text("请回窗口", "Please come back")
NO_CALL = Text("请等候叫号", "Please wait")
RECENT = Text("最近呼叫", "Recent")
WAITING = Text("等候", "Waiting")
NOT_DURABLE = Text("系统故障，暂停叫号，请稍候", "System fault: no calls, please wait")

LINE_LETTERS = 12
"""A queue's name in the second language is cut in two lines when it is longer."""

_WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")
_MONTHS_EN = "JanFebMarAprMayJunJulAugSepOctNovDec"


class BoardLanguage(StrEnum):
    """What ``--language`` says: one language, or Chinese with English beside it."""

    CHINESE = "zh"
    ENGLISH = "en"
    BOTH = "both"

    @property
    def lead(self) -> Language:
        """The language of the large texts."""
        return Language.ENGLISH if self is BoardLanguage.ENGLISH else Language.CHINESE

    def first(self, text: Text) -> str:
        """Return the large text."""
        return text.in_(self.lead)

    def second(self, text: Text) -> str:
        """Return the small text beside it; empty where there is one language only."""
        return text.beside(self.lead) if self is BoardLanguage.BOTH else ""


class HeadView(msgspec.Struct, frozen=True):
    """The band at the top."""

    hall: Text = Text("")
    date: Text = Text("")
    clock: str = ""


class HeroView(msgspec.Struct, frozen=True):
    """The newest call; an empty number when there is none."""

    number: str = ""
    window: str = ""
    caption: Text = CALLING
    area: Text = Text("")
    flashes: int = -1
    """Grows with each call that takes the place; -1 before anything was shown."""

    @property
    def go(self) -> Text:
        """Where the citizen is asked to go, in few letters."""
        return Text(f"请到{self.window}号窗口", f"Window {self.window}") if self.number else NO_CALL

    @property
    def go_fully(self) -> Text:
        """The same as a sentence, for the line in the second language."""
        return Text(self.go.zh, f"Please go to window {self.window}") if self.number else NO_CALL


class RowView(msgspec.Struct, frozen=True):
    """One of the calls before."""

    number: str
    window: str
    is_speaking: bool = False


class CardView(msgspec.Struct, frozen=True):
    """One queue: how many people wait."""

    code: QueueCode
    name: Text
    waiting: int | None
    """None where nobody can know: what was told before the server went away is true no more."""
    is_alarmed: bool = False
    is_open: bool = True
    """Whether any window serves it now."""


def plain_window(number: WindowNo) -> str:
    """Return a window's number as people say it: ``03`` is 3."""
    return number.lstrip("0") or number


def window_text(plain: str) -> Text:
    """Return a window as people say it: 3号窗口, Window 3."""
    return Text(f"{plain}号窗口", f"Window {plain}")


def head_view(docs: Mapping[str, AnyDoc], now_ms: int, utc_offset_min: int) -> HeadView:
    """Return the band at the top; without a time (``now_ms`` 0) it shows none."""
    hall = docs.get("hall")
    name = Text.of(hall.name) if isinstance(hall, HallDoc) else Text("")
    if not now_ms:
        return HeadView(name)
    local = datetime.fromtimestamp(now_ms / 1000, UTC) + timedelta(minutes=utc_offset_min)
    return HeadView(name, date_text(local), f"{local:%H:%M}")


def date_text(local: datetime) -> Text:
    """Return 3月2日 周一, Mon 2 Mar."""
    weekday = local.weekday()
    chinese = f"{local.month}月{local.day}日 周{_WEEKDAYS.zh[weekday]}"
    return Text(
        chinese,
        f"{_WEEKDAYS.en.split()[weekday]} {local.day} {_MONTHS_EN[3 * local.month - 3 : 3 * local.month]}",
    )


def hero_view(call: Announced | None, flashes: int, areas: Mapping[str, Text]) -> HeroView:
    """Return the newest call; its area is named where ``areas`` tells one (``area_names``)."""
    if call is None:
        return HeroView(flashes=flashes)
    area = areas.get(call.area, Text(""))
    return HeroView(call.number, plain_window(call.window), _caption(call.kind), area, flashes)


def _caption(kind: CallKind) -> Text:
    if kind in {CallKind.RECALL, CallKind.REPEAT}:
        return CALLING_AGAIN
    return CALLING_BACK if kind is CallKind.RESUMED else CALLING


def row_views(calls: Iterable[Announced], speaking: int) -> tuple[RowView, ...]:
    """Return the calls before, newest first; the one being spoken is marked."""
    return tuple(RowView(call.number, plain_window(call.window), call.n == speaking) for call in calls)


def card_views(docs: Mapping[str, AnyDoc], area: str, *, is_connected: bool = True) -> tuple[CardView, ...]:
    """Return the queues of ``area`` (empty: all) by their letter."""
    queues = [doc for doc in docs.values() if isinstance(doc, QueueDoc)]
    ours = [queue for queue in queues if not area or queue.area == area]
    return tuple(_card(queue, is_connected) for queue in sorted(ours, key=lambda queue: queue.code))


def _card(queue: QueueDoc, is_connected: bool) -> CardView:
    name, is_open = Text.of(queue.name), queue.open_windows > 0
    if not is_connected:
        return CardView(queue.code, name, None, is_open=is_open)
    return CardView(queue.code, name, queue.waiting, queue.is_alarmed, is_open)


def lines_needed(text: str, columns: int) -> int:
    """Return how many lines of ``columns`` cells a text takes when cut at spaces."""
    lines, used = 0, columns + 1
    for word in text.split():
        width = cell_len(word)
        if used + 1 + width > columns:
            lines, used = lines + max(1, -(-width // max(1, columns))), width
        else:
            used += 1 + width
    return lines


def two_lines(text: str) -> tuple[str, str]:
    """Cut a text at the space that makes its longer line shortest; a short text stays in the first line."""
    words = text.split()
    if len(text) <= LINE_LETTERS or len(words) < 2:
        return text, ""
    cuts = [(" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words))]
    return min(cuts, key=lambda cut: max(len(cut[0]), len(cut[1])))


def area_names(docs: Mapping[str, AnyDoc], area: str) -> dict[str, Text]:
    """Return the areas' names by code; none on a board of one area or in a hall of one."""
    hall = docs.get("hall")
    if area or not isinstance(hall, HallDoc) or len(hall.areas) < 2:
        return {}
    return {code: Text.of(name) for code, name in hall.areas.items()}


def notice_texts(docs: Mapping[str, AnyDoc]) -> tuple[Text, ...]:
    """Return the hall's notices."""
    hall = docs.get("hall")
    return tuple(Text.of(notice) for notice in hall.notices) if isinstance(hall, HallDoc) else ()


def hall_day(docs: Mapping[str, AnyDoc]) -> str:
    """Return the local day of the hall, ``20260302``; empty before it is known."""
    hall = docs.get("hall")
    return hall.day.replace("-", "") if isinstance(hall, HallDoc) else ""


def banner_text(
    docs: Mapping[str, AnyDoc], is_connected: bool, refusal: str, offline: Text = OFFLINE
) -> Text | None:
    """Return what is wrong, the worst first; None when all is well. ``refusal`` is a code of ``Rejected``."""
    if not is_connected:
        return refusal_text(refusal) or offline
    hall = docs.get("hall")
    if isinstance(hall, HallDoc) and not hall.is_durable:
        return with_numbers(NOT_DURABLE, docs)
    return None
