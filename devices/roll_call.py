"""Who answers and who has fallen silent. Pure: instants are arguments.

A two-colour LED bar answers every text. A bar that was spoken to and answered nothing for
``silent_after_ms`` is silent; what stands on every bar is said again twice in that time, so that neither
one lost reply nor a quiet morning decides it, and a bar that is switched on again gets its text.
"""

import msgspec

from devices.events import DeviceBack, DeviceSilent


class _Bar(msgspec.Struct):
    """What is known of one bar."""

    answered_at_ms: int
    asked_at_ms: int
    is_silent: bool = False


class RollCall:
    """Watches the bars that were spoken to."""

    def __init__(self, silent_after_ms: int) -> None:
        self._silent_after_ms = silent_after_ms
        self._bars: dict[int, _Bar] = {}

    def asked(self, addr: int, at_ms: int) -> None:
        """Note that a bar was spoken to."""
        bar = self._bars.setdefault(addr, _Bar(at_ms, at_ms))
        bar.asked_at_ms = at_ms

    def answered(self, addr: int, at_ms: int) -> DeviceBack | None:
        """Note an answer; return the news where the bar was silent."""
        bar = self._bars.get(addr)
        if bar is None:
            return None
        was_silent, bar.is_silent, bar.answered_at_ms = bar.is_silent, False, at_ms
        return DeviceBack(addr) if was_silent else None

    def fallen_silent(self, at_ms: int) -> list[DeviceSilent]:
        """Return those who have been silent for too long since the last time this was asked."""
        news: list[DeviceSilent] = []
        for addr, bar in self._bars.items():
            if not bar.is_silent and at_ms - bar.answered_at_ms >= self._silent_after_ms:
                bar.is_silent = True
                news.append(DeviceSilent(addr))
        return news

    def due(self, at_ms: int) -> list[int]:
        """Return the bars to be spoken to again."""
        every_ms = self._silent_after_ms // 2
        return [addr for addr, bar in self._bars.items() if at_ms - bar.asked_at_ms >= every_ms]

    def begin_anew(self, at_ms: int) -> None:
        """The cable came back: nobody could answer while it was away."""
        for bar in self._bars.values():
            bar.answered_at_ms = bar.asked_at_ms = at_ms
