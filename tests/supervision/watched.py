"""A hall that is watched, at instants that a test sets: the writer's own batches, without disk or asyncio.

``at`` says commands at an instant, ``until`` lets time pass, ``restart`` forgets memory and makes it anew
from the journal or from a snapshot. What the cards became is read from the room.
"""

import msgspec
from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall.commands import Command, Tick
from queue_server.hall.events import CommandRefused, Event, Recorded
from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import MONDAY_9_MS, small_plan
from queue_server.hall.plan import HallPlan, Span
from queue_server.runtime.answers import Answerer
from queue_server.runtime.inbox import Envelope, Pending
from queue_server.runtime.limits import USUAL
from queue_server.runtime.live import Live
from queue_server.runtime.people import People
from queue_server.runtime.requests import RefusalGate
from queue_server.runtime.rooms import Rooms, RoomStates
from queue_server.runtime.work import Desk, Work
from queue_server.store.chain import Row
from queue_server.supervision import commands as sc
from queue_server.supervision import events as e
from queue_server.supervision.defaults import LEVELS, RULES, USUAL_SHIFT
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.looks import look
from queue_server.supervision.plan import Level, Member, Rule, RuleStep, SupervisionPlan
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.state import Card, SupervisionState
from queue_server.supervision.timers import Key
from queue_server.supervision.timing import Touch
from queue_server.supervision.watching import Look
from queue_server.vocabulary import CardAct, CardId, RefusalCode, RequestId, RuleCode, StaffId, WindowNo
from queue_server.wire.from_server import Faulted

SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS = 1000, 60_000, 3_600_000, 86_400_000
MIDNIGHT_MS = MONDAY_9_MS - 9 * HOUR_MS
"""Monday 2026-03-02, 00:00 in the hall."""
CLOCK, MANAGER = "clock", "manager:S90"
KIOSK = "kiosk:K1"
MEMBERS = (
    Member(StaffId("S1"), "甲", "GA", windows=(WindowNo("01"),), substitutes=(StaffId("S2"),)),
    Member(StaffId("S2"), "乙", "GA", is_chief=True),
    Member(StaffId("S3"), "丙", "GA"),
    Member(StaffId("S90"), "丁", "GA", shift="", is_manager=True),
)
PLAN = SupervisionPlan(levels=LEVELS, rules=RULES, shifts=(USUAL_SHIFT,), members=MEMBERS)
NO_ATTENDANCE = replace(PLAN, members=tuple(replace(one, shift="") for one in MEMBERS))
"""The same people, and nobody is asked for punches: what is tested is at the windows."""


def clock(text: str, day: int = 0) -> int:
    """Return an instant of the Monday, or so many days after: ``9:00``, ``9:00:01``, ``9:00:00.001``."""
    hours, minutes, *rest = text.split(":")
    seconds_ms = round(float(rest[0]) * 1000) if rest else 0
    return MIDNIGHT_MS + day * DAY_MS + int(hours) * HOUR_MS + int(minutes) * MINUTE_MS + seconds_ms


def open_all_day() -> HallPlan:
    """Return the small hall, open at every hour of every day, its windows allowed to pick by hand."""
    plan = small_plan()
    windows = tuple(replace(one, may_pick=True) for one in plan.windows)
    queues = tuple(replace(one, slices=(Span(0, 1440),)) for one in plan.queues)
    return replace(plan, windows=windows, queues=queues, hours=(Span(0, 1440),), closed_weekdays=())


def with_rule(plan: SupervisionPlan, code: RuleCode, *steps: RuleStep) -> SupervisionPlan:
    """Return the plan with other steps of one rule."""
    found = next(rule for rule in RULES if rule.code is code)
    others = tuple(rule for rule in plan.rules if rule.code is not code)
    return replace(plan, rules=(*others, Rule(code, found.name, steps)))


def with_levels(plan: SupervisionPlan, *levels: Level) -> SupervisionPlan:
    return replace(plan, levels=levels)


class CandidWork(Work):
    """A batch that hides no bug behind a rule: the writer itself would log it and go on."""

    def _seen(self, key: Key, due_ms: int) -> Look:
        return look(self._watch(due_ms), key)


class WatchedHall:
    """One hall with its supervision, its journal in memory, and what was answered."""

    def __init__(self, plan: SupervisionPlan = PLAN, hall: HallPlan | None = None) -> None:
        self.hall = Hall(open_all_day() if hall is None else hall)
        self.answerer = Answerer(self.hall, b"s" * 32, "")
        self.rows: list[Row] = []
        self.records: list[Recorded] = []
        self.live = Live(self.answerer, Rooms.empty(self.hall))
        self._asked = 0
        self._plan_for(plan)

    def _plan_for(self, plan: SupervisionPlan) -> None:
        self.book = Handbook(plan, self.hall)
        self.touch = Touch(self.book)
        people, gate = People(b"p" * 32, 30), RefusalGate(USUAL.refusals_per_minute)
        self.desk = Desk(self.hall, self.answerer, people, gate, "hall", self.book, self.touch)

    # --- what happens --------------------------------------------------------------------------------------

    def at(self, at_ms: int | str, *commands: Command, actor: str = CLOCK, day: int = 0) -> tuple[Event, ...]:
        """Say commands in one batch at an instant; return the events of the batch, supervision's too."""
        work = CandidWork(self.desk, self.live, clock(at_ms, day) if isinstance(at_ms, str) else at_ms)
        work.begin()
        for command in commands:
            self._asked += 1
            work.take(Pending(Envelope(RequestId(f"q{self._asked}"), actor, command), ""))
        assert not [one for one in work.replies if isinstance(one.answer, Faulted)], commands
        self.live.head = work.head
        self.rows += work.rows
        self.records += work.recorded
        return tuple(one.event for one in work.recorded)

    def until(self, at_ms: int | str, day: int = 0) -> tuple[Event, ...]:
        """Let time pass to an instant, and look once, at its end."""
        return self.at(at_ms, Tick(), day=day)

    def refused(self, at_ms: int | str, command: Command, actor: str = MANAGER, day: int = 0) -> Refusal:
        """Say a command that must be refused, and change nothing of supervision by it."""
        self.until(at_ms, day)
        before = frozen(self.room.state)
        events = self.at(at_ms, command, actor=actor, day=day)
        assert [type(one) for one in events] == [CommandRefused], events
        after = frozen(self.room.state)
        assert replaced(after, before) == before, "a refused command changed supervision"
        refused = events[0]
        assert isinstance(refused, CommandRefused)
        return Refusal(refused.code, refused.facts)

    def code_of(self, at_ms: int | str, command: Command, actor: str = MANAGER, day: int = 0) -> RefusalCode:
        return self.refused(at_ms, command, actor, day).code

    def act(
        self, at_ms: int | str, card: str, move: CardAct, text: str = "", actor: str = MANAGER, day: int = 0
    ) -> Card:
        """Lead a card on; it must be allowed."""
        events = self.at(at_ms, sc.ActOnCard(CardId(card), move, text), actor=actor, day=day)
        assert not [one for one in events if isinstance(one, CommandRefused)], events
        return self.room.card(CardId(card))

    def sign_in(self, at_ms: int | str, window: str = "01", staff: str = "S1", day: int = 0) -> None:
        self.at(at_ms, c.SignIn(WindowNo(window), StaffId(staff)), actor=f"window:{window}", day=day)

    def sign_out(self, at_ms: int | str, window: str = "01", day: int = 0) -> None:
        self.at(at_ms, c.SignOut(WindowNo(window)), actor=f"window:{window}", day=day)

    def badge(self, at_ms: int | str, staff: str = "S1", day: int = 0) -> None:
        self.at(
            at_ms, sc.ReadBadge("door", f"m{staff}", "0001", StaffId(staff)), actor="reader:door", day=day
        )

    def press(
        self, at_ms: int | str, *commands: Command, window: str = "01", day: int = 0
    ) -> tuple[Event, ...]:
        """Press keys at a window."""
        return self.at(at_ms, *commands, actor=f"window:{window}", day=day)

    # --- memory lost ---------------------------------------------------------------------------------------

    def restart(self, from_snapshot: bool = False, plan: SupervisionPlan | None = None) -> None:
        """Make memory anew, as after a start, from the journal or from a snapshot of this moment."""
        head = self.live.head
        if from_snapshot:
            data = msgspec.msgpack.encode(self.live.rooms.states)
            states = msgspec.msgpack.decode(data, type=RoomStates)
            self.live = Live(self.answerer, Rooms.from_states(self.hall, states), head)
        else:
            self.live = Live(self.answerer, Rooms.empty(self.hall))
            self.live.replay(self.rows)
        assert self.live.head == head
        if plan is not None:
            self._plan_for(plan)
        self.touch.rearm(self.room, self.live.rooms.hall)

    # --- what is seen --------------------------------------------------------------------------------------

    @property
    def room(self) -> SupervisionRoom:
        return self.live.rooms.supervision

    @property
    def cards(self) -> list[Card]:
        """All cards, in the order in which they were raised."""
        return list(self.room.state.cards.values())

    def of(self, rule: RuleCode) -> list[Card]:
        return [card for card in self.cards if card.rule is rule]

    def one(self, rule: RuleCode) -> Card:
        """Return the only card of a rule."""
        (card,) = self.of(rule)
        return card

    def told(self, card: str) -> list[tuple[str, ...]]:
        """Return who was told of a card, each time."""
        events = [one.event for one in self.records]
        return [one.recipients for one in events if isinstance(one, e.Told) and one.card == card]


def frozen(state: SupervisionState) -> SupervisionState:
    """Return a copy that stays as it is when the room goes on."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=SupervisionState)


def replaced(state: SupervisionState, like: SupervisionState) -> SupervisionState:
    """Return the state with the signs of life of another: a refused press is one as well."""
    return replace(state, at_ms=like.at_ms, posts=like.posts)


def essence(cards: list[Card]) -> dict[str, Card]:
    """Return the cards without the instant at which they were written down, which is the server's own."""
    return {card.id: replace(card, raised_ms=0) for card in cards}
