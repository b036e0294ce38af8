"""One batch in the making: commands in, rows and answers out, all in memory. No I/O, no asyncio, no clock.

``Work`` decides and evolves; it tells nobody. Only after its batch is on disk are its replies given.
"""

from typing import NamedTuple

import msgspec
import structlog

from queue_server.errors import Refusal
from queue_server.hall.commands import AnyCommand, BookAppointment, SignIn, TakeTicket
from queue_server.hall.decide import decide
from queue_server.hall.events import AnyEvent, CommandRefused, Recorded
from queue_server.hall.evolve import evolve
from queue_server.hall.lookup import Hall
from queue_server.runtime.answers import Answerer
from queue_server.runtime.inbox import AnyAnswer, Envelope, Pending
from queue_server.runtime.live import Live
from queue_server.runtime.people import People
from queue_server.runtime.requests import Answer, RefusalGate, refused
from queue_server.store.chain import Head, Row, digest_after
from queue_server.store.people import PersonRow
from queue_server.vocabulary import WindowNo
from queue_server.wire.from_server import Busy, Faulted

_encode = msgspec.json.Encoder().encode

WINDOW = "window:"
"""How the actor of a window begins."""

log = structlog.stdlib.get_logger("queue_server.engine")


class Reply(NamedTuple):
    """An answer that waits for the disk."""

    pending: Pending
    answer: AnyAnswer
    is_recorded: bool


class Desk(NamedTuple):
    """What every batch of one engine shares."""

    hall: Hall
    answerer: Answerer
    people: People
    gate: RefusalGate
    hall_name: str


class Work:
    """The batch of one moment ``at_ms``."""

    def __init__(self, desk: Desk, live: Live, at_ms: int) -> None:
        self._desk = desk
        self._live = live
        self.day = desk.hall.day_of(at_ms)
        self.at_ms = at_ms
        self.head: Head = live.head
        self.rows: list[Row] = []
        self.recorded: list[Recorded] = []
        self.replies: list[Reply] = []

    def take(self, pending: Pending) -> None:
        """Decide one command and let its events happen in memory."""
        envelope = pending.envelope = self._named(pending.envelope)
        if envelope.refusal is not None:
            self._refuse(pending, envelope.refusal)
            return
        command, person = self._with_person(envelope)
        try:
            outcome = decide(self._live.room, self._desk.hall, command, self.at_ms, envelope.actor)
        except Exception:
            # decide changes nothing, so one command with a bug behind it must not stop the hall.
            log.exception("decide_failed", act=command.__struct_config__.tag, actor=envelope.actor)
            fault = Faulted(request=envelope.request, detail="internal error: decide failed")
            self.replies.append(Reply(pending, fault, is_recorded=False))
            return
        if isinstance(outcome, Refusal):
            self._refuse(pending, outcome)
        elif outcome:
            if person is not None:
                self._desk.people.keep(person)
            self._record(pending, outcome)
        else:
            done = self._desk.answerer.nothing_happened(envelope.request, self._live.room)
            self.replies.append(Reply(pending, done, is_recorded=False))

    def _named(self, envelope: Envelope) -> Envelope:
        """Name who sits at the window that asks, as of now: the command before may have changed it."""
        actor = envelope.actor
        if not actor.startswith(WINDOW) or "/" in actor or isinstance(envelope.command, SignIn):
            return envelope
        staff = self._live.room.window(WindowNo(actor.removeprefix(WINDOW))).staff
        return envelope._replace(actor=f"{actor}/{staff}") if staff else envelope

    def _with_person(self, envelope: Envelope) -> tuple[AnyCommand, PersonRow | None]:
        command = envelope.command
        if envelope.person is None or not isinstance(command, TakeTicket | BookAppointment):
            return command, None
        person = self._desk.people.row_of(envelope.person, self.at_ms)
        return msgspec.structs.replace(command, person=person.ref), person

    def _refuse(self, pending: Pending, refusal: Refusal) -> None:
        """Record it, while the gate lets it through. Beyond, no answer is final: it would be forgotten with
        the process, and the same press could then be carried out after all."""
        envelope = pending.envelope
        if not envelope.request:
            self.replies.append(Reply(pending, refused("", refusal), is_recorded=False))
        elif self._desk.gate.may_record(envelope.actor, self.at_ms):
            act = str(envelope.command.__struct_config__.tag)
            self._record(pending, (CommandRefused(act, refusal.code, refusal.facts),))
        else:
            self.replies.append(Reply(pending, Busy(request=envelope.request), is_recorded=False))

    def _record(self, pending: Pending, events: tuple[AnyEvent, ...]) -> None:
        envelope = pending.envelope
        recorded = [self._happen(envelope, pending.asked, event) for event in events]
        answer: Answer = self._desk.answerer.answer(envelope.request, recorded, self._live.room)
        self.replies.append(Reply(pending, answer, is_recorded=True))
        self.recorded += recorded

    def _happen(self, envelope: Envelope, asked: str, event: AnyEvent) -> Recorded:
        seq = self.head.seq + 1
        recorded = Recorded(seq, self.at_ms, envelope.actor, envelope.request, event)
        columns = (
            self._desk.hall_name,
            seq,
            self.at_ms,
            self.day,
            envelope.actor,
            envelope.request,
            asked,
            str(event.__struct_config__.tag),
            _encode(event).decode(),
        )
        row = Row(*columns, digest_after(self.head.digest, columns))
        self.rows.append(row)
        self.head = Head(seq, row.digest)
        evolve(self._live.room, recorded)
        return recorded
