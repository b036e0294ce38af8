"""Tell a new press from a pad's repetition of the old one. Pure: instants are arguments.

A pad repeats its frame until it hears the echo, so the same pad with the same keys within ``window_ms`` is
one press. Each repetition starts the window anew: a pad that cannot hear us at all repeats for ever, and
must call one citizen, not one a second.
"""

from collections.abc import Hashable

RETRY_WINDOW_MS = 1000
"""About one second, by the pads in use."""
REPEAT_MS = 300
"""A pad that heard no echo says it again after so long."""
TRIES_MAX = 20
"""Then it gives up."""
REPEATS_FOR_MS = REPEAT_MS * TRIES_MAX
"""How long after a press its repetitions may come."""
REMEMBERED_MAX = 512
"""Presses remembered at once: four times as many as there are addresses on a line."""


class RetryFilter:
    """Remembers when each press was last heard."""

    def __init__(self, window_ms: int = RETRY_WINDOW_MS) -> None:
        self._window_ms = window_ms
        self._heard_at_ms: dict[Hashable, int] = {}

    def is_new(self, press: Hashable, at_ms: int) -> bool:
        """Note that ``press`` was heard at ``at_ms``; True where it is not a repetition."""
        last_ms = self._heard_at_ms.pop(press, None)
        self._forget(at_ms)
        self._heard_at_ms[press] = at_ms
        return last_ms is None or not 0 <= at_ms - last_ms < self._window_ms

    def forget(self, press: Hashable) -> None:
        """Let the next ``press`` count as new: this one was heard but could not be taken."""
        self._heard_at_ms.pop(press, None)

    def skip(self, away_ms: int) -> None:
        """Let ``away_ms`` not count: the cable was out, and a pad whose echo was lost is still repeating."""
        self._heard_at_ms = {press: heard_ms + away_ms for press, heard_ms in self._heard_at_ms.items()}

    def _forget(self, at_ms: int) -> None:
        """Drop what is too old to matter; the oldest stand first."""
        for press, heard_ms in list(self._heard_at_ms.items()):
            is_old = at_ms - heard_ms >= self._window_ms
            if not is_old and len(self._heard_at_ms) < REMEMBERED_MAX:
                return
            del self._heard_at_ms[press]
