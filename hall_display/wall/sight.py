"""The documents of the server by kind, with the instant, the local time and the reader's language. Pure.

One pass over the mirror; every view is made from a ``Sight`` and from nothing else.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from hall_display.wall import words
from kiosk.screenkit.language import Text
from queue_server.vocabulary import Language, RuleCode, WindowNo
from queue_server.wire.documents import AnyDoc, DeskDoc, HallDoc, ItemDoc, KioskDoc, QueueDoc, WindowDoc
from queue_server.wire.wall_documents import (
    AttendanceDoc,
    CardDoc,
    DayDoc,
    LevelWords,
    RulesDoc,
    StaffDoc,
    TaskDoc,
)
from queue_server.wire.words import Words

DAY_MS = 86_400_000
MINUTE_MS = 60_000
_WEEKDAYS = Text("一二三四五六日", "Mon Tue Wed Thu Fri Sat Sun")


class Sight:
    """What is known now. Its mappings are the documents by their own codes, in the order of these."""

    def __init__(
        self, docs: Mapping[str, AnyDoc], now_ms: int = 0, offset_min: int = 480,
        language: Language = Language.CHINESE,
    ) -> None:  # fmt: skip
        self.now_ms, self.offset_min, self.language = now_ms, offset_min, language
        self.hall: HallDoc | None = None
        self.rules = RulesDoc("rules", (), {})
        self.day = DayDoc("day", "")
        self.attendance = AttendanceDoc("attendance", "")
        self.is_attended = False
        """Whether the attendance of today has been told."""
        self.queues: dict[str, QueueDoc] = {}
        self.items: dict[str, ItemDoc] = {}
        self.windows: dict[str, WindowDoc] = {}
        self.desks: dict[str, DeskDoc] = {}
        self.kiosks: dict[str, KioskDoc] = {}
        self.cards: dict[str, CardDoc] = {}
        self.tasks: dict[str, TaskDoc] = {}
        self.staff: dict[str, StaffDoc] = {}
        for doc in docs.values():
            self._take(doc)

    def _take(self, doc: AnyDoc) -> None:
        key = doc.key.partition("/")[2]
        match doc:
            case WindowDoc():
                self.windows[key] = doc
            case DeskDoc():
                self.desks[key] = doc
            case StaffDoc():
                self.staff[key] = doc
            case CardDoc():
                self.cards[key] = doc
            case TaskDoc():
                self.tasks[key] = doc
            case QueueDoc():
                self.queues[key] = doc
            case ItemDoc():
                self.items[key] = doc
            case _:
                self._take_single(doc)

    def _take_single(self, doc: AnyDoc) -> None:
        match doc:
            case HallDoc():
                self.hall = doc
            case RulesDoc():
                self.rules = doc
            case DayDoc():
                self.day = doc
            case AttendanceDoc():
                self.attendance, self.is_attended = doc, True
            case KioskDoc():
                self.kiosks[doc.name] = doc

    # --- words ---

    def say(self, text: Text, **facts: object) -> str:
        """Return the text in the reader's language, its places filled."""
        return text.in_(self.language).format(**facts) if facts else text.in_(self.language)

    def name(self, name: Words) -> str:
        """Return a name of the hall in the reader's language."""
        return Text.of(name).in_(self.language)

    def level(self, code: str) -> LevelWords:
        """Return a level; one that is not known is called by its code."""
        known = (level for level in self.rules.levels if level.code == code)
        return next(known, LevelWords(code, Words(code), "#9fc2ee"))

    def weight(self, code: str) -> int:
        """Return how severe a level is: its place in the hall's own list, from 0."""
        codes = [level.code for level in self.rules.levels]
        return codes.index(code) if code in codes else -1

    def rule(self, code: RuleCode) -> str:
        """Return what a rule is called here."""
        known = self.rules.rules.get(code)
        if known is not None:
            return self.name(known)
        return self.say(words.RULES[code]) if code in words.RULES else code.value

    def window(self, number: str) -> str:
        """Return a window as people say it; nothing for none."""
        return self.say(words.WINDOW, n=number.lstrip("0") or number) if number else ""

    def department(self, code: str) -> str:
        """Return a department's name, or its code."""
        known = self.hall.departments.get(code) if self.hall else None
        return self.name(known) if known else code

    def queue(self, code: str) -> str:
        """Return a queue's letter and name."""
        known = self.queues.get(code)
        return f"{code} {self.name(known.name)}" if known else code

    def item(self, code: str) -> str:
        """Return an item's name, or its code."""
        known = self.items.get(code)
        return self.name(known.name) if known else code

    def person(self, staff: str) -> str:
        """Return a staff member's name, or their number."""
        known = self.staff.get(staff)
        return known.name if known and known.name else staff

    def sitting_at(self, number: str) -> str:
        """Return who sits at a window; empty for nobody."""
        desk = self.desks.get(number)
        return self.person(desk.staff) if desk and desk.staff else ""

    # --- time ---

    def since(self, at_ms: int) -> int:
        """Return how long ago that is, never less than nothing."""
        return max(0, self.now_ms - at_ms)

    def local(self, at_ms: int) -> datetime:
        """Return an instant as the hall's clock shows it."""
        return datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(minutes=self.offset_min)

    def minute(self, at_ms: int) -> str:
        """Return ``09:41``; of another day ``03-02 09:41``; nothing for no instant."""
        if not at_ms:
            return ""
        local = self.local(at_ms)
        is_today = local.date() == self.local(self.now_ms).date()
        return f"{local:%H:%M}" if is_today else f"{local:%m-%d %H:%M}"

    def date(self) -> str:
        """Return ``3月2日 周一``, ``Mon 2026-03-02``."""
        local = self.local(self.now_ms)
        if self.language is Language.CHINESE:
            return f"{local.month}月{local.day}日 周{_WEEKDAYS.zh[local.weekday()]}"
        return f"{_WEEKDAYS.en.split()[local.weekday()]} {local:%Y-%m-%d}"

    def span(self, duration_ms: int) -> str:
        """Return a running clock: ``32:10``, ``1:02:10``, ``2天 3:12:10``."""
        seconds = max(0, duration_ms) // 1000
        days, seconds = divmod(seconds, DAY_MS // 1000)
        hours, rest = divmod(seconds, 3600)
        minutes = f"{rest // 60:02d}:{rest % 60:02d}"
        clock = f"{hours}:{minutes}" if hours or days else minutes
        return f"{days}{'天' if self.language is Language.CHINESE else 'd'} {clock}" if days else clock


class Desk(msgspec.Struct, frozen=True):
    """A window as a manager sees it: what everybody may see, and what lies behind it."""

    number: WindowNo
    window: WindowDoc
    staff: str = ""
    is_off_post: bool = False
    level: str = ""
    """Of the severest card about it that asks for attention now."""
    has_fault: bool = False
