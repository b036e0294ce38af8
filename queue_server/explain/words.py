"""The small words of an explanation in two languages: who, when, how long, which class, why closed.

Texts only. Names of items and queues come from the plan where one is given, else their codes are said.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from queue_server.hall.lookup import Hall
from queue_server.hall.plan import Name
from queue_server.supervision.defaults import LEVELS, RULES
from queue_server.supervision.plan import SupervisionPlan
from queue_server.vocabulary import (
    CloseReason,
    ItemCode,
    Language,
    PriorityReason,
    QueueCode,
    RefusalCode,
    RuleCode,
    StaffId,
    Stars,
    Step,
    TicketClass,
    TicketState,
    WindowNo,
)

Pair = tuple[str, str]
"""Chinese, English."""
RefusalWords = Callable[[RefusalCode, Mapping[str, str], Language], str]
"""``wire.sentences.sentence``: handed in, since rooms do not know the wire."""

CLASSES: dict[TicketClass, Pair] = {
    TicketClass.REGULAR: ("普通", "regular"),
    TicketClass.PRIORITY: ("优先", "priority"),
    TicketClass.APPOINTMENT: ("预约", "appointment"),
    TicketClass.GREEN: ("绿色通道", "green channel"),
}
PRIORITY_REASONS: dict[PriorityReason, Pair] = {
    PriorityReason.ELDERLY: ("老人", "elderly"),
    PriorityReason.EXPECTANT: ("孕妇", "expectant mother"),
    PriorityReason.INFANT: ("带婴幼儿", "with an infant"),
    PriorityReason.DISABLED: ("残疾人", "disabled"),
    PriorityReason.MILITARY: ("军人军属", "soldier or soldier's family"),
    PriorityReason.RESCUE: ("消防救援人员", "fire and rescue"),
}
STATES: dict[TicketState, Pair] = {
    TicketState.WAITING: ("等候中", "waiting"),
    TicketState.CALLED: ("已叫号", "called"),
    TicketState.SERVING: ("办理中", "being served"),
    TicketState.HELD: ("挂起", "on hold"),
    TicketState.MISSED: ("过号", "missed"),
    TicketState.SERVED: ("办结", "served"),
    TicketState.CANCELLED: ("取消", "cancelled"),
    TicketState.CLOSED: ("作废", "closed"),
}
CLOSINGS: dict[CloseReason, Pair] = {
    CloseReason.DAY_ENDED: ("当天结束时仍未办结", "it was still open when the day ended"),
    CloseReason.MISSED_TWICE: ("过号次数已满", "it was missed as often as is allowed"),
    CloseReason.RETURN_TOO_LATE: ("过号后未在规定时间内返回", "nobody came back in time after the miss"),
}
STEPS: dict[Step, Pair] = {
    Step.CALL: ("叫号", "the call"),
    Step.START: ("开始办理", "the start"),
    Step.FINISH: ("办结", "the finish"),
    Step.NO_SHOW: ("过号", "the no-show"),
    Step.HOLD: ("挂起", "the hold"),
    Step.RESUME: ("回呼", "the resumption"),
    Step.TRANSFER: ("转移", "the transfer"),
    Step.ADD_ITEM: ("加办事项", "the added item"),
    Step.PAUSE: ("暂停", "the pause"),
    Step.UNPAUSE: ("恢复叫号", "the end of the pause"),
}
STARS: dict[Stars, Pair] = {
    Stars.VERY_BAD: ("非常不满意", "very bad"),
    Stars.BAD: ("不满意", "bad"),
    Stars.FAIR: ("基本满意", "fair"),
    Stars.GOOD: ("满意", "good"),
    Stars.VERY_GOOD: ("非常满意", "very good"),
}
PLACES: dict[str, Pair] = {
    "kiosk": ("取号机 {}", "kiosk {}"),
    "window": ("{}号窗口", "window {}"),
    "pad": ("{}号窗口呼叫器", "pad of window {}"),
    "evaluator": ("{}号窗口评价器", "evaluator of window {}"),
    "rating": ("{}号窗口评价屏", "rating screen of window {}"),
    "manager": ("管理人员 {}", "manager {}"),
}
AT_WINDOW = frozenset({"window", "pad", "evaluator", "rating"})
PAD = "pad"
"""In the place of the staff's number: the window's pad was pressed."""
CLOCK: Pair = ("系统（到时自动）", "the clock")


class Words(msgspec.Struct, frozen=True):
    """How one reader is spoken to."""

    language: Language
    refusal: RefusalWords
    utc_offset_min: int = 480
    hall: Hall | None = None
    watched: SupervisionPlan = SupervisionPlan(LEVELS, RULES)
    """What rules and levels are called: the hall's own words, else those of the handbook."""

    def pick(self, pair: Pair) -> str:
        """Return the text in the reader's language."""
        return pair[0] if self.language is Language.CHINESE else pair[1]

    def clock(self, at_ms: int) -> str:
        """Return the local time: ``09:41:07``."""
        return f"{self._local(at_ms):%H:%M:%S}"

    def minute(self, at_ms: int) -> str:
        """Return the local time as a person says it: ``09:41``."""
        return f"{self._local(at_ms):%H:%M}"

    def moment(self, at_ms: int) -> str:
        """Return a local instant of any day: ``2026-03-03 17:30``; the end of a day is its 24:00."""
        local = self._local(at_ms)
        if (local.hour, local.minute) == (0, 0):
            return f"{self._local(at_ms - 1):%Y-%m-%d} 24:00"
        return f"{local:%Y-%m-%d %H:%M}"

    def _local(self, at_ms: int) -> datetime:
        return datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(minutes=self.utc_offset_min)

    def span(self, duration_ms: int) -> str:
        """Return a duration: ``23 分 10 秒``, ``23 min 10 s``."""
        minutes, seconds = divmod(max(0, duration_ms) // 1000, 60)
        hours, minutes = divmod(minutes, 60)
        parts = [(hours, self.pick(("小时", "h"))), (minutes, self.pick(("分", "min")))]
        parts.append((seconds, self.pick(("秒", "s"))))
        said = [f"{count} {unit}" for count, unit in parts if count]
        return " ".join(said) or f"0 {parts[-1][1]}"

    def window(self, number: WindowNo) -> str:
        """Return a window as people say it: ``3号窗口``, ``window 3``; nothing for none."""
        return self.pick(PLACES["window"]).format(number.lstrip("0") or number) if number else ""

    def item(self, code: ItemCode) -> str:
        """Return the item's name, or its code where no plan knows it."""
        known = self.hall.items.get(code) if self.hall else None
        return self._name(known.name) if known else code

    def queue(self, code: QueueCode) -> str:
        """Return the queue's letter and name."""
        known = self.hall.queues.get(code) if self.hall else None
        return f"{code} {self._name(known.name)}" if known else code

    def rule(self, code: RuleCode) -> str:
        """Return what a rule of supervision is called here."""
        return next((self._name(one.name) for one in self.watched.rules if one.code == code), code.value)

    def level(self, code: str) -> str:
        """Return what a level of cards is called here; one that is no longer configured by its code."""
        return next((self._name(one.name) for one in self.watched.levels if one.code == code), code)

    def department(self, code: str) -> str:
        """Return the department's name, or its code where no plan knows it."""
        known = self.hall.plan.departments if self.hall else ()
        return next((self._name(one.name) for one in known if one.code == code), code)

    def staff(self, number: StaffId) -> str:
        return self.pick(("工号 {}", "staff {}")).format(number)

    def _name(self, name: Name) -> str:
        return self.pick((name.zh, name.en or name.zh))

    def who(self, actor: str, sits_there: str = "") -> str:
        """Return who did it: a place, and the staff member there by number (``sits_there`` for a pad)."""
        kind, _, rest = actor.partition(":")
        place, _, staff = rest.partition("/")
        if staff == PAD:
            kind, staff = PAD, sits_there
        if kind not in PLACES:
            return self.pick(CLOCK) if kind == "clock" else actor
        named = place.lstrip("0") or place if kind in AT_WINDOW else place
        said = self.pick(PLACES[kind]).format(named)
        return said + self.pick(("，工号 {}", ", staff {}")).format(staff) if staff else said

    def target(self, klass: TicketClass, is_transferred: bool) -> str:
        """Return the target wait of a class by the plan as it is now, as a duration; empty without a plan."""
        if self.hall is None:
            return ""
        dispatch = self.hall.plan.dispatch
        target_min = dispatch.targets_min.get(klass, 0)
        if is_transferred:
            target_min = min(target_min, dispatch.transfer_target_min) or dispatch.transfer_target_min
        return self.span(target_min * 60_000) if target_min else ""
