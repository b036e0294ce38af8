"""What the rating screen shows, from the hall's documents and from what was touched here: pure.

Only the hall says that it asks and that it asks no more; no clock of this screen ends a rating. A server that
is away or cannot write is not believed: then nobody is named and nobody is asked. What belongs to a touch is
gone as soon as the hall serves or asks anybody else.
"""

from collections.abc import Mapping
from enum import StrEnum

import msgspec

from kiosk.rating import words
from kiosk.screenkit.banner import OFFLINE
from kiosk.screenkit.language import Text
from queue_server.vocabulary import Language, RatingState, TicketId, WindowNo
from queue_server.wire.documents import AnyDoc, HallDoc, RatingDoc
from queue_server.wire.from_rating import RateService


class Phase(StrEnum):
    """What stands on the screen."""

    AWAY = "away"
    IDLE = "idle"
    SERVING = "serving"
    ASKED = "asked"
    SENDING = "sending"
    THANKED = "thanked"
    ENDED = "ended"


AFTER_A_TOUCH = frozenset({Phase.SENDING, Phase.THANKED, Phase.ENDED})


class Touch(msgspec.Struct, frozen=True):
    """One touch of a level: what is said to the hall, and how far it came."""

    act: RateService
    asked_ms: int
    """With the ticket: the asking that was answered. A finish that was undone and made again asks anew."""
    phase: Phase = Phase.SENDING
    is_shown: bool = True
    """False once it has stood long enough."""


class Link(msgspec.Struct, frozen=True):
    """How the link stands; ``refusal`` says why the server does not let this screen in."""

    is_connected: bool = False
    refusal: Text | None = None
    offline: Text = OFFLINE
    """What is said without a refusal."""


class RatingView(msgspec.Struct, frozen=True):
    """Everything on the screen."""

    window: WindowNo
    phase: Phase = Phase.AWAY
    hall: Text = Text("")
    name: Text = Text("")
    number: str = ""
    ticket: TicketId = TicketId("")
    asked_ms: int = 0
    until_ms: int = 0
    language: Language = Language.CHINESE
    """That in which the ticket was taken."""
    alarm: Text | None = None
    """Why this screen rests."""


def rating_view(docs: Mapping[str, AnyDoc], window: WindowNo, link: Link, touch: Touch | None) -> RatingView:
    """Build the view of ``window`` from the mirror ``docs``."""
    hall, doc = docs.get("hall"), docs.get(f"rating/{window}")
    view = RatingView(window)
    if isinstance(hall, HallDoc):
        view = msgspec.structs.replace(view, hall=Text.of(hall.name))
    if isinstance(doc, RatingDoc):
        view = msgspec.structs.replace(view, name=Text.of(doc.name))
    alarm = _alarm(hall, link)
    if alarm is not None or not isinstance(doc, RatingDoc):
        is_sending = touch is not None and touch.phase is Phase.SENDING and touch.is_shown
        phase = Phase.SENDING if is_sending else Phase.AWAY
        return msgspec.structs.replace(view, phase=phase, alarm=alarm)
    phase = _phase(doc, touch)
    if phase in (Phase.SERVING, Phase.ASKED):
        return _with_ticket(view, doc, phase)
    return msgspec.structs.replace(view, phase=phase)


def _alarm(hall: AnyDoc | None, link: Link) -> Text | None:
    if not link.is_connected:
        return link.refusal or link.offline
    return words.NOT_DURABLE if isinstance(hall, HallDoc) and not hall.is_durable else None


def _phase(doc: RatingDoc, touch: Touch | None) -> Phase:
    usual = Phase(doc.state.value)
    if touch is None or doc.state is RatingState.SERVING:
        return usual
    shown = touch.phase if touch.is_shown else Phase.IDLE
    if doc.state is RatingState.IDLE:
        return shown
    if (doc.ticket, doc.asked_ms) != (touch.act.ticket, touch.asked_ms):
        return usual
    # The hall still asks what was answered here: either the answer or its document is on the way.
    return touch.phase if touch.phase is Phase.SENDING else shown


def _with_ticket(view: RatingView, doc: RatingDoc, phase: Phase) -> RatingView:
    return msgspec.structs.replace(
        view,
        phase=phase,
        number=doc.number,
        ticket=doc.ticket,
        asked_ms=doc.asked_ms,
        until_ms=doc.until_ms,
        language=doc.language,
    )


def seconds_left(view: RatingView, hall_now_ms: int) -> int:
    """Return the seconds the hall said it will still ask; at 0 it may ask on: only the hall ends it."""
    return max(0, -(-(view.until_ms - hall_now_ms) // 1000))


def window_text(number: WindowNo) -> Text:
    """Return a window as people say it: 03 is 3 号窗口."""
    plain = number.lstrip("0") or number
    return Text(f"{plain} 号窗口", f"Window {plain}")


class Saying(msgspec.Struct, frozen=True):
    """Large words in the middle of the screen: a headline in up to three parts, a line below, one more."""

    before: Text
    number: str = ""
    after: Text = Text("")
    below: Text = Text("")
    last: Text = Text("")


def saying(view: RatingView) -> Saying:
    """Return what the screen says while it asks for nothing."""
    match view.phase:
        case Phase.IDLE:
            return Saying(window_text(view.window), below=view.name, last=words.WELCOME)
        case Phase.SERVING:
            parts = (words.SERVING_BEFORE, view.number, words.SERVING_AFTER)
            return Saying(*parts, below=words.PLEASE_AFTER)
        case Phase.SENDING:
            return Saying(words.SENDING, below=words.ONE_MOMENT)
        case Phase.THANKED:
            return Saying(words.THANKS, below=words.IT_COUNTS)
        case Phase.ENDED:
            return Saying(words.ENDED, below=words.NEVER_MIND)
        case _:
            return Saying(words.WAIT, below=words.NOT_READY)


def leading(view: RatingView, hall_language: Language, before: Language) -> Language:
    """Return the language that leads: the citizen's while there is one, the hall's while there is none.

    Chinese on a ticket says little, since every kiosk begins with it; English was chosen.
    """
    if view.phase in AFTER_A_TOUCH:
        return before
    return view.language if view.language is not Language.CHINESE else hall_language
