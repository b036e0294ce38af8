"""Says whether figures of the house equal a recount of the bare rows; the formulas are made anew here."""

from collections.abc import Sequence
from fractions import Fraction

from queue_server.reports.figures import Figures
from queue_server.reports.tally import Side, Tally
from tests.reports.recount import Recount

COUNTS = {
    "issued": "issued",
    "called": "called",
    "served": "served",
    "missed": "missed",
    "cancelled": "cancelled",
    "transferred": "transferred",
    "closed": "closed",
    "within": "within",
}


def same_tally(tally: Tally, counted: Recount) -> None:
    """Check every side of a tally, and that the recount knows no other."""
    for side, groups in tally.sides.items():
        for key, figures in groups.items():
            same_figures(figures, counted, key_of(side, key))
    known = {key_of(side, key) for side, groups in tally.sides.items() for key in groups}
    assert {key for key, counts in counted.counts.items() if any(counts.values())} <= known


def key_of(side: Side, key: str) -> str:
    """Return what the recount calls it."""
    if side is Side.ALL:
        return "all"
    return f"hour:{int(key)}" if side is Side.HOUR else f"{side}:{key}"


def same_figures(figures: Figures, counted: Recount, key: str) -> None:
    counts, stars = counted.counts[key], counted.stars[key]
    assert {name: getattr(figures, name) for name in COUNTS} == {n: counts[c] for n, c in COUNTS.items()}, key
    waits, services = sorted(counted.waits[key]), sorted(counted.services[key])
    assert figures.mean_wait_ms == nearest_mean(waits)
    assert figures.p90_wait_ms == ninetieth(waits)
    assert figures.longest_wait_ms == (waits[-1] if waits else None)
    assert figures.mean_service_ms == nearest_mean(services)
    assert figures.stars == [stars[level] for level in (1, 2, 3, 4, 5)]
    assert figures.silent == stars[0]
    rated = sum(number for level, number in stars.items() if level)
    assert (figures.satisfaction.part, figures.satisfaction.whole) == (stars[3] + stars[4] + stars[5], rated)
    assert (figures.rating_rate.part, figures.rating_rate.whole) == (rated, counts["served"])
    assert (figures.in_time.part, figures.in_time.whole) == (counts["within"], counts["called"])


def nearest_mean(values: Sequence[int]) -> int | None:
    """Return the integer nearest to the mean, a half up."""
    return int(Fraction(sum(values), len(values)) + Fraction(1, 2)) if values else None


def ninetieth(values: Sequence[int]) -> int | None:
    """Return the first value in order up to which nine of ten lie."""
    for place, value in enumerate(values, start=1):
        if 10 * place >= 9 * len(values):
            return value
    return None
