"""Forecasts put to the test: each ticket is told its wait when issued, and held to it when called.

Day after day, fact by fact: the forecast sees what was told so far and nothing else. As in the hall, it is
refreshed a second after something happened and not more often than every five seconds; a ticket is told what
the newest refresh says. A refresh that no ticket reads is not computed. The correction learns from each call.
"""

from collections import Counter
from collections.abc import Callable, Iterable

from queue_server.forecast import conformal
from queue_server.forecast.conformal import Offsets, Scores
from queue_server.forecast.outcome import Forecast, Wait, forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.forecast.present import Doing, Present, probe_key
from queue_server.forecast.simple import fluid, naive_ms
from queue_server.study.facts import Called, Fact, Issued
from queue_server.study.past import Past
from queue_server.study.plan import StudyPlan
from queue_server.study.sight import Sight
from queue_server.study.told import Ends, Guess, Method, Told
from queue_server.vocabulary import ItemCode, TicketClass, TicketId

AFTER_MS, LEAST_MS = ForecastPlan().after_event_ms, ForecastPlan().refresh_s * 1000
"""A refresh comes so long after an event, and so long after the one before it."""
RENEWED_AFTER = 4
"""Calls between two corrections."""
FLUID_EVERY = 3
"""The fluid forecast is asked of every third ticket: it costs as much as the replay and is its stand-in."""
Forecaster = Callable[[Present], Forecast]


class Refresh:
    """A view of the hall, and the forecasts made from it once somebody asks."""

    def __init__(self, present: Present, ways: dict[Method, Forecaster]) -> None:
        self.present, self._ways = present, ways
        self._made: dict[Method, Forecast] = {}
        self.came: Counter[ItemCode] = Counter()
        """Who was issued a ticket since."""

    def wait(self, way: Method, item: ItemCode, klass: TicketClass) -> Wait:
        if way not in self._made:
            self._made[way] = self._ways[way](self.present)
        return self._made[way].probes[probe_key(item, klass)]


class Trial:
    """All days of a hall, one after the other. ``told`` fills as tickets are called."""

    def __init__(self, plan: StudyPlan, seed: int, replays: int = 100, every: int = 1) -> None:
        self.plan, self.seed, self.replays = plan, seed, replays
        self.every = every
        """One ticket of so many is told its wait; the others only teach."""
        self.past = Past(plan)
        self.told: list[Told] = []
        self.scores = {way: Scores() for way in (Method.REPLAY, Method.FLUID)}
        self.offsets: dict[Method, tuple[Offsets, ...]] = {}
        self.renewed = 0
        self.day = -1
        self._made = 0

    def play(self, start_ms: int, facts: Iterable[Fact], plan: StudyPlan | None = None) -> None:
        """Live through one day; with ``plan`` the hall has changed."""
        self.day += 1
        self.plan = self.past.plan = plan or self.plan
        self.parts = self.plan.parts()
        self.past.begin_day(start_ms)
        self.sight = Sight(self.plan, self.past, start_ms)
        self.open: dict[TicketId, Told] = {}
        self.last: dict[tuple[str, TicketClass], int] = {}
        self._look(start_ms)
        due_ms: int | None = None
        for fact in facts:
            if due_ms is not None and due_ms <= fact.at_ms:
                self._look(due_ms)
                due_ms = None
            self._live(fact)
            if due_ms is None:
                due_ms = max(fact.at_ms + AFTER_MS, self.refresh.present.at_ms + LEAST_MS)
        self.told += self.open.values()

    def _look(self, at_ms: int) -> None:
        ways: dict[Method, Forecaster] = {Method.REPLAY: self._replayed, Method.FLUID: self._fluid}
        self.refresh = Refresh(self.sight.present(at_ms), ways)

    def _replayed(self, present: Present) -> Forecast:
        self._made += 1
        return forecast(present, self.past.laws(), self.seed + self._made, self.replays)

    def _fluid(self, present: Present) -> Forecast:
        return fluid(present, self.past.laws())

    def _live(self, fact: Fact) -> None:
        if type(fact) is Issued:
            self.open[fact.ticket] = self._tell(fact)
        self.sight.see(fact)
        if type(fact) is Called:
            self._hold(fact)

    def _is_sampled(self) -> bool:
        return (len(self.told) + len(self.open)) % FLUID_EVERY == 0

    def _tell(self, fact: Issued) -> Told:
        """Return each method's word. Of an item that the hall does not know there is nothing to say."""
        if fact.item not in self.parts or (len(self.told) + len(self.open)) % self.every:
            return Told(self.day, fact.at_ms, fact.item, fact.klass, {})
        guesses = {
            Method.REPLAY: self._ranged(Method.REPLAY, fact),
            **({Method.FLUID: self._ranged(Method.FLUID, fact)} if self._is_sampled() else {}),
            Method.NAIVE: Guess(self._naive_ms(fact.item)),
            Method.POOLED: Guess(self._pooled_ms(fact.item)),
            Method.LAST: Guess(self.last.get((self.plan.queues[fact.item], fact.klass), 0)),
        }
        self.refresh.came[fact.item] += 1
        return Told(self.day, fact.at_ms, fact.item, fact.klass, guesses)

    def _ranged(self, way: Method, fact: Issued) -> Guess:
        wait = self.refresh.wait(way, fact.item, fact.klass)
        if wait.mid_ms is None or wait.low_ms is None or wait.high_ms is None:
            return Guess(wait.mid_ms)
        later_ms = self._added_ms(fact.item) - (fact.at_ms - self.refresh.present.at_ms)
        low, mid, high = (max(0, one + later_ms) for one in (wait.low_ms, wait.mid_ms, wait.high_ms))
        early_ms = fact.ref_ms - fact.at_ms
        if early_ms and mid:
            mid, high = max(mid, early_ms), high + early_ms
        moved = wait._replace(low_ms=low, mid_ms=mid, high_ms=high)
        kept = conformal.corrected(moved, self._offsets(way))
        assert kept.low_ms is not None
        assert kept.high_ms is not None
        return Guess(mid, Ends(low, mid, high), Ends(kept.low_ms, mid, kept.high_ms))

    def _offsets(self, way: Method) -> tuple[Offsets, ...]:
        """Return the correction, made anew after every few calls."""
        if way not in self.offsets or len(self.told) >= self.renewed + RENEWED_AFTER:
            self.renewed = len(self.told)
            self.offsets = {one: conformal.offsets(scores) for one, scores in self.scores.items()}
        return self.offsets[way]

    def _added_ms(self, item: ItemCode) -> int:
        """Return what those add who came since the refresh for the same queue."""
        part = self.parts[item]
        came = sum(self.refresh.came[other] for other in part)
        return naive_ms(came, self._mean_ms(part), self._open_windows(part)) if came else 0

    def _naive_ms(self, item: ItemCode) -> int:
        """Return the figure people know: all before them whom a window of theirs could call first."""
        windows = [window.items for window in self.refresh.present.windows if item in window.items]
        ahead = sum(any(one.item in items for items in windows) for one in self.sight.waiting.values())
        return naive_ms(ahead, self.past.law(item).mean_ms, self._open_windows(frozenset((item,))))

    def _pooled_ms(self, item: ItemCode) -> int:
        part = self.parts[item]
        ahead = sum(one.item in part for one in self.sight.waiting.values())
        return naive_ms(ahead, self._mean_ms(part), self._open_windows(part))

    def _mean_ms(self, part: frozenset[ItemCode]) -> float:
        laws = [self.past.law(item) for item in sorted(part)]
        counts = sum(len(law.sorted_ms) for law in laws)
        return sum(law.mean_ms * len(law.sorted_ms) for law in laws) / counts

    def _open_windows(self, part: frozenset[ItemCode]) -> int:
        return sum(
            window.doing is not Doing.AWAY and not part.isdisjoint(window.items)
            for window in self.refresh.present.windows
        )

    def _hold(self, fact: Called) -> None:
        """Compare with what was told, at the first call."""
        told = self.open.pop(fact.ticket, None)
        if told is None:
            return
        wait_ms = fact.at_ms - told.issued_ms
        self.last[(self.plan.queues.get(told.item, told.item), told.klass)] = wait_ms
        self.told.append(told._replace(wait_ms=wait_ms))
        for way, scores in self.scores.items():
            guess = told.guesses.get(way)
            if guess is not None and guess.raw is not None:
                low_ms, mid_ms, high_ms = guess.raw
                score = conformal.score_of(fact.ticket, low_ms, high_ms, wait_ms)
                conformal.remember(scores, mid_ms, score)
