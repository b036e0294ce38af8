"""The hall replayed forward: from the present and a seed to the call of every ticket in every future.

``replay`` gives the whole table; ``forecast.outcome.forecast`` its quantiles. The method is told in
docs/forecast.md. Same present, laws and seed: same forecast.
"""

from hashlib import blake2b
from typing import NamedTuple

import msgspec
import numpy as np

from queue_server.forecast.draws import draw
from queue_server.forecast.kernel import play
from queue_server.forecast.law import UNKNOWN, Floats, Laws
from queue_server.forecast.part import Part, parts_of
from queue_server.forecast.present import Booked, Flow, Present, Probe, Waiter, WindowAt
from queue_server.vocabulary import ItemCode, TicketId

REPLAYS = 100
"""How often the hall is replayed, unless said otherwise."""
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


class Replayed(NamedTuple):
    """Every future, ticket by ticket: the wait from now to the call in ms; infinite: not called today."""

    waits_ms: dict[TicketId, Floats]
    probes_ms: dict[str, Floats]
    """By ``Probe.key``."""
    over_ms: dict[str, Floats]
    """Of probes: from now to the end of the service."""


def replay(present: Present, laws: Laws, seed: int, replays: int = REPLAYS) -> Replayed:
    """Replay the hall ``replays`` times by the policy in force. Pure: chance comes from ``seed`` alone."""
    chance = np.random.Generator(np.random.PCG64(seed))
    parts, nowhere = parts_of(present)
    lineups = [draw(part, present, laws, chance, replays) for part in parts]
    waits: dict[TicketId, Floats] = {}
    probes: dict[str, Floats] = {}
    for part, lineup, called in zip(parts, lineups, play(lineups, present), strict=True):
        stand_ins: dict[str, Floats] = {}
        for column, entry in enumerate(lineup.columns):
            if isinstance(entry, Waiter):
                waits[entry.ticket] = called[:, column]
            elif isinstance(entry, Probe):
                stand_ins[entry.key] = called[:, column]
        probes.update(_of_all(part, stand_ins))
    never = np.full(replays, np.inf)
    waits.update((one.ticket, never) for one in nowhere if isinstance(one, Waiter))
    probes.update((one.key, never) for one in nowhere if isinstance(one, Probe))
    uniform = chance.random((len(present.probes), replays))
    over = {
        one.key: probes[one.key] + laws.get(one.item, UNKNOWN).draw(row)
        for one, row in zip(present.probes, uniform, strict=True)
    }
    return Replayed(waits, probes, over)


def _of_all(part: Part, stand_ins: dict[str, Floats]) -> dict[str, Floats]:
    """Return the calls of all that were asked for in each lane, from the one that stood there."""
    return {one.key: stand_ins[of_lane[0].key] for _, of_lane in part.probes for one in of_lane}


def digest_of(present: Present, laws: Laws) -> str:
    """Return the digest of all that a forecast depends on but the seed: the present and the laws in it."""
    digest = blake2b(_encode(present), digest_size=16)
    for item in sorted(_items(present)):
        law = laws.get(item)
        digest.update(f"{item}:{law.digest if law else ''};".encode())
    return digest.hexdigest()


def _items(present: Present) -> set[ItemCode]:
    named: tuple[Waiter | Booked | Probe | Flow | WindowAt, ...]
    named = (*present.waiting, *present.booked, *present.probes, *present.flows, *present.windows)
    return {one.item for one in named if one.item}
