"""A link to a hall that does not exist, for the technician who hangs up a wall: is it sharp, does all fit?

Shown only with ``--test-picture``, without a server, and its name says that it is a test. Nobody works there,
so every act is refused.
"""

from collections.abc import Callable, Mapping

from hall_display.wall import trial_hall
from kiosk.screenkit.link import Act, Answer
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import Clock
from queue_server.vocabulary import RefusalCode
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_server import Refused

SCENES: Mapping[str, Callable[[int], tuple[AnyDoc, ...]]] = {
    "busy": trial_hall.busy,
    "calm": trial_hall.calm,
    "large": trial_hall.large,
}
"""What ``--test-picture`` may be asked for: a full morning, a quiet one, a very large hall."""


class TrialLink(MemoryLink):
    """A link to one of the scenes; its clocks run."""

    def __init__(self, clock: Clock, scene: str) -> None:
        super().__init__(SCENES[scene](trial_hall.AT_MS), clock)
        self._time, self._began_ms = clock, clock.now_ms()

    def hall_now_ms(self) -> int:
        """Return the time of the scene: it is always eleven in the morning when the wall is hung up."""
        return trial_hall.AT_MS + self._time.now_ms() - self._began_ms

    async def request(self, message: Act, *, timeout_s: float = 5.0) -> Answer:  # noqa: ARG002 - the shape of a link
        return Refused(message.request, RefusalCode.WRONG_BADGE_OR_PIN)
