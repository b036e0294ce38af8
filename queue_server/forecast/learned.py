"""What the hall learns of itself, one recorded event at a time, in place."""

from queue_server.forecast.learned_state import LearnedState
from queue_server.hall.events import Recorded
from queue_server.hall.lookup import Hall


class Learned:
    """The fold."""

    def __init__(self, hall: Hall, state: LearnedState | None = None) -> None:
        self.state = LearnedState() if state is None else state
        self._hall = hall

    def take(self, recorded: Recorded) -> None:
        """Let one event of the journal teach what it teaches; the order is the journal's."""
