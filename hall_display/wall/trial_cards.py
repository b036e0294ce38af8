"""The cards and call-back tasks of the hall that does not exist: one of every kind, or very many."""

from collections.abc import Sequence

from msgspec.structs import replace

from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    Device,
    RuleCode,
    TaskId,
    WindowNo,
)
from queue_server.wire.wall_documents import CardDoc, LevelWords, RulesDoc, StaffDoc, TaskDoc
from queue_server.wire.words import Words

MIN = 60_000
DAY = 86_400_000

RULES = RulesDoc(
    "rules",
    (
        LevelWords("recorded", Words("记录", "recorded"), "#8aa0b8"),
        LevelWords("warning", Words("预警", "warning"), "#4da3ff"),
        LevelWords("yellow", Words("黄牌", "yellow card"), "#f2c037", has_life=True),
        LevelWords("red", Words("红牌", "red card"), "#e5383b", has_life=True),
    ),
    {
        RuleCode.LATE: Words("迟到", "late"),
        RuleCode.EARLY_LEAVE: Words("早退", "early leave"),
        RuleCode.MISSING_PUNCH: Words("缺卡", "missing punch"),
        RuleCode.ABSENT: Words("旷工", "absent"),
        RuleCode.OFF_POST: Words("离岗", "off post"),
        RuleCode.IDLE_WINDOW: Words("有人等候而窗口空闲", "window idle while people wait"),
        RuleCode.LONG_WAIT: Words("等候超时", "wait over target"),
        RuleCode.LONG_SERVICE: Words("办理时间过长", "service much longer than usual"),
        RuleCode.HASTY_CALLS: Words("叫号后未办理", "calls without service"),
        RuleCode.OUT_OF_ORDER: Words("插队叫号过多", "out-of-order picks"),
        RuleCode.BAD_RATING: Words("差评未回访", "bad rating not called back"),
        RuleCode.DEVICE_FAULT: Words("设备故障", "device fault"),
        RuleCode.READER_ALARM: Words("读卡器安全事件", "badge reader security"),
    },
    30,
)
_EXPLANATION = "九点四十分群众突发不适，本人陪同其到一楼医务点，离开前已请邻窗代为照看，返回后立即恢复办理。"
_FINDING = "经调取监控并询问邻窗人员，情况属实，但离开前未按规定办理暂停，也未报告首席代表。"


def some(now_ms: int, people: Sequence[StaffDoc]) -> tuple[CardDoc, ...]:
    """Return one card of every kind that a morning may bring."""
    return (
        _overdue(now_ms, people[21]),
        _unconfirmed(now_ms, people[15]),
        _explained(now_ms, people[2]),
        *_warnings(now_ms, people[10]),
        _recorded(now_ms, people[6]),
    )


def _of(at: int, rule: RuleCode, level: str, state: CardState, member: StaffDoc, since_ms: int) -> CardDoc:
    """Return a card about a member, as it is when it is raised."""
    return CardDoc(
        _key(at),
        CardId(f"20260302-K{at:03d}"),
        rule,
        level,
        state,
        f"staff:{member.staff}",
        since_ms,
        since_ms,
        staff=member.staff,
        staff_name=member.name,
        window=member.window,
    )


def _overdue(now_ms: int, member: StaffDoc) -> CardDoc:
    card = _of(1, RuleCode.OFF_POST, "red", CardState.TOLD, member, now_ms - 4 * DAY)
    return replace(
        card,
        deadline_ms=now_ms - 95 * MIN,
        is_overdue=True,
        told=(f"staff:{member.staff}", "chief:GA", "head:GA", "office", "duty"),
        acknowledged=("chief:GA",),
        acts=(CardAct.ACKNOWLEDGE, CardAct.EXPLAIN, CardAct.INVESTIGATE, CardAct.REVOKE),
    )


def _unconfirmed(now_ms: int, member: StaffDoc) -> CardDoc:
    card = _of(2, RuleCode.OFF_POST, "yellow", CardState.UNCONFIRMED, member, now_ms - 32 * MIN)
    acts = (CardAct.ACKNOWLEDGE, CardAct.CONFIRM, CardAct.REVOKE)
    return replace(card, raised_ms=now_ms - 2 * MIN, told=("duty",), acts=acts)


def _explained(now_ms: int, member: StaffDoc) -> CardDoc:
    told = (f"staff:{member.staff}", "chief:ZJ", "head:ZJ", "duty")
    card = _of(3, RuleCode.BAD_RATING, "yellow", CardState.EXPLAINED, member, now_ms - 3 * DAY)
    return replace(
        card,
        number="B027",
        facts={"number": "B027", "stars": "1"},
        deadline_ms=now_ms + 2 * DAY + 185 * MIN,
        told=told,
        acknowledged=told,
        explanation=_EXPLANATION,
        finding=_FINDING,
        acts=(CardAct.INVESTIGATE, CardAct.REVOKE),
    )


def _recorded(now_ms: int, member: StaffDoc) -> CardDoc:
    card = _of(8, RuleCode.LATE, "recorded", CardState.RECORDED, member, now_ms - 150 * MIN)
    facts = {"session_zh": "上午", "session_en": "morning", "from": "08:30", "to": "08:55"}
    return replace(
        card, window=WindowNo(""), amount=25 * 60, facts=facts, is_current=False, acts=(CardAct.REVOKE,)
    )


def _warnings(now_ms: int, slow: StaffDoc) -> tuple[CardDoc, ...]:
    wait = {"queue": "C", "number": "C101", "class": "regular"}
    silent = {"place": "window:04", "fault": "没有应答"}
    door = {"reader": "西门", "alarm": "密钥不符"}
    service = {"number": "E088", "item": "E-1"}
    device = _warning(5, RuleCode.DEVICE_FAULT, "device:window:04/evaluator", now_ms - 51 * MIN, silent)
    return (
        _warning(4, RuleCode.LONG_WAIT, "queue:C", now_ms - 4 * MIN, wait, is_seen=False),
        replace(device, window=WindowNo("04"), device=Device.EVALUATOR),
        _warning(6, RuleCode.READER_ALARM, "reader:西门", now_ms - 12 * MIN, door, is_seen=False),
        _warning(7, RuleCode.LONG_SERVICE, "window:11", now_ms - 9 * MIN, service, member=slow),
    )


def _key(number: int) -> str:
    return f"card/20260302-K{number:03d}"


def _warning(
    at: int, rule: RuleCode, subject: str, since_ms: int, facts: dict[str, str],
    *, is_seen: bool = True, member: StaffDoc | None = None,
) -> CardDoc:  # fmt: skip
    card = CardDoc(
        _key(at),
        CardId(f"20260302-K{at:03d}"),
        rule,
        "warning",
        CardState.RUNNING,
        subject,
        since_ms,
        since_ms,
    )
    if member:
        card = replace(card, staff=member.staff, staff_name=member.name, window=member.window)
    return replace(
        card,
        number=facts.get("number", ""),
        facts=facts,
        told=("duty",),
        acknowledged=("duty",) if is_seen else (),
        acts=(CardAct.REVOKE,) if is_seen else (CardAct.ACKNOWLEDGE, CardAct.REVOKE),
    )


def many(now_ms: int, people: Sequence[StaffDoc], count: int) -> tuple[CardDoc, ...]:
    """Return so many cards more, of all states."""
    return tuple(_one_of_many(now_ms, at, people[at]) for at in range(count))


_STATES = (
    CardState.RUNNING,
    CardState.TOLD,
    CardState.EXPLAINED,
    CardState.UNCONFIRMED,
    CardState.INVESTIGATED,
)


def _one_of_many(now_ms: int, at: int, member: StaffDoc) -> CardDoc:
    state = _STATES[at % len(_STATES)]
    level = "warning" if state is CardState.RUNNING else "yellow"
    has_deadline = state not in (CardState.RUNNING, CardState.UNCONFIRMED)
    card = _of(100 + at, RuleCode.OFF_POST, level, state, member, now_ms - (at + 5) * MIN)
    return replace(
        card,
        deadline_ms=now_ms + at * 41 * MIN if has_deadline else 0,
        told=("duty",),
        acknowledged=("duty",) if at % 3 else (),
        acts=(CardAct.REVOKE,) if at % 3 else (CardAct.ACKNOWLEDGE, CardAct.REVOKE),
    )


def tasks(now_ms: int, people: Sequence[StaffDoc]) -> tuple[TaskDoc, ...]:
    """Return three citizens to be called back, one of them overdue."""
    return tuple(
        TaskDoc(
            f"task/{task}",
            TaskId(task),
            task.rpartition("-")[2],
            WindowNo(f"{number:02d}"),
            people[number - 1].staff,
            stars,
            now_ms + left_min * MIN,
            people[number - 1].name,
            left_min < 0,
        )
        for task, number, stars, left_min in (
            ("20260227-D031", 12, 1, -47),
            ("20260302-A019", 7, 2, 388),
            ("20260302-C044", 24, 2, 391),
        )
    )
