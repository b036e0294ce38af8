"""Supervision under random days: when somebody looks at the clock and when the server starts is no matter.

The same commands at the same instants, with looks at any others and starts at any, give the same cards with
the same instants. One look a day is the least: on a day on which no server ran nobody was watched.
"""

from collections.abc import Callable, Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from queue_server.hall import commands as c
from queue_server.hall.commands import Command, Tick
from queue_server.hall.events import CommandRefused
from queue_server.runtime.rooms import Rooms
from queue_server.supervision import commands as sc
from queue_server.supervision import life
from queue_server.supervision.defaults import RULES
from queue_server.supervision.events import CardMoved
from queue_server.supervision.plan import RuleStep, SupervisionPlan
from queue_server.supervision.state import Card
from queue_server.supervision.timers import NEVER
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    CardState,
    Device,
    ItemCode,
    Language,
    RuleCode,
    StaffId,
    TaskId,
    TicketId,
    WindowNo,
)
from queue_server.wire.sentences import sentence
from tests.supervision.watched import (
    CLOCK,
    DAY_MS,
    HOUR_MS,
    KIOSK,
    MANAGER,
    MIDNIGHT_MS,
    MINUTE_MS,
    PLAN,
    WatchedHall,
    clock,
    essence,
    with_rule,
)

Said = tuple[int, str, Command]
"""When, who, what."""
Press = Callable[[int], tuple[str, Command]]

GAPS_MS = [
    0,
    1,
    1000,
    5000,
    61_000,
    179_999,
    180_000,
    400_000,
    *(n * MINUTE_MS for n in (15, 16, 31, 61, 190, 540)),
]
WINDOWS, STAFF, ITEMS = ("01", "02", "03"), ("S1", "S2", "S3"), ("A1", "A2", "B1")
FAULTS = ("", "缺纸")


def of_window(number: str, command: Command) -> tuple[str, Command]:
    return f"window:{number}", command


def pressed(number: str, press: str, n: int, at_ms: int) -> tuple[str, Command]:
    """Return what is pressed at a window; ``n`` chooses a ticket, an item or a rating."""
    window, ticket, item = WindowNo(number), ticket_of(n, at_ms), ItemCode(ITEMS[n % 3])
    commands: dict[str, Command] = {
        "next": c.CallNext(window),
        "start": c.StartService(window),
        "finish": c.FinishService(window),
        "no_show": c.MarkNoShow(window),
        "hold": c.HoldTicket(window, "缺材料"),
        "resume": c.ResumeTicket(window),
        "undo": c.UndoStep(window),
        "pause": c.PauseWindow(window, "休息"),
        "unpause": c.UnpauseWindow(window),
        "pick": c.PickTicket(window, ticket, "老人"),
        "transfer": c.TransferTicket(window, to_item=item),
        "add_item": c.AddItem(window, item),
        "rate": c.RateService(window, 1 + n % 5),
        "sign_in": c.SignIn(window, StaffId(STAFF[n % 3])),
        "sign_out": c.SignOut(window),
        "touch": sc.ShowLife(window, "touch"),
        "skills": c.ChangeSkills(window, (item,), "轮岗"),
    }
    return of_window(number, commands[press])


def ticket_of(n: int, at_ms: int) -> TicketId:
    return TicketId(f"{day_of(at_ms)}-{'AB'[n % 2]}{1 + n // 2 % 6:03d}")


def day_of(at_ms: int) -> str:
    return f"202603{2 + (at_ms - MIDNIGHT_MS) // DAY_MS:02d}"


def elsewhere(press: str, n: int, at_ms: int) -> tuple[str, Command]:
    """Return what is asked at no window."""
    staff, card = StaffId(STAFF[n % 3]), CardId(f"{day_of(at_ms)}-K{1 + n % 7:03d}")
    filed = sc.FileAbsence(
        staff, AbsenceKind.SICK, at_ms - n * MINUTE_MS * 10, at_ms + n * MINUTE_MS * 60 + 1
    )
    commands: dict[str, tuple[str, Command]] = {
        "take": (KIOSK, c.TakeTicket(ItemCode(ITEMS[n % 3]))),
        "cancel": (MANAGER, c.CancelTicket(ticket_of(n, at_ms))),
        "return": (KIOSK, c.ReturnTicket(ticket_of(n, at_ms))),
        "badge": ("reader:door", sc.ReadBadge("door", f"m{staff}", "0001", staff)),
        "stray": ("reader:door", sc.ReadBadge("door", f"x{n % 2}", "0002")),
        "assign": (MANAGER, sc.AssignBadge(f"x{n % 2}", staff)),
        "reader": ("reader:door", sc.ReportReader("door", ("", "壳体被打开")[n % 2])),
        "device": (CLOCK, c.ReportDevice("window:01", Device.PAD, FAULTS[n % 2])),
        "leave": (MANAGER, filed),
        "withdraw": (MANAGER, sc.WithdrawAbsence(AbsenceId(f"{day_of(at_ms)}-L{1 + n % 2:03d}"), "误报")),
        "slip": (MANAGER, sc.MakeUpPunch(staff, at_ms - n * 20 * MINUTE_MS, "忘打卡")),
        "act": (MANAGER, sc.ActOnCard(card, list(CardAct)[n % 9], "经查属实")),
        "explain": (f"window:01/{staff}", sc.ActOnCard(card, CardAct.EXPLAIN, "去取件")),
        "answer": (MANAGER, sc.AnswerTask(TaskId(ticket_of(n, at_ms)), "已回访")),
        "resume": (CLOCK, sc.ResumeWatch()),
        "tick": (CLOCK, Tick()),
    }
    return commands[press]


PRESSES = ["next", "start", "finish", "no_show", "hold", "resume", "undo", "pause", "unpause", "pick"]
PRESSES += [
    "transfer",
    "add_item",
    "rate",
    "sign_in",
    "sign_out",
    "touch",
    "skills",
    "sign_in",
    "next",
    "start",
]
ELSEWHERE = ["take", "cancel", "return", "badge", "stray", "assign", "reader", "device", "leave", "withdraw"]
ELSEWHERE += ["slip", "act", "explain", "answer", "resume", "tick", "take", "take", "badge", "act"]


@st.composite
def days(draw: st.DrawFn) -> list[Said]:
    """Draw what happens: windows at work from half past eight on, and whatever anybody presses."""
    at_ms = clock("8:25")
    said: list[Said] = [(clock("0:01"), CLOCK, Tick())]
    for window, staff in zip(WINDOWS[:2], STAFF, strict=False):
        said.append((at_ms, *pressed(window, "sign_in", STAFF.index(staff), at_ms)))
    for gap_ms, window, press, n in draw(
        st.lists(
            st.tuples(
                st.sampled_from(GAPS_MS),
                st.sampled_from([*WINDOWS, "", ""]),
                st.integers(0, 19),
                st.integers(0, 13),
            ),
            max_size=40,
        )
    ):
        at_ms += gap_ms
        word = (PRESSES if window else ELSEWHERE)[press]
        said.append((at_ms, *(pressed(window, word, n, at_ms) if window else elsewhere(word, n, at_ms))))
    last_ms = at_ms + DAY_MS + HOUR_MS
    mornings = range(MIDNIGHT_MS + 5 * HOUR_MS, last_ms, DAY_MS)
    return sorted(
        [*said, *((at_ms, "", Tick()) for at_ms in mornings), (last_ms, "", Tick())], key=lambda one: one[0]
    )


SEVERE = (RuleCode.LATE, RuleCode.ABSENT, RuleCode.EARLY_LEAVE, RuleCode.MISSING_PUNCH)


def all_at(level: str, plan: SupervisionPlan = PLAN) -> SupervisionPlan:
    """Return the plan with every rule of attendance at one level."""
    for code in SEVERE:
        plan = with_rule(plan, code, RuleStep(level))
    return plan


def twofold() -> SupervisionPlan:
    """Return the plan in which every rule has a second step that is severer."""
    plan = PLAN
    for rule in RULES:
        first = rule.steps[0]
        second = RuleStep("red", over=max(1, first.over) * 2 + 3)
        plan = with_rule(plan, rule.code, RuleStep("yellow", over=max(1, first.over)), second)
    return plan


PLANS = {"usual": PLAN, "yellow": all_at("yellow"), "warning": all_at("warning"), "twofold": twofold()}
NAMES = st.sampled_from(sorted(PLANS))


def looked_at(hall: WatchedHall, said: list[Said], looks: Iterator[int]) -> None:
    """Say everything at its instant; in between the clock's hand comes by at ``looks``."""
    look_ms = next(looks, NEVER)
    for at_ms, actor, command in said:
        while look_ms < at_ms:
            hall.at(look_ms)
            look_ms = next(looks, NEVER)
        hall.at(at_ms, *([command] if actor else []), actor=actor)


def exact(hall: WatchedHall, said: list[Said]) -> WatchedHall:
    """Say everything, and look at every instant for which supervision asks: the ticker's way."""
    for at_ms, actor, command in said:
        while (due_ms := hall.room.timers.first_ms()) < at_ms:
            hall.at(due_ms)
        hall.at(at_ms, *([command] if actor else []), actor=actor)
    return hall


def differences(one: WatchedHall, other: WatchedHall) -> list[str]:
    """Return what differs, field by field, to be read by people."""
    a, b = essence(one.cards), essence(other.cards)
    lines = [f"only one: {a[key]}" for key in a.keys() - b.keys()]
    lines += [f"only the other: {b[key]}" for key in b.keys() - a.keys()]
    for key in a.keys() & b.keys():
        for field in Card.__struct_fields__:
            if getattr(a[key], field) != getattr(b[key], field):
                lines.append(
                    f"{key} {a[key].rule} {field}: {getattr(a[key], field)} / {getattr(b[key], field)}"
                )
    if one.room.state.tasks != other.room.state.tasks:
        lines.append(f"tasks: {one.room.state.tasks} / {other.room.state.tasks}")
    return sorted(lines)


@settings(max_examples=50, deadline=None)
@given(said=days(), plan=NAMES, looks=st.lists(st.integers(0, 2 * DAY_MS), max_size=12))
def test_it_does_not_matter_when_somebody_looks(said: list[Said], plan: str, looks: list[int]) -> None:
    other = WatchedHall(PLANS[plan])
    looked_at(other, said, iter(sorted(MIDNIGHT_MS + look for look in looks)))
    assert differences(exact(WatchedHall(PLANS[plan]), said), other) == []


@settings(max_examples=10, deadline=None)
@given(said=days(), every_ms=st.sampled_from([10 * MINUTE_MS, 7_777]))
def test_it_does_not_matter_how_often_somebody_looks(said: list[Said], every_ms: int) -> None:
    other = WatchedHall(PLAN)
    looked_at(other, said, iter(range(clock("8:00"), said[-1][0], every_ms)))
    assert differences(exact(WatchedHall(PLAN), said), other) == []


@settings(max_examples=50, deadline=None)
@given(said=days(), plan=NAMES, starts=st.lists(st.integers(0, 45), max_size=6), data=st.data())
def test_it_does_not_matter_when_the_server_starts_anew(
    said: list[Said], plan: str, starts: list[int], data: st.DataObject
) -> None:
    other = WatchedHall(PLANS[plan])
    for place, (at_ms, actor, command) in enumerate(said):
        other.at(at_ms, *([command] if actor else []), actor=actor)
        if place in starts:
            other.restart(from_snapshot=data.draw(st.booleans()))
    assert differences(exact(WatchedHall(PLANS[plan]), said), other) == []


@settings(max_examples=40, deadline=None)
@given(said=days(), plan=NAMES)
def test_the_record_replays_to_the_same_supervision(said: list[Said], plan: str) -> None:
    hall = exact(WatchedHall(PLANS[plan]), said)
    replayed = Rooms.empty(hall.hall)
    for recorded in hall.records:
        replayed.evolve(recorded)
    assert replayed.states == hall.live.rooms.states


@settings(max_examples=40, deadline=None)
@given(said=days(), plan=NAMES)
def test_one_card_is_open_for_one_subject_and_rule_and_levels_only_rise(said: list[Said], plan: str) -> None:
    hall = WatchedHall(PLANS[plan])
    for at_ms, actor, command in said:
        hall.at(at_ms, *([command] if actor else []), actor=actor)
        taken: set[str] = set()
        for card in hall.cards:
            key = f"{card.rule}/{card.subject}"
            if card.state in life.LIVING - {CardState.APPEALED, CardState.CONFIRMED_ON_APPEAL}:
                assert key not in taken, f"two open cards for {key}"
                taken.add(key)
    levels_rise(hall)


def levels_rise(hall: WatchedHall) -> None:
    """What took the place of a card is severer."""
    cards = hall.room.state.cards
    for recorded in hall.records:
        if isinstance(recorded.event, CardMoved) and recorded.event.by_card:
            before, after = cards[recorded.event.card], cards[recorded.event.by_card]
            assert hall.book.rank[after.level] > hall.book.rank[before.level]


@settings(max_examples=40, deadline=None)
@given(said=days(), plan=NAMES)
def test_a_decision_is_events_or_words(said: list[Said], plan: str) -> None:
    """Whatever is asked, in whatever state: nothing is raised."""
    hall = WatchedHall(PLANS[plan])
    for at_ms, actor, command in said:
        hall.at(at_ms, *([command] if actor else []), actor=actor)
    refused = [one.event for one in hall.records if isinstance(one.event, CommandRefused)]
    assert all(sentence(one.code, one.facts, Language.CHINESE) for one in refused)
