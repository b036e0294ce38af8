"""The figures of a run, and the lists of offenders that are empty in a sound hall. Nothing but data."""

from collections.abc import Iterator

import msgspec

from queue_server.reports.accuracy import Accuracy

MINUTE_MS = 60_000


class Attendance(msgspec.Struct):
    """The staff of the day as the journal knows them."""

    expected: int = 0
    """With a shift and not on leave."""
    present: int = 0
    late: int = 0
    absent: int = 0
    """Expected, and nothing was heard of them."""
    on_leave: int = 0
    unknown_badges: int = 0
    """Badges that belong to nobody, each counted once."""


class Tellings(msgspec.Struct):
    """What was told of cards."""

    tellings: int = 0
    """One for each card, recipient and time."""
    acknowledged: int = 0
    """Recipients who said that they have seen a card."""


class Forecasts(msgspec.Struct):
    """How well first forecasts did, beside people ahead times the average service; minutes and percent."""

    judged: int = 0
    """Forecasts that came true."""
    missing: int = 0
    """Numbers issued while nothing was known."""
    error_min: float | None = None
    naive_error_min: float | None = None
    bias_min: float | None = None
    """Above zero: too long a wait was told."""
    within_pct: float | None = None
    width_min: float | None = None


def forecasts_of(one: Accuracy) -> Forecasts:
    """Return the figures that the reports have, to a tenth."""
    permille = one.coverage.permille
    return Forecasts(
        one.judged,
        one.unforetold,
        _minutes(one.error_ms),
        _minutes(one.naive_error_ms),
        _minutes(one.bias_ms),
        None if permille is None else permille / 10,
        _minutes(one.width_ms),
    )


def _minutes(span_ms: int | None) -> float | None:
    return None if span_ms is None else round(span_ms / MINUTE_MS, 1)


class Summary(msgspec.Struct):
    """The figures of a run; the lists hold the ids of offenders and are empty in a sound hall."""

    issued: int = 0
    called: int = 0
    served: int = 0
    missed: int = 0
    cancelled: int = 0
    transferred: int = 0
    ratings: int = 0
    attendance: Attendance = msgspec.field(default_factory=Attendance)
    cards_by_level: dict[str, int] = {}
    """Level -> cards raised; what came of them does not change it."""
    cards_revoked: dict[str, int] = {}
    """Level -> of these, revoked."""
    told: Tellings = msgspec.field(default_factory=Tellings)
    forecasts: Forecasts = msgspec.field(default_factory=Forecasts)
    faults: dict[str, int] = {}
    """``window:06/pad`` -> how often it fell into a fault."""
    duplicate_numbers: list[str] = []
    tickets_called_twice_at_once: list[str] = []
    lost_tickets: list[str] = []
    out_of_order: list[str] = []
    announced_out_of_turn: list[str] = []
    """Announcements that a board of the run got twice, late or not at all."""
    late_misjudged: list[str] = []
    """Staff who came late by their punches and have no card for it, or the other way round."""
    told_to_nobody: list[str] = []
    """Cards told to nobody, or to somebody who cannot be."""
    told_before_raised: list[str] = []
    two_open_cards: list[str] = []
    """Cards raised or reopened while another one was open for the same subject and rule."""
    milder_cards_left: list[str] = []
    """Cards that stood on when a severer one was raised for the same cause."""
    covered_posts_with_cards: list[str] = []
    """Cards for a post that its substitute covered, and that nobody has taken back."""
    bad_ratings_without_task: list[str] = []
    scenes_not_seen: list[str] = []
    """Scenes of the story that have left no trace in time."""

    def offences(self) -> Iterator[tuple[str, list[str]]]:
        """Yield each list that is not empty, with its name."""
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, list) and value:
                yield name, value

    def is_sound(self) -> bool:
        """Say whether no promise was broken."""
        return not any(self.offences())
