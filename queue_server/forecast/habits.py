"""From what became of calls to the habits that a forecast starts from: chances and means, with priors. Pure.

A prior is worth so many observations; it stands for a hall that has measured nothing yet.
"""

from queue_server.forecast.learned_state import Comings
from queue_server.forecast.present import Habits
from queue_server.hall.plan import Calling

NO_SHOW, NO_SHOW_WORTH = 0.07, 100
RETURNS, RETURNS_WORTH = 0.5, 20
RECALL_MS, RECALL_WORTH = 90_000, 20
"""Where the plan lets no ticket be missed by itself."""
GAP_MS, GAP_WORTH = 10_000, 10
GAP_MS_MAX = 1_800_000
"""A pause between two services makes those who wait later, like any other gap; a longer one was a break, and
the plan tells of those."""


def habits_of(comings: Comings, calling: Calling) -> Habits:
    """Return the habits of the hall's citizens and windows."""
    answered = comings.came + comings.missed
    settled = comings.returned + comings.stayed_away
    recall_ms = calling.miss_at_s * 1000 or RECALL_MS
    return Habits(
        no_show=_share(comings.missed, answered, NO_SHOW, NO_SHOW_WORTH),
        recall_ms=round(_share(comings.recall_ms, comings.missed, recall_ms, RECALL_WORTH)),
        returns=_share(comings.returned, settled, RETURNS, RETURNS_WORTH),
        gap_ms=round(_share(comings.gaps_ms, comings.gaps, GAP_MS, GAP_WORTH)),
    )


def _share(total: float, count: int, prior: float, worth: int) -> float:
    return (worth * prior + total) / (worth + count)
