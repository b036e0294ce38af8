"""What a citizen was told of the wait at the issue, and how it came out. Pure; no words here."""

from enum import StrEnum

import msgspec

from queue_server.explain.story import Moment, Part, Story
from queue_server.hall import events as e
from queue_server.hall.events import Recorded
from queue_server.hall.lookup import MINUTE_MS
from queue_server.hall.outlook import FirstForecast, side_of
from queue_server.vocabulary import OPEN_STATES


class Outcome(StrEnum):
    """How a range that was shown came out."""

    INSIDE = "inside"
    EARLIER = "earlier"
    """Called before the low end."""
    LATER = "later"
    """Called after the high end."""
    NOT_CALLED = "not_called"
    """It ended without a call."""
    NOT_YET = "not_yet"
    """It still waits where the journal ends."""
    UNFORESEEN = "unforeseen"
    """Called, though the forecast was that it would not be called that day."""


_SIDES = {-1: Outcome.EARLIER, 0: Outcome.INSIDE, 1: Outcome.LATER}


class Foretold(msgspec.Struct, frozen=True):
    """The first forecast of a ticket beside what happened."""

    wait: FirstForecast
    issued: Recorded
    called_ms: int = 0
    """The first call that was not taken back; 0: none."""
    is_open: bool = False
    """Whether it may still be called."""

    @property
    def waited_ms(self) -> int:
        """From the issue to that call."""
        return self.called_ms - self.issued.at_ms

    @property
    def outcome(self) -> Outcome:
        """How the range came out. Its ends belong to it, and an end that is missing is never passed."""
        if not self.called_ms:
            return Outcome.NOT_YET if self.is_open else Outcome.NOT_CALLED
        if self.wait.low_min is None:
            return Outcome.UNFORESEEN
        return _SIDES[side_of(self.waited_ms, self.wait.low_min, self.wait.high_min)]

    @property
    def beyond_ms(self) -> int:
        """How far outside of the range the call was."""
        low_min, high_min = self.wait.low_min or 0, self.wait.high_min or 0
        match self.outcome:
            case Outcome.EARLIER:
                return low_min * MINUTE_MS - self.waited_ms
            case Outcome.LATER:
                return self.waited_ms - high_min * MINUTE_MS
        return 0


def foretold_in(story: Story) -> Foretold | None:
    """Return the first forecast of the story's ticket; None where none was made."""
    for moment in story.moments:
        event = moment.recorded.event
        if isinstance(event, e.TicketIssued) and moment.part is Part.OWN:
            if event.wait is None:
                return None
            is_open = story.ticket.state in OPEN_STATES
            return Foretold(event.wait, moment.recorded, _first_called_ms(story.moments), is_open)
    return None


def _first_called_ms(moments: tuple[Moment, ...]) -> int:
    """Return when it was called first; a call that was taken back is none."""
    called_ms = 0
    for moment in moments:
        if moment.part is Part.OWN and isinstance(moment.recorded.event, e.TicketCalled):
            called_ms = called_ms or moment.recorded.at_ms
        elif moment.part is Part.UNDONE and moment.after is not None and moment.after.called_ms < called_ms:
            called_ms = 0
    return called_ms
