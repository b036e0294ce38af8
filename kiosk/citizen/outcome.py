"""What an answer of the server means to the citizen who waits: a ticket to show, or a notice. Pure."""

from enum import StrEnum

import msgspec

from kiosk.citizen import texts
from kiosk.citizen.away.stops import AwayStop
from kiosk.screenkit.language import Text
from kiosk.screenkit.link import Answer
from queue_server.vocabulary import Language, RefusalCode
from queue_server.wire.from_server import Done, Faulted, Refused, TicketSlip
from queue_server.wire.sentences import sentence


class Tone(StrEnum):
    """How a notice is meant; the style sheet gives each its colour."""

    GOOD = "good"
    CALM = "calm"
    SORRY = "sorry"


class Remedy(StrEnum):
    """What can be done about a notice."""

    HOME = "home"
    RETRY = "retry"
    REPRINT = "reprint"
    RETURN = "return"
    GIVE_UP = "give_up"
    AWAY = "away"
    """A number of this kiosk's own, in place of the one the server did not answer for."""


class Notice(msgspec.Struct, frozen=True):
    """A sentence, and the buttons under it."""

    text: Text
    tone: Tone = Tone.SORRY
    remedies: tuple[Remedy, ...] = (Remedy.HOME,)
    ticket: str = ""
    """What REPRINT would print, and RETURN put back in line."""


MOMENT = Notice(texts.WAIT_A_MOMENT, Tone.CALM, ())
NO_ANSWER = Notice(texts.NO_ANSWER, remedies=(Remedy.RETRY, Remedy.GIVE_UP))
NOT_WRITTEN = Notice(texts.NOT_WRITTEN, remedies=(Remedy.RETRY, Remedy.GIVE_UP))
NO_CODE = Notice(texts.NO_CODE)
AWAY_OFFER = Notice(texts.AWAY_OFFER, Tone.CALM, (Remedy.AWAY, Remedy.GIVE_UP))
AWAY_ONLY_NUMBERS = Notice(texts.AWAY_ONLY_NUMBERS)
AWAY_STOPS = {
    AwayStop.NO_BLOCK: Notice(texts.AWAY_NO_BLOCK),
    AwayStop.USED_UP: Notice(texts.AWAY_USED_UP),
    AwayStop.OUTSIDE_HOURS: Notice(texts.AWAY_OUTSIDE_HOURS),
    AwayStop.NOT_KEPT: Notice(texts.AWAY_NOT_KEPT),
    AwayStop.NO_TIME: Notice(texts.AWAY_NO_BLOCK),
    AwayStop.GONE: Notice(texts.AWAY_GONE),
}


def outcome(answer: Answer) -> TicketSlip | Notice:
    """Return the ticket to show, or the notice."""
    match answer:
        case Done(slip=TicketSlip() as slip):
            return slip
        case Done(number=number):
            return Notice(texts.filled(texts.CAME_BACK, number=number), Tone.GOOD)
        case Refused():
            return _refusal(answer)
        case Faulted():
            return NOT_WRITTEN


def _refusal(refused: Refused) -> Notice:
    text = _with_windows(_sentences(refused), refused)
    held = refused.facts.get("ticket", "")
    if refused.code is RefusalCode.HAS_OPEN_TICKET and held:
        return Notice(text, Tone.CALM, (Remedy.REPRINT, Remedy.HOME), held)
    if refused.code is RefusalCode.HAS_MISSED_TICKET and held:
        return Notice(text, Tone.CALM, (Remedy.RETURN, Remedy.HOME), held)
    return Notice(text)


def _sentences(refused: Refused) -> Text:
    chinese, english = (sentence(refused.code, refused.facts, language) for language in Language)
    return Text(chinese, english)


def _with_windows(text: Text, refused: Refused) -> Text:
    """Add that an idle window may be gone to, where the server names one."""
    named = tuple(refused.facts.get("windows", "").split())
    if not named:
        return text
    go = texts.filled(texts.GO_TO_WINDOW, windows=texts.plain_windows(named))
    return Text(f"{text.zh}，{go.zh}", f"{text.en}; {go.en}")
