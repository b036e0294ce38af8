"""The hall under random days: whatever is pressed in whatever order, the promises of the house hold.

After every step the room is compared with one rebuilt from its own state; at the end with one into which its
record was replayed. Nothing in here knows how a rule is made, only what it promises.
"""

import dataclasses
from collections.abc import Callable

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall import views
from queue_server.hall.deadline import deadline_ms
from queue_server.hall.evolve import evolve
from queue_server.hall.lanes import Lane
from queue_server.hall.lookup import DAY_MS
from queue_server.hall.memory_hall import Rehearsal, places_of, small_plan
from queue_server.hall.plan import Calling, Dispatch, HallPlan, Span
from queue_server.hall.room import HallRoom
from queue_server.hall.state import HallState
from queue_server.vocabulary import (
    OPEN_STATES,
    CallKind,
    Device,
    ItemCode,
    PersonRef,
    StaffId,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)

ITEMS = st.sampled_from([ItemCode("A1"), ItemCode("A2"), ItemCode("B1")])
WINDOWS = st.sampled_from([WindowNo("01"), WindowNo("02"), WindowNo("03")])
CLASSES = st.sampled_from([TicketClass.REGULAR, TicketClass.PRIORITY, TicketClass.GREEN])
PERSONS = st.sampled_from([PersonRef(""), PersonRef("P1"), PersonRef("P2")])
POLICIES = st.sampled_from(["accumulating", "fifo", "static", "ratio"])
PRESSES: dict[str, Callable[[WindowNo], c.AnyCommand]] = {
    "next": c.CallNext,
    "recall": c.RecallTicket,
    "start": c.StartService,
    "finish": c.FinishService,
    "no_show": c.MarkNoShow,
    "hold": lambda window: c.HoldTicket(window, "缺材料"),
    "resume": c.ResumeTicket,
    "to_item": lambda window: c.TransferTicket(window, to_item=ItemCode("A2")),
    "to_window": lambda window: c.TransferTicket(window, to_window=WindowNo("02")),
    "comes_back": lambda window: c.TransferTicket(window, comes_back=True),
    "add_item": lambda window: c.AddItem(window, ItemCode("A1")),
    "pause": lambda window: c.PauseWindow(window, "休息"),
    "unpause": c.UnpauseWindow,
    "undo": c.UndoStep,
}
SELDOM: dict[str, Callable[[WindowNo], c.AnyCommand]] = {
    "sign_out": c.SignOut,
    "close": c.CloseWindow,
    "skills": lambda window: c.ChangeSkills(window, (ItemCode("A1"),), "轮岗"),
}
LEADS = st.sampled_from([(), ("next",), ("next", "start"), ("next", "no_show"), ("next", "hold")])
"""What is pressed before, so that the press has something to act on."""


def plan_of(policy: str, next_while_called: str) -> HallPlan:
    """Return the small hall, open all day, with alarms, quotas, a green item and all windows picking."""
    plan = small_plan()
    queues = tuple(replace(queue, waiting_alarm=3, slices=(Span(0, 1440, 400),)) for queue in plan.queues)
    windows = tuple(replace(window, may_pick=True) for window in plan.windows)
    items = tuple(replace(item, green_channel=item.code == ItemCode("A2")) for item in plan.items)
    return replace(
        plan,
        items=items,
        queues=queues,
        windows=windows,
        hours=(Span(0, 1440),),
        closed_weekdays=(),
        dispatch=Dispatch(policy=policy),
        calling=Calling(next_while_called=next_while_called),
    )


def frozen_state(state: HallState) -> HallState:
    """Return a copy that stays as it is when the room goes on."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(state), type=HallState)


def essence(state: HallState) -> HallState:
    """Return the state without what an undo may change: journal place, announcements, the undo itself."""
    copy = frozen_state(state)
    copy.seq = copy.at_ms = copy.announced = 0
    copy.announcements, copy.undo, copy.graces = [], {}, {}
    return copy


@dataclasses.dataclass
class BeforeStep:
    """What a window's undo must bring back."""

    window: WindowNo
    essence: HallState
    at_ms: int


class HallMachine(RuleBasedStateMachine):
    """Citizens, staff, managers and time press what they like."""

    def __init__(self) -> None:
        super().__init__()
        self.hall = Rehearsal(plan_of("accumulating", "refuse"))
        self.numbers: set[TicketId] = set()
        self.before: BeforeStep | None = None
        self.codes = 0

    # --- what may be pressed -------------------------------------------------------------------------------

    def press(self, command: c.AnyCommand) -> tuple[e.AnyEvent, ...]:
        """Say a command; a refusal must change nothing, an undo must restore."""
        before = frozen_state(self.hall.room.state)
        answer = self.hall.ask(command)
        if isinstance(answer, Refusal):
            assert self.hall.room.state == before, f"{command} was refused and changed the hall"
            return ()
        self._remember(command, before, answer)
        return answer

    def _remember(self, command: c.AnyCommand, before: HallState, events: tuple[e.AnyEvent, ...]) -> None:
        for event in events:
            if isinstance(event, e.TicketIssued):
                assert event.ticket not in self.numbers, f"{event.ticket} was issued twice"
                self.numbers.add(event.ticket)
        if isinstance(command, c.UndoStep):
            self._check_undone(command.window)
        if events:
            self.before = None
        is_step = self.hall.room.state.undo and any(isinstance(event, _STEP_EVENTS) for event in events)
        if is_step and not any(isinstance(event, e.RatingLapsed) for event in events):
            window: WindowNo = getattr(command, "window", WindowNo(""))
            self.before = BeforeStep(window, essence(before), self.hall.at_ms)

    def _check_undone(self, window: WindowNo) -> None:
        if self.before is not None and self.before.window == window:
            assert essence(self.hall.room.state) == self.before.essence, "undo did not restore"

    @initialize(policy=POLICIES, next_while_called=st.sampled_from(["refuse", "finish"]))
    def open_the_hall(self, policy: str, next_while_called: str) -> None:
        self.hall = Rehearsal(plan_of(policy, next_while_called))
        for window in ("01", "02", "03"):
            self.sign_in(WindowNo(window))
        for item in ("A1", "A2", "B1"):
            self.take(ItemCode(item), TicketClass.REGULAR, PersonRef(""))

    @rule(item=ITEMS, klass=CLASSES, person=PERSONS)
    def take(self, item: ItemCode, klass: TicketClass, person: PersonRef) -> None:
        self.press(c.TakeTicket(item, klass, person))

    @rule(item=ITEMS, late_s=st.integers(-1200, 1800))
    def book_and_check_in(self, item: ItemCode, late_s: int) -> None:
        self.codes += 1
        code = f"Y{self.codes}"
        self.press(c.BookAppointment(code, item, self.hall.at_ms - late_s * 1000))
        self.press(c.TakeTicket(appointment=code))

    @rule(window=WINDOWS, leads=LEADS, press=st.sampled_from(sorted(PRESSES)), undoes=st.booleans())
    def act(self, window: WindowNo, leads: tuple[str, ...], press: str, undoes: bool) -> None:
        for name in (*leads, press, *(["undo"] if undoes else [])):
            self.press(PRESSES[name](window))
            self.hall.at_ms += 500

    @rule(window=WINDOWS)
    def serve_one(self, window: WindowNo) -> None:
        for command in (c.CallNext, c.StartService, c.FinishService):
            self.press(command(window))
            self.hall.at_ms += 2000

    @rule(window=WINDOWS)
    def sign_in(self, window: WindowNo) -> None:
        self.press(c.SignIn(window, StaffId(f"S{window}")))

    @rule(window=WINDOWS, stars=st.integers(0, 6))
    def rate(self, window: WindowNo, stars: int) -> None:
        self.press(c.RateService(window, stars))

    @rule(window=WINDOWS, act=st.sampled_from([*sorted(SELDOM), "night"]))
    def seldom(self, window: WindowNo, act: str) -> None:
        if act in SELDOM:
            self.press(SELDOM[act](window))
        elif len(self.hall.records) > 60:
            self.hall.at_ms += DAY_MS
        self.sign_in(window)
        self.press(c.OpenWindow(window))

    @rule(window=WINDOWS, data=st.data())
    @precondition(lambda self: bool(self.hall.room.state.tickets))
    def touch_ticket(self, window: WindowNo, data: st.DataObject) -> None:
        ticket = data.draw(st.sampled_from(sorted(self.hall.room.state.tickets)))
        commands: list[c.AnyCommand] = [
            c.PickTicket(window, ticket, "老人"),
            c.ReturnTicket(ticket),
            c.ReturnTicket(ticket),
            c.CancelTicket(ticket),
            c.ChangeClass(ticket, TicketClass.PRIORITY, "老人"),
            c.ReprintTicket(ticket),
            c.ReportPaper(ticket, "缺纸"),
            c.ResumeTicket(window, ticket),
        ]
        self.press(data.draw(st.sampled_from(commands)))

    @rule(window=WINDOWS)
    def miss_and_return(self, window: WindowNo) -> None:
        self.press(c.CallNext(window))
        events = self.press(c.MarkNoShow(window))
        self.hall.at_ms += 7000
        for event in events:
            if isinstance(event, e.TicketMissed):
                self.press(c.ReturnTicket(event.ticket))

    @rule(fault=st.sampled_from(["", "缺纸"]))
    def device(self, fault: str) -> None:
        self.press(c.ReportDevice("kiosk:K1", Device.PRINTER, fault))

    @rule(seconds=st.sampled_from([0.5, 3, 8, 31, 95, 610, 1000]))
    def wait(self, seconds: float) -> None:
        self.hall.at_ms += round(seconds * 1000)

    @rule()
    def tick(self) -> None:
        due_ms = deadline_ms(self.hall.room, self.hall.hall)
        events = self.press(c.Tick())
        assert bool(events) is (self.hall.at_ms >= due_ms), "the deadline and the tick disagree"
        assert deadline_ms(self.hall.room, self.hall.hall) > self.hall.at_ms, "a tick left something due"

    # --- what always holds ---------------------------------------------------------------------------------

    @invariant()
    def lanes_match_a_rebuilt_room(self) -> None:
        room = self.hall.room
        assert places_of(room.lanes) == places_of(HallRoom.from_state(room.state).lanes)

    @invariant()
    def every_open_ticket_is_in_exactly_one_place(self) -> None:
        room = self.hall.room
        places: list[TicketId] = [
            entry[3] for group in _groups(room) for lane in group for entry in lane.line
        ]
        places += [ticket for patient in room.lanes.patient.values() for ticket in patient]
        places += [ticket for held in room.lanes.held.values() for ticket in held]
        places += [ticket for _, ticket in room.lanes.returns]
        places += [window.ticket for window in room.state.windows.values() if window.ticket]
        opened = [ticket.id for ticket in room.state.tickets.values() if ticket.state in OPEN_STATES]
        assert sorted(places) == sorted(opened)

    @invariant()
    def counters_tell_the_truth(self) -> None:
        state = self.hall.room.state
        for code, count in state.queues.items():
            mine = [ticket for ticket in state.tickets.values() if ticket.queue == code]
            waiting = sum(ticket.state is TicketState.WAITING for ticket in mine)
            assert count.waiting == waiting
            assert count.issued == len(mine)
            assert count.alarmed is (waiting >= 3)

    @invariant()
    def one_window_has_one_call_and_one_call_one_window(self) -> None:
        state = self.hall.room.state
        for window in state.windows.values():
            busy = window.state in (WindowState.CALLED, WindowState.SERVING)
            assert bool(window.ticket) is busy
            if busy:
                ticket = state.tickets[window.ticket]
                assert (ticket.state, ticket.window) == (TicketState(window.state.value), window.number)
            assert window.state is WindowState.CLOSED or window.staff

    @invariant()
    def one_citizen_holds_one_open_ticket_a_queue(self) -> None:
        state = self.hall.room.state
        held = [
            f"{t.person}/{t.queue}" for t in state.tickets.values() if t.person and t.state in OPEN_STATES
        ]
        assert len(held) == len(set(held))
        assert set(held) == set(state.open_by_person)

    @invariant()
    def announcements_have_no_gap(self) -> None:
        state = self.hall.room.state
        assert [line.n for line in state.announcements] == list(range(1, state.announced + 1))

    @invariant()
    def the_views_agree_with_the_lanes(self) -> None:
        room, hall, at_ms = self.hall.room, self.hall.hall, self.hall.at_ms
        for window in hall.windows:
            waiting = views.waiting_for_window(room, hall, window)
            assert waiting.total == len(views.pick_list(room, hall, window, at_ms))
            assert waiting.total == sum(waiting.by_queue.values()) == sum(waiting.by_class.values())

    def teardown(self) -> None:
        """The record replays to the same hall; calls kept the order within a class and item."""
        replayed = self.hall.replayed()
        assert replayed.state == self.hall.room.state
        assert places_of(replayed.lanes) == places_of(self.hall.room.lanes)
        check_order_of_calls(self.hall.records)


_STEP_EVENTS = (
    e.TicketCalled,
    e.ServiceStarted,
    e.ServiceFinished,
    e.TicketMissed,
    e.TicketHeld,
    e.TicketTransferred,
    e.WindowPaused,
    e.WindowUnpaused,
)


def _groups(room: HallRoom) -> list[list[Lane]]:
    groups = (*room.lanes.by_item.values(), *room.lanes.reserved.values())
    return [list(group.values()) for group in groups]


def check_order_of_calls(records: list[e.Recorded]) -> None:
    """When a next was called, nobody of its item, class and weight waited freely with an earlier ref."""
    room = HallRoom.empty()
    for recorded in records:
        event = recorded.event
        if isinstance(event, e.TicketCalled) and event.kind is CallKind.NEXT:
            _check_order(room, event)
        evolve(room, recorded)


def _check_order(room: HallRoom, event: e.TicketCalled) -> None:
    called = room.state.tickets[event.ticket]
    if called.reserved_for:
        return
    for other in room.state.tickets.values():
        is_rival = (other.item, other.klass, other.weight) == (called.item, called.klass, called.weight)
        is_free = other.state is TicketState.WAITING and not other.must_wait_a_call and not other.reserved_for
        if is_rival and is_free:
            assert (called.ref_ms, called.issued_ms, called.seq) <= (other.ref_ms, other.issued_ms, other.seq)


TestHall = HallMachine.TestCase
TestHall.settings = settings(max_examples=150, stateful_step_count=50, deadline=None)
