"""A story in sentences that a manager can read aloud to a citizen, Chinese or English. No layout here."""

import msgspec

from queue_server.explain.calls import because
from queue_server.explain.facts import facts_of
from queue_server.explain.story import Moment, Part, Story
from queue_server.explain.templates import BECAUSE, SAID
from queue_server.explain.watched_words import WATCHED_BECAUSE, WATCHED_SAID
from queue_server.explain.words import CLASSES, STATES, Pair, Words
from queue_server.hall import events as e
from queue_server.phrase import fill
from queue_server.vocabulary import TicketState

HEADING: Pair = (
    "{number}（{day}）：{item}，队列 {queue}，{klass}号；{state}[，等候 {wait}后第一次叫号]",
    "{number} ({day}): {item}, queue {queue}, {klass}; {state}[, first called after {wait}]",
)
_SAID, _BECAUSE = {**SAID, **WATCHED_SAID}, {**BECAUSE, **WATCHED_BECAUSE}
STILL: Pair = ("日志到此为止，{}", "{} when the journal ends")


class Line(msgspec.Struct, frozen=True):
    """One event of the story, as it is read aloud."""

    time: str
    """Local, ``09:41:07``."""
    who: str
    text: str
    because: tuple[str, ...] = ()
    """The rule behind it, a sentence each."""


def heading(story: Story, words: Words) -> str:
    """Return the whole story in a line."""
    ticket = story.ticket
    calls = [each for each in story.moments if _is_own_call(each)]
    day = ticket.id.partition("-")[0]
    facts = {
        "number": ticket.number,
        "day": f"{day[:4]}-{day[4:6]}-{day[6:]}",
        "item": words.item(ticket.item),
        "queue": words.queue(ticket.queue),
        "klass": words.pick(CLASSES[ticket.klass]),
        "state": _state(ticket.state, words),
        "wait": words.span(calls[0].recorded.at_ms - ticket.issued_ms) if calls else "",
    }
    return fill(words.pick(HEADING), facts)


def _is_own_call(moment: Moment) -> bool:
    return moment.part is Part.OWN and isinstance(moment.recorded.event, e.TicketCalled)


def _state(state: TicketState, words: Words) -> str:
    said = words.pick(STATES[state])
    has_ended = state in (TicketState.SERVED, TicketState.CANCELLED, TicketState.CLOSED)
    return said if has_ended else words.pick(STILL).format(said)


def lines_of(story: Story, words: Words) -> tuple[Line, ...]:
    """Return the story, a line for each event."""
    return tuple(_line(moment, story, words) for moment in story.moments)


def _line(moment: Moment, story: Story, words: Words) -> Line:
    key, facts = _key(moment), facts_of(moment, words)
    reasons: tuple[str, ...] = ()
    if moment.reason is not None and moment.part in (Part.OWN, Part.OVERTAKEN):
        reasons = because(moment.reason, words, story.ticket.id)
    elif key in _BECAUSE:
        said = fill(words.pick(_BECAUSE[key]), facts)
        reasons = (said,) if said else ()
    return Line(
        time=words.clock(moment.recorded.at_ms),
        who=words.who(moment.recorded.actor, moment.staff),
        text=fill(words.pick(_SAID[key]), facts),
        because=reasons,
    )


def _key(moment: Moment) -> str:
    """Return the name under which ``templates`` has the sentence."""
    if moment.part is not Part.OWN:
        return moment.part.value
    event = moment.recorded.event
    name = str(event.__struct_config__.tag)
    match event:
        case e.TicketCalled() | e.TicketRecalled():
            return f"{name}.{event.kind.value}"
        case e.TicketMissed(automatic=True):
            return f"{name}.automatic"
    return name
