"""The repetition of a press that an earlier life of the server wrote down and could not echo any more. Pure.

A pad repeats its frame until it hears the echo, and a frame has no number. Within one life ``RetryFilter``
knows a repetition; after a kill between the disk and the echo only the journal does. So the request of a
press carries a mark of its keys, and each device's last press is known again while it may be repeated.

The mark is keyed: the digits before a function key may be a badge, and no badge stands in the journal.
"""

from collections.abc import Callable, Mapping

from devices.counter_bus.protocol import RatingPressed
from devices.counter_bus.retries import REPEATS_FOR_MS
from devices.events import PadPressed
from queue_server.runtime.live import Pressed
from queue_server.runtime.requests import PRESS


class Repeats:
    """The last press of each pad and evaluator before this start."""

    def __init__(self, mark: Callable[[str], str]) -> None:
        self._mark = mark
        self._before: dict[str, Pressed] = {}

    def begin(self, before: Mapping[str, Pressed]) -> None:
        """Know again what was on disk at the start."""
        self._before = dict(before)

    def named(self, line: str, said: PadPressed | RatingPressed) -> str:
        """Return how the request of this press begins."""
        keys = f"{said.digits}/{said.function}" if isinstance(said, PadPressed) else f"rating/{said.value}"
        return f"{PRESS}{self._mark(f'{line}/{said.addr}/{keys}')}-"

    def is_one(self, actor: str, named: str, at_ms: int) -> bool:
        """Say whether what was heard at ``at_ms`` is that press again.

        Other keys end the waiting for it: a pad repeats nothing but its last press.
        """
        before = self._before.get(actor)
        if before is None:
            return False
        if before.request.startswith(named) and at_ms - before.at_ms < REPEATS_FOR_MS:
            return True
        del self._before[actor]
        return False
