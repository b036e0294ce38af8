"""Pads and evaluators that fall silent: pure. They answer nothing; it is seen by what else happens.

A pad is silent when its window has done so many acts in another way since it was last heard; an evaluator
when so many services in a row were asked for a rating and none came. Each limit is a number of its line; 0
switches it off.
"""

from typing import get_args

from queue_server.config import Config
from queue_server.hall.events import CommandRefused, RatingLapsed, Recorded, ServiceRated
from queue_server.supervision.events import AnySupervisionEvent
from queue_server.vocabulary import Device, WindowNo

WINDOW, EVALUATOR = "window:", "evaluator:"
NO_ACTS: tuple[type, ...] = (CommandRefused, *get_args(AnySupervisionEvent))
"""What is no act of the window's work: a refusal; a touch of the terminal, a word about a card. No pad has a
key for it, so it says nothing of the pad."""

Silence = tuple[WindowNo, Device, bool]
"""A device whose silence has begun (True) or ended."""


class Unheard:
    """Counts what a window does without its devices."""

    def __init__(self, config: Config) -> None:
        lines = {line.name: line for line in config.lines}
        self._pad_max = {one.window: lines[one.line].pad_silent_acts for one in config.counters if one.pad}
        self._evaluator_max = {
            one.window: lines[one.line].evaluator_silent_asks for one in config.counters if one.evaluator
        }
        self._acts: dict[WindowNo, tuple[int, str]] = {}
        """Window -> acts by other means since its pad was heard, and the request of the last one."""
        self._lapses: dict[WindowNo, int] = {}

    @property
    def windows(self) -> frozenset[WindowNo]:
        """The windows whose devices are counted."""
        limits = (*self._pad_max.items(), *self._evaluator_max.items())
        return frozenset(window for window, limit in limits if limit)

    def heard_pad(self, window: WindowNo) -> bool:
        """The pad spoke; return whether it had been silent."""
        acts, _ = self._acts.pop(window, (0, ""))
        return self._is_over(self._pad_max, window, acts)

    def heard_evaluator(self, window: WindowNo) -> bool:
        """The evaluator spoke, asked or not; return whether it had been silent."""
        return self._is_over(self._evaluator_max, window, self._lapses.pop(window, 0))

    def note(self, recorded: Recorded) -> Silence | None:
        """Take in an event; return a device whose silence has begun (True) or ended (False) with it."""
        actor, event = recorded.actor, recorded.event
        if isinstance(event, RatingLapsed):
            return self._lapsed(event.window)
        if isinstance(event, ServiceRated) and actor.startswith(EVALUATOR):
            return (event.window, Device.EVALUATOR, False) if self.heard_evaluator(event.window) else None
        if isinstance(event, ServiceRated):
            self._rated_elsewhere(event.window)
            return None
        if actor.startswith(WINDOW) and not actor.endswith("/pad") and not isinstance(event, NO_ACTS):
            return self._acted(WindowNo(actor.removeprefix(WINDOW).partition("/")[0]), recorded.request)
        return None

    def _acted(self, window: WindowNo, request: str) -> Silence | None:
        acts, last = self._acts.get(window, (0, ""))
        if request == last:
            return None
        self._acts[window] = (acts + 1, request)
        return (window, Device.PAD, True) if self._is_told(self._pad_max, window, acts + 1) else None

    def _lapsed(self, window: WindowNo) -> Silence | None:
        lapses = self._lapses[window] = self._lapses.get(window, 0) + 1
        is_told = self._is_told(self._evaluator_max, window, lapses)
        return (window, Device.EVALUATOR, True) if is_told else None

    @staticmethod
    def _is_told(limits: dict[WindowNo, int], window: WindowNo, times: int) -> bool:
        """At the limit, and as often again: one telling may have found no room."""
        limit = limits.get(window, 0)
        return limit > 0 and times % limit == 0

    def _rated_elsewhere(self, window: WindowNo) -> None:
        """A rating on a screen ends the row; it does not prove that a silent evaluator is back."""
        if not self._is_over(self._evaluator_max, window, self._lapses.get(window, 0)):
            self._lapses.pop(window, None)

    @staticmethod
    def _is_over(limits: dict[WindowNo, int], window: WindowNo, times: int) -> bool:
        return 0 < limits.get(window, 0) <= times
