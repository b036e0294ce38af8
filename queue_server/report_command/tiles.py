"""The key figures of a report, each with a note under it and its change on the period before. Pure."""

from collections.abc import Mapping

import msgspec

from queue_server.report_command.figure_sheets import FROM_FIGURES, column_of
from queue_server.report_command.sheets import Cell, Kind, cell_words, change_of, change_words
from queue_server.report_command.speech import Speech, permille_words, span_words
from queue_server.report_command.words import TILE_NOTES, TILES, Pair
from queue_server.reports.cards import Outcome
from queue_server.reports.fold import Told

CARDS = "cards"
MORE_IS_BETTER = frozenset({"in_time", "satisfaction"})
LESS_IS_BETTER = frozenset({"mean_wait", "missed", CARDS})
"""Of the others a change is neither good nor bad: more citizens came, services took longer."""


class Tile(msgspec.Struct, frozen=True):
    """A key figure; ``mood`` 1: it became better, -1 worse, 0 neither."""

    key: str
    value: str
    note: Pair
    change: str = ""
    mood: int = 0

    @property
    def title(self) -> Pair:
        return TILES[self.key]


def tiles_of(now: Told, before: Told | None, speech: Speech) -> tuple[Tile, ...]:
    """Return the tiles in their order."""
    values, then = _values(now, speech), _values(before, speech) if before else {}
    facts = _facts(now, speech)
    return tuple(_tile(key, value, then.get(key), facts) for key, value in values.items())


def _tile(key: str, value: Cell, then: Cell, facts: Mapping[str, str]) -> Tile:
    kind = Kind.COUNT if key == CARDS else column_of(key).kind
    zh, en = TILE_NOTES[key]
    change = change_of(value, then, kind) or 0
    way = (key in MORE_IS_BETTER) - (key in LESS_IS_BETTER)
    mood = way * ((change > 0) - (change < 0))
    note = (zh.format_map(facts), en.format_map(facts))
    return Tile(key, cell_words(value, kind) or "-", note, change_words(value, then, kind), mood)


def _values(told: Told, speech: Speech) -> dict[str, Cell]:
    total = told.tally.total
    cards = sum(card.stands and speech.is_card(card.level) for card in told.cards)
    return {key: cards if key == CARDS else FROM_FIGURES[key](total) for key in TILES}


def _facts(told: Told, speech: Speech) -> Mapping[str, str]:
    """Return what fills the notes."""
    total = told.tally.total
    revoked = sum(card.outcome is Outcome.REVOKED and speech.is_card(card.level) for card in told.cards)
    return {
        "called": str(total.called),
        "transferred": str(total.transferred),
        "p90": span_words(total.p90_wait_ms) or "-",
        "longest": span_words(total.longest_wait_ms) or "-",
        "part": str(total.in_time.part),
        "whole": str(total.in_time.whole),
        "count": str(len(total.services_ms)),
        "rate": permille_words(total.rating_rate.permille) or "-",
        "cancelled": str(total.cancelled),
        "closed": str(total.closed),
        "revoked": str(revoked),
        "faults": str(sum(device.times for device in told.devices)),
    }
