"""What supervision has to do with one ticket: its cards and call-back tasks, and what became of them. Pure.

Only the first event of a card or task names the ticket; from then on it is followed by its own number.
"""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.explain.watched_words import ABOUT, CARD_ACTS, RECIPIENTS
from queue_server.explain.words import STARS, Pair, Words
from queue_server.hall.events import Event
from queue_server.supervision import events as s
from queue_server.vocabulary import CardId, RuleCode, StaffId, Stars, TaskId, TicketId, WindowNo

Facts = dict[str, str]


class About:
    """The cards and tasks of one ticket, as the day goes by."""

    def __init__(self, ticket: TicketId) -> None:
        self._ticket = ticket
        self._rules: dict[CardId, RuleCode] = {}
        self._tasks: set[TaskId] = set()

    def takes(self, event: Event) -> bool:
        """Return whether an event of supervision is about the ticket."""
        match event:
            case s.CardRaised() if event.ticket == self._ticket:
                self._rules[event.card] = event.rule
                return True
            case s.TaskOpened() if event.ticket == self._ticket:
                self._tasks.add(event.task)
                return True
            case s.CardStepped() | s.CardMoved() | s.Told() | s.TellingAcknowledged():
                return event.card in self._rules
            case s.TaskAnswered() | s.TaskOverdue():
                return event.task in self._tasks
        return False

    def rule_of(self, event: Event) -> RuleCode | None:
        """Return the rule of the card that an event is about."""
        return self._rules.get(getattr(event, "card", CardId("")))


def watched_facts(event: Event, rule: RuleCode | None, words: Words) -> Facts:
    """Return what ``templates`` has places for in an event of supervision."""
    special = _OF_EVENT.get(type(event))
    facts = special(event, words) if special else {}
    return {**facts, "rule": words.rule(rule)} if rule else facts


def _raised(event: s.CardRaised, words: Words) -> Facts:
    return {"level": words.level(event.level), "since": words.clock(event.since_ms), "card": event.card}


def _moved(event: s.CardMoved, words: Words) -> Facts:
    return {"move": words.pick(CARD_ACTS[event.move]), "text": event.text, "by_card": event.by_card}


def _told(event: s.Told, words: Words) -> Facts:
    told = [_recipient(one, words) for one in event.recipients]
    return {"recipients": words.pick(("、", ", ")).join(told), "about": _pick(ABOUT, event.about, words)}


def _acknowledged(event: s.TellingAcknowledged, words: Words) -> Facts:
    return {"recipients": _recipient(event.recipient, words)}


def _opened(event: s.TaskOpened, words: Words) -> Facts:
    return {
        "window": words.window(event.window),
        "stars": words.pick(STARS[Stars(event.stars)]),
        "until": words.moment(event.deadline_ms),
    }


def _recipient(address: str, words: Words) -> str:
    kind, _, which = address.partition(":")
    match kind:
        case "window":
            return words.window(WindowNo(which))
        case "staff":
            return words.staff(StaffId(which))
        case "chief" | "head":
            return words.pick(RECIPIENTS[kind]).format(words.department(which))
    return _pick(RECIPIENTS, kind, words)


def _pick(table: Mapping[str, Pair], word: str, words: Words) -> str:
    """Return the word as people say it; one of a later version is said as it stands."""
    return words.pick(table.get(word, (word, word)))


_OF_EVENT: Mapping[type[Event], Callable[[Any, Words], Facts]] = {
    s.CardRaised: _raised,
    s.CardMoved: _moved,
    s.Told: _told,
    s.TellingAcknowledged: _acknowledged,
    s.TaskOpened: _opened,
}
