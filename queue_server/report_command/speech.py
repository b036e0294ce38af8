"""The language of a report, and what this hall calls its queues, items, windows, staff, rules and levels."""

from collections.abc import Mapping

import msgspec

from queue_server.config import Config
from queue_server.hall.plan import Name
from queue_server.report_command.words import PLACES, Pair
from queue_server.reports.tally import Side
from queue_server.supervision.defaults import LEVELS, RULES
from queue_server.supervision.plan import Level
from queue_server.vocabulary import Language

MS = 1000
MINUTE_S = 60
HOUR_S = 3600


class Speech(msgspec.Struct, frozen=True):
    """Names are looked up by side and key; a thing that the plan has no more is called by its key."""

    language: Language
    hall: Name
    sides: Mapping[Side, Mapping[str, Name]]
    departments: Mapping[str, Name]
    department_of_item: Mapping[str, str]
    department_of_staff: Mapping[str, str]
    rules: Mapping[str, Name]
    levels: Mapping[str, Level]

    @property
    def is_english(self) -> bool:
        return self.language is Language.ENGLISH

    def say(self, pair: Pair) -> str:
        """Return the text in the language."""
        return pair[1] if self.is_english else pair[0]

    def both(self, pair: Pair) -> tuple[str, str]:
        """Return the text, and the other language that stands beside it: nothing beside English."""
        return (pair[1], "") if self.is_english else pair

    def named(self, name: Name) -> str:
        return self.say((name.zh, name.en or name.zh))

    def name(self, side: Side, key: str) -> str:
        """Return what the thing is called; empty where it has no name."""
        return self.named(self.sides.get(side, {}).get(key, Name("")))

    def rule(self, code: str) -> str:
        return self.named(self.rules.get(code, Name(code)))

    def level(self, code: str) -> str:
        level = self.levels.get(code)
        return self.named(level.name) if level else code

    def is_card(self, code: str) -> bool:
        """Return whether a level is a warning or a card, and not only a recorded fact."""
        level = self.levels.get(code)
        return level is None or not level.is_recorded_only

    def department(self, code: str) -> str:
        return self.named(self.departments.get(code, Name(code)))

    def place(self, subject: str) -> str:
        """Return ``window:03`` as 03号窗口; with ``device:`` before it and ``/pad`` behind it as well."""
        kind, _, name = subject.removeprefix("device:").partition("/")[0].partition(":")
        if kind == "staff" and (known := self.name(Side.STAFF, name)):
            return f"{name} {known}"
        return self.say(PLACES[kind]).format(name) if kind in PLACES and name else subject


def speech_of(config: Config, language: Language) -> Speech:
    """Return the language with the names that this hall uses."""
    plan, rules = config.plan, config.supervision
    return Speech(
        language,
        plan.name,
        {
            Side.QUEUE: {queue.code: queue.name for queue in plan.queues},
            Side.ITEM: {item.code: item.name for item in plan.items},
            Side.WINDOW: {window.number: window.name for window in plan.windows},
            Side.STAFF: {member.id: Name(member.name) for member in config.staff},
        },
        {each.code: each.name for each in plan.departments},
        {item.code: item.department for item in plan.items},
        {member.id: member.department for member in config.staff},
        {rule.code: rule.name for rule in rules.rules or RULES},
        {level.code: level for level in rules.levels or LEVELS},
    )


def span_words(duration_ms: int | None) -> str:
    """Return a duration as 12:05, or from an hour on 1:12:05; nothing where there is none."""
    if duration_ms is None:
        return ""
    seconds = (duration_ms + MS // 2) // MS
    hours, rest = divmod(seconds, HOUR_S)
    minutes, seconds = divmod(rest, MINUTE_S)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def permille_words(permille: int | None) -> str:
    """Return tenths of a percent as 97.5%."""
    return "" if permille is None else f"{permille // 10}.{permille % 10}%"


def day_words(day: str) -> str:
    """Return ``20260302`` as 2026-03-02."""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}"
