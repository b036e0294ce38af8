"""The facts of a moment as texts: what ``templates`` has places for, a small function a kind of event.

A fact that is not known is absent or empty, and its part of the sentence is left out. Pure.
"""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.explain.calls import standing, weight_text
from queue_server.explain.foretold_words import range_text
from queue_server.explain.story import Moment, Part
from queue_server.explain.templates import ACTS
from queue_server.explain.watched import watched_facts
from queue_server.explain.words import CLASSES, CLOSINGS, PRIORITY_REASONS, STARS, STATES, STEPS, Words
from queue_server.hall import events as e
from queue_server.vocabulary import Stars, WindowNo

Facts = dict[str, str]
FactsOf = Callable[[Moment, Any, Words], Facts]


def facts_of(moment: Moment, words: Words) -> Facts:
    """Return all facts of a moment."""
    event: Any = moment.recorded.event
    facts = _common(moment, event, words) | watched_facts(event, moment.rule, words)
    special = _OF_EVENT.get(type(event))
    if special is not None:
        facts |= special(moment, event, words)
    return facts


def _common(moment: Moment, event: object, words: Words) -> Facts:
    ticket, at_ms = moment.after or moment.before, moment.recorded.at_ms
    facts: Facts = {
        name: str(value)
        for name in ("reason", "fault", "times", "count", "ahead")
        if isinstance(value := getattr(event, name, None), str | int)
    }
    facts["window"] = words.window(getattr(event, "window", WindowNo("")))
    facts["number"] = ticket.number if ticket else ""
    if moment.before is not None and moment.before.called_ms:
        facts["since_call"] = words.span(at_ms - moment.before.called_ms)
    return facts


def _issued(moment: Moment, event: e.TicketIssued, words: Words) -> Facts:
    separator = words.pick(("、", ", "))
    return {
        "item": words.item(event.item),
        "queue": words.queue(event.queue),
        "klass": words.pick(CLASSES[event.klass]),
        "why": words.pick(PRIORITY_REASONS[event.reason]) if event.reason else "",
        "appointment": event.appointment,
        "idle": separator.join(map(words.window, event.idle_windows)),
        "ref": "" if event.ref_ms == moment.recorded.at_ms else words.clock(event.ref_ms),
        "told": range_text(event.wait, words) if event.wait is not None else "",
        **(_by_itself(event.away, words) if event.away is not None else {}),
    }


def _by_itself(away: e.AwayIssue, words: Words) -> Facts:
    """Tell of a number that a kiosk issued while it could not reach the server."""
    return {
        "kiosk": away.kiosk,
        "away": words.clock(away.issued_ms),
        "within": words.span(away.within_ms),
        "chosen": words.item(away.chosen) if away.chosen else "",
    }


def _returned(moment: Moment, event: e.TicketReturned, words: Words) -> Facts:
    missed_ms = moment.before.missed_ms if moment.before else moment.recorded.at_ms
    return {
        "away": words.span(moment.recorded.at_ms - missed_ms),
        "reserved": words.window(event.reserved_for),
    }


def _closed(_moment: Moment, event: e.TicketClosed, words: Words) -> Facts:
    return {"closing": words.pick(CLOSINGS[event.reason])}


def _class_changed(moment: Moment, event: e.ClassChanged, words: Words) -> Facts:
    return {
        "klass": words.pick(CLASSES[event.klass]),
        "weight": weight_text(event.weight),
        "weight_before": weight_text(moment.before.weight) if moment.before else "",
    }


def _lapsed(moment: Moment, _event: e.ReservationLapsed, words: Words) -> Facts:
    return {"was_reserved": words.window(moment.before.reserved_for) if moment.before else ""}


def _called(moment: Moment, _event: e.TicketCalled, words: Words) -> Facts:
    facts = {"other": moment.reason.called.number if moment.reason else ""}
    if moment.reason is not None:
        facts["standing"] = standing(moment.reason.called, words)
    if moment.part is Part.OWN and moment.before is not None and moment.before.held_ms:
        facts["held"] = words.span(moment.recorded.at_ms - moment.before.held_ms)
    return facts


def _finished(_moment: Moment, event: e.ServiceFinished, words: Words) -> Facts:
    return {
        "item": words.item(event.item),
        "served": words.span(event.served_ms) if event.served_ms else "",
        "rate_until": words.clock(event.rate_until_ms) if event.rate_until_ms else "",
    }


def _item_added(_moment: Moment, event: e.ItemAdded, words: Words) -> Facts:
    return {
        "item": words.item(event.item),
        "before_item": words.item(event.before),
        "served": words.span(event.served_ms),
    }


def _missed(_moment: Moment, event: e.TicketMissed, words: Words) -> Facts:
    return {"until": words.clock(event.return_until_ms) if event.return_until_ms else ""}


def _transferred(_moment: Moment, event: e.TicketTransferred, words: Words) -> Facts:
    return {
        "target": _target(event, words),
        "weight": weight_text(event.weight),
        "reserved": words.window(event.reserved_for),
        "reserved_until": words.clock(event.reserved_until_ms) if event.reserved_until_ms else "",
    }


def _target(event: e.TicketTransferred, words: Words) -> str:
    item, window = words.item(event.item), words.window(event.reserved_for)
    if event.comes_back:
        return words.pick(("别处取材料，办完回{}", "an errand, to come back to {}")).format(window)
    if window:
        return words.pick(("{}（{}）", "{} ({})")).format(window, item)
    return words.pick(("事项“{}”", "the item {}")).format(item)


def _rated(_moment: Moment, event: e.ServiceRated, words: Words) -> Facts:
    return {"stars": words.pick(STARS[Stars(event.stars)])}


def _undone(moment: Moment, event: e.StepUndone, words: Words) -> Facts:
    state = moment.after.state if moment.after else None
    withdrawn = words.pick(("显示屏上已撤下", "and the boards have taken it off"))
    return {
        "step": words.pick(STEPS[event.step]),
        "state": words.pick(STATES[state]) if state else "",
        "withdrawn": withdrawn if event.announcement else "",
    }


def _refused(_moment: Moment, event: e.CommandRefused, words: Words) -> Facts:
    facts: Mapping[str, str] = event.facts
    act = words.pick(ACTS.get(event.act, (event.act, event.act)))
    return {
        "act": words.pick((f"“{act}”", act)),
        "refusal": words.refusal(event.code, facts, words.language),
    }


_OF_EVENT: Mapping[type[e.Event], FactsOf] = {
    e.TicketIssued: _issued,
    e.TicketReturned: _returned,
    e.TicketClosed: _closed,
    e.ClassChanged: _class_changed,
    e.ReservationLapsed: _lapsed,
    e.TicketCalled: _called,
    e.ServiceFinished: _finished,
    e.ItemAdded: _item_added,
    e.TicketMissed: _missed,
    e.TicketTransferred: _transferred,
    e.ServiceRated: _rated,
    e.StepUndone: _undone,
    e.CommandRefused: _refused,
}
