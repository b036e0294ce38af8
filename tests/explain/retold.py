"""A rehearsed hall whose record, refusals too, is told back as a ticket's story. For these tests."""

from typing import cast

from queue_server.errors import Refusal
from queue_server.explain.sentences import Line, lines_of
from queue_server.explain.story import Story, tell
from queue_server.explain.words import Words
from queue_server.hall import events as e
from queue_server.hall.commands import AnyCommand
from queue_server.hall.memory_hall import Rehearsal
from queue_server.hall.room import HallRoom
from queue_server.supervision.events import AnySupervisionEvent
from queue_server.vocabulary import Language, TicketId
from queue_server.wire.sentences import sentence

DAY = "20260302"


class Retold(Rehearsal):
    """Keeps refusals in the record, as the engine does."""

    def ask(self, command: AnyCommand, actor: str = "window:01/S01") -> tuple[e.AnyEvent, ...] | Refusal:
        answer = super().ask(command, actor)
        if isinstance(answer, Refusal):
            act = str(command.__struct_config__.tag)
            self._happens(e.CommandRefused(act, answer.code, answer.facts), actor)
        return answer

    def supervised(self, event: AnySupervisionEvent) -> None:
        """Put an event of supervision into the record, as the clock does."""
        self._happens(cast("e.AnyEvent", event), "clock")

    def story(self, number: str, with_plan: bool = True) -> Story:
        told = tell(
            HallRoom.empty(), self.records, TicketId(f"{DAY}-{number}"), self.hall if with_plan else None
        )
        assert told is not None, f"nobody was given {number}"
        return told

    def words(self, language: Language = Language.CHINESE, with_plan: bool = True) -> Words:
        return Words(language, sentence, 480, self.hall if with_plan else None)

    def lines(self, number: str, language: Language = Language.CHINESE) -> tuple[Line, ...]:
        return lines_of(self.story(number), self.words(language))

    def text(self, number: str, language: Language = Language.CHINESE) -> str:
        """Return the whole story as one text."""
        lines = self.lines(number, language)
        return "\n".join("\n".join((f"{each.time} {each.who}: {each.text}", *each.because)) for each in lines)
