"""The words of the assessment in both languages: parts, reasons, facts, headings. Data and sentences."""

from collections.abc import Mapping

import msgspec

from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.lines import Fact, Part, Why
from queue_server.assessment.selection import ExcludedFor, Exclusion
from queue_server.hall.plan import Name
from queue_server.vocabulary import Language

Pair = tuple[str, str]
"""Chinese, English."""

HEADINGS: Mapping[str, Pair] = {
    "rank": ("名次", "rank"),
    "id": ("编号", "number"),
    "name": ("名称", "name"),
    "score": ("考核分", "score"),
    "staff": ("人员均分", "staff mean"),
    "duty": ("值班领导票", "duty vote"),
    "public": ("群众票", "public vote"),
    "total": ("总分", "total"),
    "rating": ("评价均值", "mean rating"),
    "services": ("办结", "services"),
    "chosen": ("当选", "chosen"),
    "excluded": ("不参评", "excluded"),
    "kind": ("类别", "kind"),
    "month": ("月份", "month"),
    "day": ("日期", "day"),
    "part": ("项目", "part"),
    "why": ("事由", "reason"),
    "fact": ("依据", "fact"),
    "points": ("分值", "points"),
    "full": ("规定分值", "by the rule"),
}
PARTS: Mapping[Part, Pair] = {
    Part.PRESENCE: ("到岗", "presence"),
    Part.PROMISES: ("承诺", "promises kept"),
    Part.RATINGS: ("评价", "ratings"),
    Part.DISCIPLINE: ("纪律", "discipline"),
    Part.COMPLAINTS: ("投诉", "complaints"),
}
REASONS: Mapping[Why, Pair] = {
    Why.LATE: ("迟到", "late"),
    Why.EARLY_LEAVE: ("早退", "early leave"),
    Why.MISSING_PUNCH: ("缺卡", "missing punch"),
    Why.OFF_POST: ("离岗", "off post"),
    Why.HALF_DAY: ("旷工", "absent"),
    Why.WAIT_OVER_TARGET: ("等候超过目标", "wait over target"),
    Why.LEFT_OPEN: ("到日终未办结", "left open at the day's end"),
    Why.TASK_OVERDUE: ("逾期未回访", "not called back in time"),
    Why.BELOW_TARGET: ("评价低于目标", "rated below target"),
    Why.ABOVE_TARGET: ("评价高于目标", "rated above target"),
    Why.CARD: ("记牌", "conduct card"),
    Why.WARNINGS_IN_A_ROW: ("连续预警", "warnings in a row"),
    Why.COMPLAINT: ("投诉属实", "complaint upheld"),
}
EXCLUDED_FOR: Mapping[ExcludedFor, Pair] = {
    ExcludedFor.RED_CARD: ("红牌", "red card"),
    ExcludedFor.COMPLAINT: ("投诉属实", "complaint upheld"),
    ExcludedFor.ABSENCE: ("旷工", "absence"),
    ExcludedFor.FEW_SERVICES: ("办结数不足", "too few services"),
}
TITLES: Mapping[Kind, Pair] = {
    Kind.WINDOW: ("红旗窗口", "Red-flag windows"),
    Kind.STAFF: ("服务标兵", "Service models"),
}
NO_VOTE: Pair = ("没有{voters}投票，该项按 0 分计", "no {voters} vote was given: it counts 0")
VOTERS: Mapping[str, Pair] = {"duty": ("值班领导", "duty leaders'"), "public": ("群众", "public")}


class Speech(msgspec.Struct, frozen=True):
    """The language, and what rules, levels, windows and staff are called in this hall."""

    language: Language
    rules: Mapping[str, Name]
    levels: Mapping[str, Name]
    names: Mapping[Who, Name] = {}

    def say(self, pair: Pair) -> str:
        """Return the text in the language."""
        return pair[1] if self.language is Language.ENGLISH else pair[0]

    def heading(self, key: str) -> str:
        return self.say(HEADINGS[key])

    def called(self, names: Mapping[str, Name], code: str) -> str:
        """Return the name of a rule or level; the code of one that the hall has no more."""
        name = names.get(code, Name(code))
        return self.say((name.zh, name.en or name.zh))

    def name(self, who: Who) -> str:
        """Return a window's or staff member's name; empty where there is none."""
        name = self.names.get(who, Name(""))
        return self.say((name.zh, name.en or name.zh))

    def who(self, who: Who) -> str:
        """Return a window as 03号窗口, a staff member by their number."""
        if who.kind is Kind.STAFF:
            return who.id
        return self.say((f"{who.id}号窗口", f"window {who.id}"))


def day_words(day: str) -> str:
    """Return ``20260302`` as 2026-03-02."""
    return f"{day[:4]}-{day[4:6]}-{day[6:]}" if day else ""


def fact_words(fact: Fact, why: Why | ExcludedFor, speech: Speech) -> str:
    """Return the fact as anybody can look it up: card, ticket, task or reference, then rule and event."""
    named = [*fact.cards, fact.ticket, fact.task, fact.reference, _amount(fact.amount, why, speech)]
    named += [] if fact.rule == why else [speech.called(speech.rules, fact.rule)]
    named += [speech.called(speech.levels, fact.level)] if why is Why.CARD else []
    named += [speech.say((f"日志第{fact.seq}条", f"event {fact.seq}")) if fact.seq else ""]
    return " ".join(one for one in named if one)


def _amount(amount: int, why: Why | ExcludedFor, speech: Speech) -> str:
    match why:
        case Why.WAIT_OVER_TARGET:
            minutes, seconds = divmod(amount, 60)
            return speech.say((f"等候{minutes}分{seconds}秒", f"waited {minutes} min {seconds} s"))
        case Why.BELOW_TARGET:
            return speech.say((f"{amount}星", f"level {amount}"))
        case Why.ABOVE_TARGET:
            return speech.say((f"{amount}次", f"{amount} services"))
        case Why.HALF_DAY | ExcludedFor.ABSENCE:
            return speech.say((f"{amount}个半天", f"{amount} half days"))
        case ExcludedFor.FEW_SERVICES:
            return speech.say((f"{amount}件", f"{amount} services"))
    return ""


def exclusion_words(one: Exclusion, speech: Speech) -> str:
    """Return why somebody is out, with the fact."""
    via = f" {one.via}" if one.via else ""
    words = (speech.say(EXCLUDED_FOR[one.why]) + via, day_words(one.fact.day))
    return " ".join(word for word in (*words, fact_words(one.fact, one.why, speech)) if word)
