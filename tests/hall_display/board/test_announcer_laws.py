"""The laws of the calls, for any order of batches, repetitions, absences, withdrawals and voices."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hall_display.board.announcer import Announcer
from hall_display.board.calls import Pace
from queue_server.vocabulary import CallKind, TicketId, WindowNo
from queue_server.wire.from_server import Announced

TICKETS = [f"A{n:03}" for n in range(1, 9)]


class BoardMachine(RuleBasedStateMachine):
    """A server that says what it likes, a voice that takes its time, a clock that goes on."""

    def __init__(self) -> None:
        super().__init__()
        self.announcer = Announcer(Pace(rows_max=4))
        self.now_ms = 0
        self.told: list[Announced] = []
        self.next_n = 1
        self.shown: list[int] = []
        self.voiced: list[int] = []
        self.withdrawn: set[int] = set()
        self.acked: list[int] = [0]

    @rule(
        number=st.sampled_from(TICKETS),
        current=st.booleans(),
        kind=st.sampled_from([CallKind.NEXT, CallKind.RECALL]),
    )
    def tell(self, number: str, current: bool, kind: CallKind) -> None:
        self._tell(number, kind, current)

    @rule(number=st.sampled_from(TICKETS))
    def withdraw(self, number: str) -> None:
        self.withdrawn |= {call.n for call in self.told if call.number == number}
        self._tell(number, CallKind.WITHDRAWN, True)

    def _tell(self, number: str, kind: CallKind, current: bool) -> None:
        ticket = TicketId(f"20260302-{number}")
        call = Announced(self.next_n, self.now_ms, ticket, number, WindowNo("03"), kind, is_current=current)
        self.next_n += 1
        self.told.append(call)
        self.announcer.hear(call)

    @rule(back=st.integers(1, 6))
    def tell_again(self, back: int) -> None:
        for call in self.told[-back:]:
            self.announcer.hear(call)

    @rule(leap=st.integers(1, 5))
    def skip(self, leap: int) -> None:
        self.next_n += leap
        self.announcer.skip(self.next_n - 1)

    @rule(passed_ms=st.sampled_from([0, 10, 1500, 4000, 20_000]))
    def go_on(self, passed_ms: int) -> None:
        self.now_ms += passed_ms
        self._advance()

    def _advance(self) -> None:
        self.shown += [call.n for call in self.announcer.advance(self.now_ms)]

    @rule()
    def speak(self) -> None:
        if due := self.announcer.next_to_speak():
            self.voiced.append(due.n)

    @rule()
    def fall_silent(self) -> None:
        if n := self.announcer.calls.speaking:
            self.announcer.spoken(n)

    @invariant()
    def shown_and_spoken_in_order_and_once(self) -> None:
        assert self.shown == sorted(set(self.shown))
        assert self.voiced == sorted(set(self.voiced))
        assert set(self.voiced) <= set(self.shown)

    @invariant()
    def one_ticket_stands_in_one_place(self) -> None:
        calls = self.announcer.calls
        places = ([calls.hero] if calls.hero else []) + list(calls.rows)
        assert len({call.ticket for call in places}) == len(places)
        assert set(places) <= set(self.told)

    @invariant()
    def acknowledgements_rise_and_cover_only_what_is_done(self) -> None:
        n = self.announcer.to_acknowledge()
        if n is None:
            return
        assert n > self.acked[-1]
        self.acked.append(n)
        for call in self.told:
            if call.n <= n and call.n not in self.withdrawn and call.kind is not CallKind.WITHDRAWN:
                assert call.n in self.shown
                assert not call.is_current or call.n in self.voiced

    def teardown(self) -> None:
        """Given time and a working voice, everything is shown, spoken where due, and acknowledged."""
        for _ in range(4 * len(self.told) + 4):
            self.go_on(20_000)
            self.fall_silent()
            self.speak()
        asked = [call for call in self.told if call.kind is not CallKind.WITHDRAWN]
        kept = {call.n for call in asked if call.n not in self.withdrawn}
        assert kept <= set(self.shown)
        assert {n for n in kept if self._is_current(n)} == {n for n in self.voiced if n in kept}
        self.acknowledgements_rise_and_cover_only_what_is_done()
        assert self.acked[-1] == self.next_n - 1

    def _is_current(self, n: int) -> bool:
        return next(call.is_current for call in self.told if call.n == n)


TestBoardMachine = BoardMachine.TestCase
TestBoardMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=30))
def test_however_calls_arrive_each_is_shown_at_least_the_floor_time(gaps: list[int]) -> None:
    pace = Pace()
    announcer = Announcer(pace, is_silent=True)
    now_ms, shown_at = 0, []
    for n, gap in enumerate(gaps, start=1):
        ticket = TicketId(f"20260302-A{n:03}")
        announcer.hear(Announced(n, n, ticket, f"A{n:03}", WindowNo("01"), CallKind.NEXT))
        shown_at += [now_ms for _ in announcer.advance(now_ms)]
        now_ms += gap
    while (due := announcer.next_change_ms()) is not None:
        now_ms = max(now_ms, due)
        shown_at += [now_ms for _ in announcer.advance(now_ms)]
    assert len(shown_at) == len(gaps)
    assert all(later - earlier >= pace.floor_ms for earlier, later in itertools.pairwise(shown_at))
