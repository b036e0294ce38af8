"""One batch in the making: commands in, rows and answers out, all in memory. No I/O, no asyncio, no clock.

``Work`` decides and evolves; it tells nobody. Only after its batch is on disk are its replies given.
"""

from typing import NamedTuple

import msgspec
import structlog

from queue_server.errors import Refusal
from queue_server.hall import decide as hall_decide
from queue_server.hall.commands import BookAppointment, Command, SignIn, TakeTicket, Tick
from queue_server.hall.events import CommandRefused, Event, Recorded, TicketIssued
from queue_server.hall.lookup import Hall
from queue_server.hall.outlook import Outlook
from queue_server.runtime.answers import Answerer
from queue_server.runtime.inbox import AnyAnswer, Envelope, Pending
from queue_server.runtime.live import Live
from queue_server.runtime.people import People
from queue_server.runtime.requests import Answer, RefusalGate, refused
from queue_server.store.chain import Head, Row, digest_after
from queue_server.store.people import PersonRow
from queue_server.supervision import decide as supervision_decide
from queue_server.supervision.commands import SupervisionCommand
from queue_server.supervision.handbook import Handbook
from queue_server.supervision.looks import look
from queue_server.supervision.timers import NEVER, Key
from queue_server.supervision.timing import Touch
from queue_server.supervision.watching import NOTHING, Look, Watch
from queue_server.vocabulary import WindowNo
from queue_server.wire.from_server import Busy, Faulted

_encode = msgspec.json.Encoder().encode

CLOCK = "clock"
"""The actor of what a rule does by itself."""
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
    book: Handbook
    touch: Touch
    outlook: Outlook | None = None
    """Who knows the wait of a number issued now."""


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

    def begin(self) -> None:
        """Let supervision see the time that has passed since the last batch.

        The hall's new day begins before anything is asked on it: what supervision writes then stands in it.
        Its very first day begins now: nobody watched before.
        """
        hall = self._live.rooms.hall
        if self.day > hall.state.day:
            midnight_ms = self._desk.hall.day_start_ms(self.at_ms)
            begins_ms = midnight_ms if hall.state.day else self.at_ms
            self._supervise(midnight_ms - 1)
            opened = self._decided(Tick(), CLOCK)
            assert not isinstance(opened, Refusal), "a tick is never refused"
            self._by_clock(opened, begins_ms)
        self._supervise(self.at_ms)

    def take(self, pending: Pending) -> None:
        """Decide one command and let its events happen in memory; then let supervision look at them."""
        self._take(pending)
        self._supervise(self.at_ms)

    def answer(self) -> None:
        """Give the replies; the batch is on disk."""
        for reply in self.replies:
            reply.pending.answer(reply.answer)

    def _take(self, pending: Pending) -> None:
        envelope = pending.envelope = self._named(pending.envelope)
        if envelope.refusal is not None:
            self._refuse(pending, envelope.refusal)
            return
        command, person = self._with_person(envelope)
        try:
            outcome = self._decided(command, envelope.actor)
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
            done = self._desk.answerer.nothing_happened(envelope.request, self._live.rooms.hall)
            self.replies.append(Reply(pending, done, is_recorded=False))

    def _decided(self, command: Command, actor: str) -> tuple[Event, ...] | Refusal:
        """Ask the room whose command it is."""
        hall_room = self._live.rooms.hall
        if isinstance(command, SupervisionCommand):
            return supervision_decide.decide(self._watch(self.at_ms), command, actor)
        return hall_decide.decide(hall_room, self._desk.hall, command, self.at_ms, actor)

    def _watch(self, at_ms: int) -> Watch:
        return Watch(self._live.rooms.supervision, self._live.rooms.hall, self._desk.book, at_ms)

    def _supervise(self, until_ms: int) -> None:
        """Look at everything that is due by ``until_ms``, each at its own instant and in that order."""
        timers = self._live.rooms.supervision.timers
        while (due_ms := timers.first_ms()) <= until_ms:
            _, key = timers.pop()
            seen = self._seen(key, due_ms)
            if seen.next_ms < NEVER:
                timers.put(key, max(seen.next_ms, due_ms + 1))
            self._by_clock(seen.events, due_ms)

    def _by_clock(self, events: tuple[Event, ...], due_ms: int) -> None:
        """Let happen what was due at an instant, though it is written down only now: supervision goes on from
        there, however late somebody looks."""
        self.recorded += [self._happen(CLOCK, "", "", event, due_ms) for event in events]

    def _seen(self, key: Key, due_ms: int) -> Look:
        try:
            return look(self._watch(due_ms), key)
        except Exception:
            # A look changes nothing, so one rule with a bug behind it must not stop the hall.
            log.exception("look_failed", key="/".join(key))
            return NOTHING

    def _named(self, envelope: Envelope) -> Envelope:
        """Name who sits at the window that asks, as of now: the command before may have changed it."""
        actor = envelope.actor
        if not actor.startswith(WINDOW) or "/" in actor or isinstance(envelope.command, SignIn):
            return envelope
        staff = self._live.rooms.hall.window(WindowNo(actor.removeprefix(WINDOW))).staff
        return envelope._replace(actor=f"{actor}/{staff}") if staff else envelope

    def _with_person(self, envelope: Envelope) -> tuple[Command, PersonRow | None]:
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

    def _record(self, pending: Pending, events: tuple[Event, ...]) -> None:
        envelope = pending.envelope
        actor, request, asked = envelope.actor, envelope.request, pending.asked
        told = map(self._with_wait, events)
        recorded = [self._happen(actor, request, asked, event, self.at_ms) for event in told]
        answer: Answer = self._desk.answerer.answer(request, recorded, self._live.rooms.hall)
        self.replies.append(Reply(pending, answer, is_recorded=True))
        self.recorded += recorded

    def _with_wait(self, event: Event) -> Event:
        """Put what the citizen is told about the wait beside the number: it goes to disk with it."""
        outlook = self._desk.outlook
        if outlook is None or not isinstance(event, TicketIssued) or event.away is not None:
            return event
        try:
            wait = outlook.of_new(event.item, event.klass, event.ahead, self.at_ms)
        except Exception:
            # A number is worth more than its forecast.
            log.exception("outlook_failed", item=event.item)
            return event
        return event if wait is None else msgspec.structs.replace(event, wait=wait)

    def _happen(self, actor: str, request: str, asked: str, event: Event, due_ms: int) -> Recorded:
        seq = self.head.seq + 1
        recorded = Recorded(seq, self.at_ms, actor, request, event)
        columns = (
            self._desk.hall_name,
            seq,
            self.at_ms,
            self.day,
            actor,
            request,
            asked,
            str(event.__struct_config__.tag),
            _encode(event).decode(),
        )
        row = Row(*columns, digest_after(self.head.digest, columns))
        self.rows.append(row)
        self.head = Head(seq, row.digest)
        rooms = self._live.rooms
        rooms.evolve(recorded)
        self._desk.touch.touch(rooms.supervision, rooms.hall, recorded, due_ms)
        return recorded
