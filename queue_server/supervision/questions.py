"""What a decision of supervision is given beside the command: both rooms, the instant, and who asks."""

from typing import NamedTuple

from queue_server.errors import Refusal
from queue_server.supervision.events import AnySupervisionEvent
from queue_server.supervision.watching import Watch
from queue_server.vocabulary import RefusalCode, StaffId, WindowNo

Decision = tuple[AnySupervisionEvent, ...] | Refusal


class Asked(NamedTuple):
    """One question. Decisions read it and change nothing in it."""

    watch: Watch
    actor: str
    """``window:03/S017``, ``manager:S001``, ``wall:W1/S001``, ``reader:door``, ``clock``."""

    @property
    def at_ms(self) -> int:
        return self.watch.at_ms

    @property
    def window(self) -> WindowNo:
        """The window that asks; empty when a manager or the field does."""
        kind, _, name = self.actor.partition(":")
        return WindowNo(name.partition("/")[0] if kind == "window" else "")

    @property
    def staff(self) -> StaffId:
        """Who asks, where the actor names a person beside the place."""
        return StaffId(self.actor.partition("/")[2])


def refuse(code: RefusalCode, /, **facts: str) -> Refusal:
    return Refusal(code, facts)
