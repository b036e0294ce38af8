"""The documents of the hall that does not exist: a busy morning, a quiet one, and a very large hall."""

from datetime import UTC, datetime
from itertools import cycle, islice

import msgspec

from hall_display.wall import trial_cards
from queue_server.vocabulary import (
    Device,
    ItemCode,
    Presence,
    QueueCode,
    RuleCode,
    StaffId,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)
from queue_server.wire.documents import (
    AnyDoc,
    DeskDoc,
    DeskTicket,
    HallDoc,
    ItemDoc,
    KioskDoc,
    Opening,
    QueueDoc,
    WindowDoc,
)
from queue_server.wire.expected import Expected
from queue_server.wire.wall_documents import (
    Accuracy,
    AttendanceDoc,
    DayDoc,
    QueueFigures,
    Spread,
    StaffDoc,
    UnknownBadge,
)
from queue_server.wire.words import Words

MIN = 60_000
DAY_MS = 86_400_000
BEIJING_MS = 8 * 3_600_000
AT_MS = 1_772_420_520_000
"""Monday 2026-03-02 11:02 in Beijing: the instant of the kept pictures."""

QUEUES = (
    ("A", "企业开办", "Business registration", 6),
    ("B", "不动产登记", "Real estate", 9),
    ("C", "社保医保", "Social insurance", 27),
    ("D", "户籍身份证", "Household and ID cards", 12),
    ("E", "婚姻登记", "Marriage", 0),
    ("F", "交通运输", "Transport", 4),
    ("G", "税务", "Tax", 8),
)
EXPECTED = {
    "A": Expected(5, 8),
    "B": Expected(15, 20),
    "C": Expected(40, None, served_pct=41, is_doubtful=True),
    "D": Expected(25, 35),
    "F": Expected(0, 2, is_next=True),
    "G": Expected(10, 20),
}
"""What a number taken now would wait; of E, which no window serves, nothing is known."""
DEPARTMENTS = {
    "GS": Words("市场监管", "Market regulation"),
    "ZJ": Words("不动产", "Real estate"),
    "RS": Words("人力社保", "Social security"),
    "GA": Words("公安", "Police"),
    "MZ": Words("民政", "Civil affairs"),
    "JT": Words("交通", "Transport"),
    "SW": Words("税务", "Tax"),
}
SURNAMES = "陈林黄吴周徐孙马朱胡郭何高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程"
GIVEN = ("静", "涛", "敏", "强", "丽", "磊", "洋", "艳", "勇", "娟", "志远", "晓燕", "建平", "雨桐", "文博")
SHAPE = (2, 5, 9, 14, 19, 24, 27, 31, 33, 30, 28, 31, 29, 26, 22, 17, 12, 9, 7, 6, 6, 5, 5, 6)
"""People an hour, in tens of minutes, from 08:20 on."""
AFTERNOON = (5, 4, 5, 4, 6, 7, 9, 12, 15, 18, 21, 22, 24, 23, 22, 20, 19, 17, 15, 12, 10, 8, 6, 4, 3, 2)
OPENING = 50
"""Which of the day's ten minutes is 08:20."""


def busy(now_ms: int, windows: int = 44, staff: int = 52) -> tuple[AnyDoc, ...]:
    """Return a morning on which everything happens."""
    desks = tuple(_desk(number, now_ms) for number in range(1, windows + 1))
    people = tuple(_member(number, windows, now_ms) for number in range(1, staff + 1))
    cards = trial_cards.some(now_ms, people)
    return (
        *_hall(now_ms),
        *(_window(desk) for desk in desks),
        *desks,
        *people,
        *cards,
        *trial_cards.tasks(now_ms, people),
        *(KioskDoc(f"kiosk/K{n}", f"K{n}", True, _KIOSK_FAULTS.get(n, {})) for n in (1, 2, 3)),
        _attendance(people, now_ms),
        _day(now_ms, people),
    )


def calm(now_ms: int) -> tuple[AnyDoc, ...]:
    """Return a morning on which nobody has to be asked for anything."""
    quiet: list[AnyDoc] = []
    for doc in busy(now_ms):
        match doc:
            case QueueDoc():
                quiet.append(
                    msgspec.structs.replace(
                        doc,
                        waiting=doc.waiting // 3,
                        is_alarmed=False,
                        longest_since_ms=now_ms - 6 * MIN if doc.waiting > 2 else 0,
                    )
                )
            case DeskDoc() | KioskDoc():
                quiet.append(msgspec.structs.replace(doc, faults={}))
            case StaffDoc():
                presence = Presence.AT_WINDOW if doc.window else Presence.PRESENT
                quiet.append(msgspec.structs.replace(doc, presence=presence, marks=(), is_late=False))
            case AttendanceDoc():
                quiet.append(
                    AttendanceDoc("attendance", doc.day, expected=doc.expected, present=doc.expected)
                )
            case _ if not doc.key.startswith(("card/", "task/")):
                quiet.append(doc)
    return tuple(quiet)


def large(now_ms: int, windows: int = 200, staff: int = 300, cards: int = 60) -> tuple[AnyDoc, ...]:
    """Return a hall as large as any: every list has many pages."""
    docs = busy(now_ms, windows, staff)
    people = [doc for doc in docs if isinstance(doc, StaffDoc)]
    return (*docs, *trial_cards.many(now_ms, people, cards))


_KIOSK_FAULTS: dict[int, dict[Device, str]] = {2: {Device.PRINTER: "paper_out"}}


def _hall(now_ms: int) -> tuple[AnyDoc, ...]:
    hall = HallDoc(
        "hall",
        Words("测试画面", "Test picture"),
        _day_of(now_ms),
        (),
        (Opening(510, 720), Opening(870, 1050)),
        {"1": Words("一楼", "Ground floor")},
        DEPARTMENTS,
    )
    queues = tuple(_queue(at, now_ms) for at in range(len(QUEUES)))
    items = tuple(
        ItemDoc(f"item/{code}-1", ItemCode(f"{code}-1"), Words(zh, en), department, QueueCode(code), 12)
        for (code, zh, en, _), department in zip(QUEUES, DEPARTMENTS, strict=True)
    )
    return (hall, trial_cards.RULES, *queues, *items)


def _queue(at: int, now_ms: int) -> QueueDoc:
    code, zh, en, waiting = QUEUES[at]
    longest = now_ms - (4 + waiting * 31 // 27) * MIN if waiting else 0
    return QueueDoc(
        f"queue/{code}",
        QueueCode(code),
        Words(zh, en),
        "1",
        waiting,
        longest,
        0 if code == "E" else 3 + at % 4,
        (WindowNo("05"),) if code == "A" else (),
        40 + 13 * at,
        code == "C",
        EXPECTED.get(code),
    )


STATES = (*[WindowState.SERVING] * 5, WindowState.IDLE, WindowState.SERVING, WindowState.CALLED)


def _desk(number: int, now_ms: int) -> DeskDoc:
    state = STATES[number * 5 % len(STATES)]
    if number % 9 == 8:
        state = WindowState.PAUSED
    if number % 17 == 0:
        state = WindowState.CLOSED
    at = number % len(QUEUES)
    code = QueueCode(QUEUES[at][0])
    ticket = None
    if state in (WindowState.SERVING, WindowState.CALLED):
        name = f"{code}{11 + number * 7 % 88:03d}"
        began = now_ms - (1 + number * 3 % 17) * MIN - number * 7_000
        ticket = DeskTicket(
            TicketId(f"{_day_of(now_ms)}-{name}"),
            name,
            list(TicketClass)[number % 3],
            ItemCode(f"{code}-1"),
            TicketState.SERVING,
            began - 14 * MIN,
            began,
            began,
            0,
        )
    staff = "" if state is WindowState.CLOSED else f"S{number:03d}"
    faults = {4: {Device.EVALUATOR: "没有应答"}, 23: {Device.LED_BAR: "没有应答"}}.get(number, {})
    return DeskDoc(
        f"desk/{number:02d}",
        WindowNo(f"{number:02d}"),
        state,
        staff,
        now_ms - (2 + number % 13) * MIN - number * 1_000,
        ticket,
        3 + number % 9,
        served_today=8 + number % 11,
        skills=(ItemCode(f"{code}-1"),),
        faults=faults,
        expected=None if state is WindowState.CLOSED else EXPECTED.get(code),
        pause_reason="整理材料" if state is WindowState.PAUSED else "",
    )


def _window(desk: DeskDoc) -> WindowDoc:
    ticket = desk.ticket
    return WindowDoc(
        f"window/{desk.number}",
        desk.number,
        Words(""),
        "1",
        desk.state,
        ticket.number if ticket else "",
        since_ms=desk.since_ms,
    )


def name_of(number: int) -> str:
    """Return a made-up name."""
    return SURNAMES[number * 7 % len(SURNAMES)] + GIVEN[number * 11 % len(GIVEN)]


def _member(number: int, windows: int, now_ms: int) -> StaffDoc:
    closed = number % 17 == 0
    presence = Presence.AT_WINDOW if number <= windows and not closed else Presence.PRESENT
    presence = {16: Presence.OFF_POST, 46: Presence.ABSENT, 47: Presence.ON_LEAVE, 48: Presence.ON_LEAVE}.get(
        number, presence
    )
    marks = (RuleCode.LATE,) if number in (7, 21) else (RuleCode.ABSENT,) if number == 46 else ()
    is_in = presence in (Presence.AT_WINDOW, Presence.PRESENT, Presence.OFF_POST)
    start_ms = now_ms - (now_ms + BEIJING_MS) % DAY_MS + (500 + number % 12 + 25 * (number in (7, 21))) * MIN
    return StaffDoc(
        f"staff/S{number:03d}",
        StaffId(f"S{number:03d}"),
        name_of(number),
        list(DEPARTMENTS)[number % 7],
        presence,
        WindowNo(f"{number:02d}") if number <= windows and not closed and is_in else WindowNo(""),
        now_ms - (32 if presence is Presence.OFF_POST else 2 + number % 13) * MIN,
        (start_ms,) if is_in else (),
        RuleCode.LATE in marks,
        marks,
        number % 14 == 1,
    )


def _attendance(people: tuple[StaffDoc, ...], now_ms: int) -> AttendanceDoc:
    now = [one.presence for one in people]
    return AttendanceDoc(
        "attendance",
        _day_of(now_ms),
        expected=len(now) - now.count(Presence.ON_LEAVE),
        present=sum(one in (Presence.PRESENT, Presence.AT_WINDOW, Presence.OFF_POST) for one in now),
        late=sum(one.is_late for one in people),
        on_leave=now.count(Presence.ON_LEAVE),
        absent=now.count(Presence.ABSENT),
        off_post=now.count(Presence.OFF_POST),
        unknown_badges=(
            UnknownBadge("9f3ac27714de0b61", "4471", "东门", now_ms - 155 * MIN, now_ms - 22 * MIN, 3),
        ),
        reader_alarms={"西门": "密钥不符"},
    )


def _day(now_ms: int, people: tuple[StaffDoc, ...]) -> DayDoc:
    usual = (*[0] * OPENING, *SHAPE, *AFTERNOON, *[0] * (144 - OPENING - len(SHAPE) - len(AFTERNOON)))
    done = ((now_ms + BEIJING_MS) % DAY_MS) // MIN // 10 + 1
    wave = list(islice(cycle((3, 6, -2, 5, 8, 1, -3, 4)), 144))
    issued = tuple(max(0, people + wave[at] if people else 0) for at, people in enumerate(usual))[:done]
    served = tuple(
        max(0, (usual[at - 2] if at > 1 else 0) - 4 + wave[at - 5] // 2) if usual[at] else 0
        for at in range(len(issued))
    )
    rated = [one for one in people if one.window]
    spreads = {
        one.staff: Spread((0, int(at == 5), int(at % 5 == 0), 2 + at % 4, 6 + at % 6), 11 + at % 9, 2)
        for at, one in enumerate(rated)
    }
    total = [sum(spread.stars[level] for spread in spreads.values()) for level in range(5)]
    codes = [code for code, *_ in QUEUES]
    each = QueueFigures(57, 49, 44, 2, 49 * 680_000, 47)
    return DayDoc(
        "day",
        _day_of(now_ms),
        QueueFigures(sum(issued), 343, sum(served), 14, 343 * 680_000, 331),
        dict.fromkeys(codes, each),
        Spread((total[0], total[1], total[2], total[3], total[4]), sum(served), 2 * len(spreads)),
        {one.window: spreads[one.staff] for one in rated},
        dict(spreads),
        forecasts=_told(398, 343),
        forecasts_of_queues=dict.fromkeys(codes, _told(56, 49)),
        issued_curve=issued,
        served_curve=served,
        usual_curve=tuple(100 * count for count in usual),
        usual_days=10,
    )


def _told(issued: int, called: int) -> Accuracy:
    """Return forecasts that are a little too short, and of which one in six went wrong."""
    return Accuracy(
        foretold=issued, unforetold=issued // 130, fluid=issued // 90, judged=called, held=called * 5 // 6,
        error_sum_ms=called * 129_000, bias_sum_ms=called * -21_000, naive_error_sum_ms=called * 348_000,
        naive_bias_sum_ms=called * 170_000, width_sum_min=called * 7,
    )  # fmt: skip


def _day_of(now_ms: int) -> str:
    """Return the local day as the server writes it."""
    return f"{datetime.fromtimestamp((now_ms + BEIJING_MS) / 1000, UTC):%Y-%m-%d}"
