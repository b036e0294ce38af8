"""The requests already answered: a repeated one gets its first answer, whoever lost the first in between.

Bounded: the oldest is forgotten first. What it holds is rebuilt from the journal at every start, so it may
hold nothing that the journal does not; refusals too many to be recorded are kept apart, in a smaller place.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Callable
from hashlib import blake2b

import msgspec

from queue_server.errors import Refusal
from queue_server.hall.commands import Command
from queue_server.vocabulary import RefusalCode, RequestId
from queue_server.wire.from_server import Done, Refused

PRESS = "press-"
"""How the request of a press on a serial line begins; a mark of the pressed keys follows."""
REQUESTS_KEPT = 100_000
"""Many times what a hall does between a kiosk's touch and its last retry."""
FLEETING_KEPT = 4_096
ASKED_BYTES = 8

Answer = Done | Refused

_encode = msgspec.msgpack.Encoder().encode
_decode: Callable[[bytes], Answer] = msgspec.msgpack.Decoder(Done | Refused).decode


def asked_digest(key: bytes, actor: str, command: Command, person_digest: str) -> str:
    """Return what is kept of a command to know it again: keyed, since it covers an identity.

    Of the actor only the place counts: a terminal speaks as ``window:03`` before its sign-in is answered
    and as ``window:03/S017`` when it repeats it.
    """
    place = actor.partition("/")[0]
    text = _encode((place, command, person_digest))
    return blake2b(text, digest_size=ASKED_BYTES, key=key).hexdigest()


REUSED = Refusal(RefusalCode.NOT_YOUR_RIGHT, {"why": "request_id_used"})
"""The answer to a request id that already stands for another actor's or another command."""


class RequestMemory:
    """Request -> what was asked and what was answered.

    Answers are kept as bytes: a quarter of the memory, and nothing for the garbage collector to walk.
    """

    def __init__(self, kept: int = REQUESTS_KEPT, fleeting: int = FLEETING_KEPT) -> None:
        self._kept_max = kept
        self._fleeting_max = fleeting
        self.clear()

    def clear(self) -> None:
        self._kept: OrderedDict[str, tuple[str, bytes]] = OrderedDict()
        self._fleeting: OrderedDict[str, tuple[str, bytes]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, request: str, asked: str) -> Answer | None:
        """Return the first answer; for another's request id a refusal; None when it is new."""
        entry = self._kept.get(request) or self._fleeting.get(request)
        if entry is None:
            return None
        return _decode(entry[1]) if entry[0] == asked else refused(request, REUSED)

    def keep(self, request: str, asked: str, answer: object, *, is_recorded: bool) -> None:
        """Remember an answer of either kind; one that says try again is none."""
        if request and isinstance(answer, Done | Refused):
            (self.remember if is_recorded else self.remember_fleeting)(request, asked, answer)

    def remember(self, request: str, asked: str, answer: Answer) -> None:
        """Keep an answer whose events are on disk."""
        self._kept[request] = (asked, _encode(answer))
        if len(self._kept) > self._kept_max:
            self._kept.popitem(last=False)

    def remember_fleeting(self, request: str, asked: str, answer: Answer) -> None:
        """Keep an answer that left no event; it ends with the process, or with many like it."""
        self._fleeting[request] = (asked, _encode(answer))
        if len(self._fleeting) > self._fleeting_max:
            self._fleeting.popitem(last=False)


class RefusalGate:
    """Bounds the refusals that one place may have recorded in a minute, so that a flood fills no disk."""

    MINUTE_MS = 60_000

    def __init__(self, per_minute: int = 60) -> None:
        self._per_minute = per_minute
        self._minute = 0
        self._counts: defaultdict[str, int] = defaultdict(int)

    def may_record(self, actor: str, at_ms: int) -> bool:
        """Count one refusal of this actor's place; say whether it still fits into its minute."""
        if at_ms // self.MINUTE_MS != self._minute:
            self._minute = at_ms // self.MINUTE_MS
            self._counts.clear()
        place = actor.partition("/")[0]
        self._counts[place] += 1
        return self._counts[place] <= self._per_minute


def refused(request: str, refusal: Refusal) -> Refused:
    """Return the wire's word for a refusal."""
    return Refused(request=RequestId(request), code=refusal.code, facts=refusal.facts)
