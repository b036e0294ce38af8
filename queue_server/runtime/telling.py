"""The one port by which people are told of cards beyond the hall's own screens: SMS, e-mail, the logbook.

Telling is an act in the journal, ``Told``; a transport only carries it. It hears of a telling once it is on
disk, never before, and with its journal number, so that one which keeps its place can go on after a stop. To
where it carries it, and how often it tries, is its own; who is told is no rule of this file (docs/adr/0020).
"""

from collections.abc import Iterator, Sequence
from typing import Protocol

import msgspec
import structlog

from queue_server.runtime.engine import CommittedBatch, Engine
from queue_server.supervision.events import Told
from queue_server.supervision.state import SupervisionState
from queue_server.vocabulary import CardId, CardState, RuleCode

log = structlog.stdlib.get_logger("queue_server.telling")


class Notice(msgspec.Struct, frozen=True):
    """One telling of one card. Codes and references: who reads it looks the names up in the configuration."""

    seq: int
    """Its number in the journal: the same telling carries it again after a restart."""
    at_ms: int
    card: CardId
    rule: RuleCode
    level: str
    state: CardState
    """As the card stands now, which may be later than the telling."""
    subject: str
    about: str
    """``raised``, ``chased``, or the act that led on."""
    recipients: tuple[str, ...]
    """``window:03``, ``staff:S017``, ``chief:GA``, ``head:GA``, ``duty``, ``office``."""


class Transport(Protocol):
    """What carries notices to people."""

    def carry(self, notice: Notice) -> None:
        """Take a notice and return at once; what takes time waits in a bounded outbox of one's own."""
        ...


class Messenger:
    """Hands every telling that became durable to every transport, in the order of the journal."""

    def __init__(self, engine: Engine, transports: Sequence[Transport]) -> None:
        self._engine = engine
        self._transports = tuple(transports)
        engine.on_committed(self._committed)

    def _committed(self, batch: CommittedBatch) -> None:
        for notice in notices_of(batch, self._engine.rooms.supervision.state):
            for transport in self._transports:
                _carry(transport, notice)


def _carry(transport: Transport, notice: Notice) -> None:
    try:
        transport.carry(notice)
    except Exception:
        # The telling is in the journal; one transport's bug must not keep it from the others.
        log.exception("telling_failed", transport=type(transport).__name__, card=notice.card)


def notices_of(batch: CommittedBatch, state: SupervisionState) -> Iterator[Notice]:
    """Yield what a batch tells."""
    for recorded in batch.recorded:
        event = recorded.event
        card = state.cards.get(event.card) if isinstance(event, Told) else None
        if isinstance(event, Told) and card is not None:
            yield Notice(
                seq=recorded.seq,
                at_ms=recorded.at_ms,
                card=card.id,
                rule=card.rule,
                level=card.level,
                state=card.state,
                subject=card.subject,
                about=event.about,
                recipients=event.recipients,
            )


class Logbook:
    """Writes each telling into the server's log, where a hall's own alarm tools find it."""

    def carry(self, notice: Notice) -> None:
        log.info(
            "told",
            seq=notice.seq,
            card=notice.card,
            rule=notice.rule.value,
            level=notice.level,
            about=notice.about,
            recipients=" ".join(notice.recipients),
        )
