"""A day of a hall, event by event: a heap of (instant, order, act, whom), and nothing drawn by chance.

Who is called next is asked of the hall's own policies (``hall.dispatch``), so what is proved is the rule in
force; tests/study proves it on queues with known answers. Citizens and windows come drawn; what happened goes
out as facts. No clock, no asyncio.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from typing import Any, NamedTuple

import msgspec

from queue_server.hall.dispatch import policy_of
from queue_server.hall.lanes import Entry, Lane
from queue_server.hall.plan import Dispatch
from queue_server.study.citizens import Break, Citizen, Counter
from queue_server.study.facts import (
    Called,
    Dropped,
    Fact,
    Finished,
    Issued,
    Missed,
    Moved,
    Opened,
    Returned,
    Shut,
    Started,
)
from queue_server.vocabulary import ItemCode, TicketClass, TicketId, WindowNo

MISSES_MAX = 2


class Manners(msgspec.Struct, frozen=True):
    """What every window does the same way."""

    dispatch: Dispatch = Dispatch()
    miss_ms: int = 90_000
    """From a call to its being missed."""
    return_within_ms: int = 900_000
    wake_ms: int = 0
    """What an idle window needs to see that somebody came."""
    transfer_weight: int = 0
    """The least weight of a transferred ticket."""


class Visit:
    """A citizen with a ticket."""

    __slots__ = ("calls", "citizen", "is_moved", "item", "klass", "ref_ms", "seq", "ticket", "weight")

    def __init__(self, citizen: Citizen, seq: int) -> None:
        self.citizen, self.seq = citizen, seq
        self.ticket = TicketId(f"{seq}")
        self.item, self.klass, self.weight = citizen.item, citizen.klass, citizen.weight
        self.ref_ms = citizen.ref_ms or citizen.at_ms
        self.calls = 0
        self.is_moved = False


class Row(NamedTuple):
    """Those who wait in one lane, in order. The lane tells the policy class and weight."""

    lane: Lane
    line: list[Entry]


class Post:
    """A window at work. It is idle while ``idle_ms`` is not negative, else busy or away."""

    __slots__ = ("counter", "idle_ms", "is_here", "items", "key", "leaves", "number", "rows", "speed")

    def __init__(self, counter: Counter) -> None:
        self.counter, self.items, self.speed = counter, counter.items, counter.speed
        self.number = WindowNo(counter.number)
        self.key = (len(counter.items), self.number)
        self.rows: list[Row] = []
        self.idle_ms = -1
        self.is_here = False
        self.leaves: Break | None = None


class Simulator:
    """The hall of one day. ``run`` plays it to its end."""

    def __init__(self, counters: Iterable[Counter], manners: Manners, tell: Callable[[Fact], None]) -> None:
        self.manners, self.tell = manners, tell
        self.policy = policy_of(manners.dispatch)
        self.posts = [Post(counter) for counter in counters]
        self.rows: dict[tuple[ItemCode, TicketClass, int], Row] = {}
        self.visits: list[Visit] = []
        self.patient: list[Visit] = []
        """Back after a miss: callable after another call."""
        self.debt = 0
        self.now_ms = 0
        self.order = 0
        self.heap: list[tuple[int, int, Callable[[Any], None], Any]] = []
        self.to_come: Iterator[Citizen] = iter(())

    def run(self, citizens: Iterable[Citizen]) -> None:
        """Play the day. Citizens come in the order of their instants."""
        for post in self.posts:
            self._staff(post)
        self.to_come = iter(citizens)
        self._await_next()
        heap = self.heap
        while heap:
            self.now_ms, _, act, whom = heappop(heap)
            act(whom)

    def _at(self, at_ms: int, act: Callable[[Any], None], whom: object) -> None:
        self.order += 1
        heappush(self.heap, (at_ms, self.order, act, whom))

    # --- citizens ------------------------------------------------------------------------------------------

    def _await_next(self) -> None:
        citizen = next(self.to_come, None)
        if citizen is not None:
            self._at(citizen.at_ms, self._arrive, citizen)

    def _arrive(self, citizen: Citizen) -> None:
        visit = Visit(citizen, len(self.visits))
        self.visits.append(visit)
        self.tell(
            Issued(
                self.now_ms,
                visit.ticket,
                visit.item,
                visit.klass,
                visit.weight,
                visit.ref_ms,
                citizen.booking,
            )
        )
        self._enter(visit)
        self._await_next()

    def _enter(self, visit: Visit) -> None:
        """Let the visit wait, and wake an idle window: fewest skills, idle longest, lowest number."""
        insort(self._row(visit).line, (visit.ref_ms, visit.citizen.at_ms, visit.seq, visit.ticket))
        self._wake(visit.item)

    def _wake(self, item: ItemCode) -> None:
        idle = [post for post in self.posts if post.idle_ms >= 0 and item in post.items]
        if idle:
            self._ready_after(
                min(idle, key=lambda post: (post.key[0], post.idle_ms, post.number)), self.manners.wake_ms
            )

    def _row(self, visit: Visit) -> Row:
        key = (visit.item, visit.klass, visit.weight)
        row = self.rows.get(key)
        if row is None:
            row = self.rows[key] = Row(Lane(visit.klass, visit.weight), [])
            for post in self.posts:
                if visit.item in post.items:
                    post.rows.append(row)
        return row

    def _come_back(self, visit: Visit) -> None:
        missed_ms = self.now_ms - visit.citizen.back_ms
        visit.ref_ms += self.now_ms - missed_ms
        self.tell(Returned(self.now_ms, visit.ticket, visit.ref_ms))
        self.patient.append(visit)
        self._wake(visit.item)

    def _move(self, visit: Visit) -> None:
        visit.is_moved, visit.calls = True, 0
        visit.item, visit.ref_ms = visit.citizen.moves_to, self.now_ms
        visit.weight = max(visit.weight, self.manners.transfer_weight)
        self.tell(Moved(self.now_ms, visit.ticket, visit.item, visit.weight))
        self._enter(visit)

    # --- windows -------------------------------------------------------------------------------------------

    def _staff(self, post: Post) -> None:
        self._at(post.counter.opens_ms, self._open, post)
        for leave in post.counter.breaks:
            self._at(leave.at_ms, self._leave, (post, leave))
        if post.counter.closes_ms:
            self._at(post.counter.closes_ms, self._rest, post)
            self._at(post.counter.closes_ms + post.counter.stays_ms, self._leave, (post, None))

    def _open(self, post: Post) -> None:
        post.is_here, post.leaves = True, None
        self.tell(Opened(self.now_ms, post.number))
        self._ready(post)

    def _leave(self, who: tuple[Post, Break | None]) -> None:
        """Leave now when idle, else after what the window does."""
        post, leave = who
        if not post.is_here:
            return
        post.leaves = leave or Break(0, 0)
        if post.idle_ms >= 0:
            self._go(post)

    def _rest(self, post: Post) -> None:
        """After the closing an idle window leaves."""
        if post.idle_ms >= 0:
            self._go(post)

    def _go(self, post: Post) -> None:
        post.is_here, post.idle_ms = False, -1
        self.tell(Shut(self.now_ms, post.number))
        if post.leaves is not None and post.leaves.until_ms:
            back_ms = max(post.leaves.until_ms, self.now_ms + post.leaves.least_ms)
            self._at(back_ms, self._open, post)

    def _ready_after(self, post: Post, ms: int) -> None:
        post.idle_ms = -1
        if ms:
            self._at(self.now_ms + ms, self._ready, post)
        else:
            self._ready(post)

    def _ready(self, post: Post) -> None:
        """Call the next one, leave, or be idle."""
        if not post.is_here:
            return
        visit = None if post.leaves else self._next(post)
        if visit is not None:
            self._call(post, visit)
        elif post.leaves or 0 < post.counter.closes_ms <= self.now_ms:
            self._go(post)
        else:
            post.idle_ms = self.now_ms

    def _next(self, post: Post) -> Visit | None:
        policy, now_ms, debt = self.policy, self.now_ms, self.debt
        best = None
        for lane, line in post.rows:
            if line:
                rank = policy(lane, line[0], now_ms, debt)
                if best is None or rank < best:
                    best, winner = rank, line
        if best is not None:
            return self.visits[winner.pop(0)[2]]
        for visit in self.patient:
            if visit.item in post.items:
                self.patient.remove(visit)
                return visit
        return None

    def _call(self, post: Post, visit: Visit) -> None:
        citizen, now_ms = visit.citizen, self.now_ms
        visit.calls += 1
        self.debt = 0 if visit.klass is TicketClass.REGULAR else self.debt + 1
        self.tell(Called(now_ms, visit.ticket, post.number))
        if self.patient:
            self._free_patient(post)
        if visit.calls <= citizen.misses and not visit.is_moved:
            self._at(now_ms + self.manners.miss_ms, self._miss, (post, visit))
            return
        if citizen.walk_ms:
            self._at(now_ms + citizen.walk_ms, self._start, visit)
        work_ms = citizen.more_ms if visit.is_moved else citizen.work_ms
        over_ms = now_ms + citizen.walk_ms + round(work_ms * post.speed)
        self._at(over_ms, self._finish, (post, visit))

    def _free_patient(self, post: Post) -> None:
        """The call that returned citizens of this window had to wait for has come."""
        freed = [visit for visit in self.patient if visit.item in post.items]
        self.patient = [visit for visit in self.patient if visit.item not in post.items]
        for visit in freed:
            self._enter(visit)

    def _start(self, visit: Visit) -> None:
        self.tell(Started(self.now_ms, visit.ticket))

    def _finish(self, who: tuple[Post, Visit]) -> None:
        post, visit = who
        self.tell(Finished(self.now_ms, visit.ticket))
        if visit.citizen.moves_to and not visit.is_moved:
            self._move(visit)
        self._ready_after(post, visit.citizen.gap_ms)

    def _miss(self, who: tuple[Post, Visit]) -> None:
        post, visit = who
        self.tell(Missed(self.now_ms, visit.ticket))
        if visit.citizen.back_ms and visit.calls < MISSES_MAX:
            self._at(self.now_ms + visit.citizen.back_ms, self._come_back, visit)
        else:
            wait_ms = 0 if visit.calls >= MISSES_MAX else self.manners.return_within_ms
            self._at(self.now_ms + wait_ms, self._drop, visit)
        self._ready_after(post, visit.citizen.gap_ms)

    def _drop(self, visit: Visit) -> None:
        self.tell(Dropped(self.now_ms, visit.ticket))
