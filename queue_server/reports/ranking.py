"""Who stands where: by services finished, then by satisfaction. Equal figures share a place."""

from collections.abc import Mapping
from fractions import Fraction

from queue_server.reports.figures import Figures


def ranked(groups: Mapping[str, Figures]) -> dict[str, int]:
    """Return the place from 1 of everybody who called or served somebody; after two firsts comes a third."""
    merits = {key: _merit(figures) for key, figures in groups.items() if figures.called or figures.served}
    return {key: 1 + sum(other > merit for other in merits.values()) for key, merit in merits.items()}


def _merit(figures: Figures) -> tuple[int, Fraction]:
    satisfaction = figures.satisfaction
    share = Fraction(satisfaction.part, satisfaction.whole) if satisfaction.whole else Fraction(-1)
    return figures.served, share
