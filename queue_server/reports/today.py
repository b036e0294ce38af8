"""The day so far, kept beside the hall for the managers' wall: one event at a time, in place.

It decides nothing and tells nobody. Its state is plain data that a snapshot stores; the runtime turns it into
the wall's document. It lies on the path of every event, so issuing a number costs it about a microsecond.
"""

from collections.abc import Callable, Mapping

import msgspec

from queue_server.hall import events as e
from queue_server.reports.accuracy import Accuracy, count_called, count_issued, summed
from queue_server.reports.follow import Fact, Followed, Follower, Handler, What
from queue_server.vocabulary import ItemCode, QueueCode, StaffId, TicketClass, WindowNo

DAY_MS = 86_400_000
PLACE_MS = 600_000
"""Ten minutes: one place of a curve."""
PLACES = DAY_MS // PLACE_MS
USUAL_DAYS_MAX = 20
"""A usual day is the mean of so many days with tickets: about a month of working days."""
HUNDREDTHS = 100


class QueueFigures(msgspec.Struct):
    """A queue's day so far."""

    issued: int = 0
    called: int = 0
    """First calls; a recall, or a call after a transfer or a miss, is no first call."""
    served: int = 0
    missed: int = 0
    wait_sum_ms: int = 0
    """Over ``called`` first calls, each from the issue to the call."""
    within_target: int = 0
    """First calls within the target wait of the ticket's class."""


class Spread(msgspec.Struct):
    """Ratings as counts of the levels 1 to 5, the services finished, and those that were met with silence.

    ``served`` may be more than the rated and the silent ones: a rating may still be awaited.
    """

    stars: list[int] = msgspec.field(default_factory=lambda: [0] * 5)
    served: int = 0
    silent: int = 0


class TodayState(msgspec.Struct):
    """Everything ``Today`` knows. Curves have 144 places of ten minutes from local midnight."""

    day: str = ""
    total: QueueFigures = msgspec.field(default_factory=QueueFigures)
    queues: dict[QueueCode, QueueFigures] = {}
    ratings: Spread = msgspec.field(default_factory=Spread)
    ratings_of_windows: dict[WindowNo, Spread] = {}
    ratings_of_staff: dict[StaffId, Spread] = {}
    ratings_of_items: dict[ItemCode, Spread] = {}
    forecasts: dict[QueueCode, dict[ItemCode, Accuracy]] = {}
    """How well they did, kept in one place an item; sides are added up when they are asked for."""
    issued_curve: list[int] = msgspec.field(default_factory=lambda: [0] * PLACES)
    served_curve: list[int] = msgspec.field(default_factory=lambda: [0] * PLACES)
    history: list[list[int]] = []
    """The issued curves of the last days with tickets, oldest first, at most ``USUAL_DAYS_MAX``."""
    usual_curve: list[int] = []
    """Their mean in hundredths; empty: no such day yet."""
    usual_days: int = 0
    followed: Followed = msgspec.field(default_factory=Followed)


_OF_THE_DAY = (
    "total",
    "queues",
    "ratings",
    "ratings_of_windows",
    "ratings_of_staff",
    "ratings_of_items",
    "forecasts",
    "issued_curve",
    "served_curve",
)
"""What a new day begins anew."""


class Today:
    """The live fold. ``plan_targets_ms``: the target wait of each class; a class without one is in time."""

    def __init__(
        self,
        plan_targets_ms: Mapping[TicketClass, int],
        offset_ms: int,
        state: TodayState | None = None,
    ) -> None:
        self.state = TodayState() if state is None else state
        self._targets_ms = plan_targets_ms
        self._offset_ms = offset_ms
        self._follower = Follower(self.state.followed, self._count)
        self._handlers: Mapping[type, Handler] = {
            **self._follower.handlers,
            e.DayOpened: self._open_day,
            e.DayClosed: self._close_day,
        }
        self._counters: Mapping[What, Callable[[Fact, int], None]] = {
            What.ISSUED: self._issued,
            What.CALLED: self._called,
            What.SERVED: self._served,
            What.MISSED: self._missed,
            What.RATED: self._rated,
            What.SILENT: self._silent,
        }

    def forecasts(self) -> dict[QueueCode, Accuracy]:
        """Return how well the forecasts of the day did, by queue: one line a letter, added up anew."""
        return {queue: summed(items.values()) for queue, items in self.state.forecasts.items()}

    def take(self, recorded: e.Recorded) -> None:
        """Let one event of the journal count; the order is the journal's."""
        handler = self._handlers.get(type(recorded.event))
        if handler is not None:
            handler(recorded.at_ms, recorded.event)

    def _open_day(self, _at_ms: int, event: e.DayOpened) -> None:
        state, fresh = self.state, TodayState()
        for name in _OF_THE_DAY:
            setattr(state, name, getattr(fresh, name))
        state.day = event.day
        self._follower.begin_day()

    def _close_day(self, _at_ms: int, _event: e.DayClosed) -> None:
        """Remember the curve of a day with tickets; it is shown until the next day opens."""
        state = self.state
        if not state.total.issued:
            return
        state.history = [*state.history, list(state.issued_curve)][-USUAL_DAYS_MAX:]
        state.usual_days = len(state.history)
        state.usual_curve = [
            round(sum(counts) * HUNDREDTHS / state.usual_days) for counts in zip(*state.history, strict=True)
        ]

    def _count(self, fact: Fact, sign: int) -> None:
        counter = self._counters.get(fact.what)
        if counter is not None:
            counter(fact, sign)

    def _issued(self, fact: Fact, sign: int) -> None:
        state = self.state
        self._queue(fact.queue).issued += sign
        state.total.issued += sign
        state.issued_curve[(fact.at_ms + self._offset_ms) % DAY_MS // PLACE_MS] += sign
        count_issued(self._forecasts(fact), fact.foretold, sign)

    def _called(self, fact: Fact, sign: int) -> None:
        is_in_time = fact.amount <= self._targets_ms.get(fact.klass, fact.amount)
        for figures in (self._queue(fact.queue), self.state.total):
            figures.called += sign
            figures.wait_sum_ms += sign * fact.amount
            figures.within_target += sign * is_in_time
        if fact.foretold is not None:
            count_called(self._forecasts(fact), fact.foretold, fact.amount, sign)

    def _served(self, fact: Fact, sign: int) -> None:
        self._queue(fact.queue).served += sign
        self.state.total.served += sign
        self.state.served_curve[(fact.at_ms + self._offset_ms) % DAY_MS // PLACE_MS] += sign
        for spread in self._spreads(fact):
            spread.served += sign
        if fact.foretold is not None and fact.foretold.is_doubtful:
            self._forecasts(fact).doubtful_served += sign

    def _missed(self, fact: Fact, sign: int) -> None:
        self._queue(fact.queue).missed += sign
        self.state.total.missed += sign

    def _rated(self, fact: Fact, sign: int) -> None:
        for spread in self._spreads(fact):
            spread.stars[fact.amount - 1] += sign

    def _silent(self, fact: Fact, sign: int) -> None:
        for spread in self._spreads(fact):
            spread.silent += sign

    def _queue(self, queue: QueueCode) -> QueueFigures:
        figures = self.state.queues.get(queue)
        if figures is None:
            figures = self.state.queues[queue] = QueueFigures()
        return figures

    def _forecasts(self, fact: Fact) -> Accuracy:
        items = self.state.forecasts.get(fact.queue)
        if items is None:
            items = self.state.forecasts[fact.queue] = {}
        accuracy = items.get(fact.item)
        if accuracy is None:
            accuracy = items[fact.item] = Accuracy()
        return accuracy

    def _spreads(self, fact: Fact) -> tuple[Spread, ...]:
        """Return every spread that the fact belongs to: of all, the window, its staff, the item."""
        state = self.state
        return (
            state.ratings,
            state.ratings_of_windows.setdefault(fact.window, Spread()),
            state.ratings_of_staff.setdefault(fact.staff, Spread()),
            state.ratings_of_items.setdefault(fact.item, Spread()),
        )
