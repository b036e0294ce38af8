"""The order of the calls: what stands largest, what below it, what is spoken next, what is acknowledged.

Pure: announcements and instants in, decisions out; no widget, no voice, no clock. Instants are ms of any one
clock that does not run backwards. The laws, each proved in ``tests/hall_display/board/test_announcer.py``:

- every announcement is shown once and, where it is due, spoken once, in the order of its number;
- two calls at one moment take the hero's place one after the other; a crowd of calls shortens each one's
  stay, down to a floor, and skips none;
- a call that no longer stands (``is_current`` false) is shown among the recent ones and not spoken;
- one ticket has one row: a recall takes the hero's place again, is spoken again, and flashes;
- a withdrawn call leaves the screen at once and is not spoken any more;
- ``Heard(n)`` is due when all up to n are shown, and spoken where due. A voice that failed counts as having
  spoken: the screen must go on, and the server need not tell it again.
"""

from collections import OrderedDict, deque
from collections.abc import Callable, Iterable

import msgspec

from hall_display.board.calls import Calls, Pace
from queue_server.vocabulary import CallKind
from queue_server.wire.from_server import Announced

KNOWN_MAX = 512
"""Announcements remembered by their identity, to know a repeated one."""
WAITING_MAX = 256
"""Calls waiting for the hero's place; beyond it the oldest goes to the recent ones without a stay."""
UNSPOKEN_MAX = 64
"""Calls waiting for the voice, about five minutes of it; beyond it the oldest is too late to be spoken."""


class Announcer:
    """The sequence of calls at one board, for one area or for the whole hall (``area`` empty)."""

    def __init__(self, pace: Pace | None = None, *, area: str = "", is_silent: bool = False) -> None:
        self._pace = pace or Pace()
        self._area, self._is_silent = area, is_silent
        self._known: OrderedDict[int, tuple[int, str]] = OrderedDict()
        self._last_n, self._last_at_ms = 0, 0
        self._waiting: deque[Announced] = deque()
        self._unsettled: set[int] = set()
        self._unspoken: deque[Announced] = deque()
        self._calls = Calls()
        self._since_ms = 0
        self._acknowledged = 0

    @property
    def calls(self) -> Calls:
        """What is shown now."""
        return self._calls

    @property
    def waiting(self) -> int:
        """Calls not yet shown."""
        return len(self._waiting)

    def hear(self, call: Announced) -> None:
        """Take in one announcement. It is shown by the next ``advance``."""
        if not self._is_new(call):
            self._refresh(call)
            return
        self._last_n = max(self._last_n, call.n)
        self._last_at_ms = call.at_ms
        self._remember(call)
        if not self._is_ours(call):
            return
        if call.kind is CallKind.WITHDRAWN:
            self._withdraw(call)
            return
        self._waiting.append(call)
        self._unsettled.add(call.n)

    def skip(self, to: int) -> None:
        """Announcements up to ``to`` will never be told: nothing to show, so they count as heard."""
        self._last_n = max(self._last_n, to)

    def fill(self, calls: Iterable[Announced]) -> None:
        """Take in what a board had before it was started again, oldest first: shown, never spoken.

        The newest that still stands takes the hero's place, without a flash. A board that shows something
        already is left as it is.
        """
        if self._calls.hero or self._calls.rows:
            return
        by_ticket: dict[str, Announced] = {}
        for call in calls:
            by_ticket.pop(call.ticket, None)
            if self._is_ours(call) and call.kind is not CallKind.WITHDRAWN:
                by_ticket[call.ticket] = call
        shown = self._newest(by_ticket.values())
        hero = next((call for call in shown if call.is_current), None)
        self._calls = Calls(hero, tuple(call for call in shown if call is not hero), self._calls.flashes)

    def keep_day(self, day: str) -> None:
        """Take calls of another local day (``20260302``) off the screen; an empty day keeps all."""
        if not day:
            return
        calls = self._calls
        hero = calls.hero if calls.hero and _day(calls.hero) == day else None
        rows = tuple(row for row in calls.rows if _day(row) == day)
        self._calls = msgspec.structs.replace(calls, hero=hero, rows=rows)

    def advance(self, now_ms: int) -> tuple[Announced, ...]:
        """Move on to ``now_ms``; return the calls shown for the first time, in order."""
        shown = []
        while self._waiting and self._may_move(now_ms):
            call = self._waiting.popleft()
            shown.append(call)
            self._show(call, now_ms)
        return tuple(shown)

    def next_change_ms(self) -> int | None:
        """Return the instant at which ``advance`` has something to do if nothing is heard before."""
        if not self._waiting:
            return None
        return self._since_ms + self._stay_ms() if self._calls.hero else self._since_ms

    def next_to_speak(self) -> Announced | None:
        """Return the call to speak now and mark it as being spoken; None while another is."""
        if self._calls.speaking or not self._unspoken:
            return None
        call = self._unspoken.popleft()
        self._calls = msgspec.structs.replace(self._calls, speaking=call.n)
        return call

    def spoken(self, n: int) -> None:
        """The voice has ended with announcement ``n``, well or not."""
        if self._calls.speaking == n:
            self._calls = msgspec.structs.replace(self._calls, speaking=0)
        self._unsettled.discard(n)

    def to_acknowledge(self) -> int | None:
        """Return a new n up to which everything is done, once; None when there is nothing new to say."""
        n = min(self._unsettled) - 1 if self._unsettled else self._last_n
        if n <= self._acknowledged:
            return None
        self._acknowledged = n
        return n

    # what was heard

    def _is_new(self, call: Announced) -> bool:
        """Tell a repeated announcement from those of a journal begun anew, which count from 1 again."""
        if call.n > self._last_n:
            return True
        known = self._known.get(call.n)
        is_anew = call.at_ms > self._last_at_ms if known is None else known != _identity(call)
        if is_anew:
            self._begin_anew()
        return is_anew

    def _begin_anew(self) -> None:
        self._known.clear()
        self._waiting.clear()
        self._unspoken.clear()
        self._unsettled.clear()
        self._last_n = self._acknowledged = 0
        self._calls = Calls(flashes=self._calls.flashes)

    def _remember(self, call: Announced) -> None:
        self._known[call.n] = _identity(call)
        if len(self._known) > KNOWN_MAX:
            self._known.popitem(last=False)

    def _is_ours(self, call: Announced) -> bool:
        return not self._area or not call.area or call.area == self._area

    def _refresh(self, call: Announced) -> None:
        """Told again after an absence: a call that meanwhile was answered is not spoken any more."""
        if call.is_current:
            return
        self._waiting = deque(call if each.n == call.n else each for each in self._waiting)
        self._hush(lambda each: each.n == call.n)

    def _hush(self, is_meant: Callable[[Announced], bool]) -> None:
        for each in tuple(self._unspoken):
            if is_meant(each):
                self._unspoken.remove(each)
                self._unsettled.discard(each.n)

    def _withdraw(self, gone: Announced) -> None:
        """Take every call of the ticket off; the newest that still stands takes an empty hero's place."""
        for each in self._waiting:
            if each.ticket == gone.ticket:
                self._unsettled.discard(each.n)
        self._waiting = deque(each for each in self._waiting if each.ticket != gone.ticket)
        self._hush(lambda each: each.ticket == gone.ticket)
        calls = self._calls
        hero, rows = calls.hero, tuple(row for row in calls.rows if row.ticket != gone.ticket)
        if hero and hero.ticket == gone.ticket:
            hero = None
        if hero is None and not self._waiting and rows:
            hero, rows = rows[0], rows[1:]
        self._calls = msgspec.structs.replace(calls, hero=hero, rows=rows)

    # what is shown

    def _may_move(self, now_ms: int) -> bool:
        """Return whether the next call may be shown: the place is free, unneeded, or long enough held."""
        if self._calls.hero is None or not self._waiting[0].is_current or len(self._waiting) > WAITING_MAX:
            return True
        return now_ms >= self._since_ms + self._stay_ms()

    def _stay_ms(self) -> int:
        hero, waiting = self._calls.hero, len(self._waiting)
        if hero is None or not self._waiting[0].is_current:
            return 0
        is_unspoken = hero.n in self._unsettled
        return self._pace.patience(waiting) if is_unspoken else self._pace.dwell(waiting)

    def _show(self, call: Announced, now_ms: int) -> None:
        if call.is_current:
            self._show_as_hero(call, now_ms)
        else:
            self._show_as_row(call)
        if call.is_current and not self._is_silent:
            self._unspoken.append(call)
            self._drop_too_late()
        else:
            self._unsettled.discard(call.n)

    def _drop_too_late(self) -> None:
        while len(self._unspoken) > UNSPOKEN_MAX:
            self._unsettled.discard(self._unspoken.popleft().n)

    def _show_as_hero(self, call: Announced, now_ms: int) -> None:
        calls = self._calls
        before = (calls.hero, *calls.rows) if calls.hero else calls.rows
        rows = (row for row in before if row.ticket != call.ticket)
        self._calls = Calls(call, self._newest(rows), calls.flashes + 1, calls.speaking)
        self._since_ms = now_ms

    def _show_as_row(self, call: Announced) -> None:
        calls = self._calls
        if calls.hero and calls.hero.ticket == call.ticket:
            self._calls = msgspec.structs.replace(calls, hero=call)
            return
        rows = (call, *(row for row in calls.rows if row.ticket != call.ticket))
        self._calls = msgspec.structs.replace(calls, rows=self._newest(rows))

    def _newest(self, rows: Iterable[Announced]) -> tuple[Announced, ...]:
        """Return the newest first: a call missed while the hero stood is newer than the hero."""
        return tuple(sorted(rows, key=lambda row: -row.n))[: self._pace.rows_max]


def _identity(call: Announced) -> tuple[int, str]:
    return call.at_ms, call.ticket


def _day(call: Announced) -> str:
    return call.ticket.partition("-")[0]
