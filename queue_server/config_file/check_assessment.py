"""What can be wrong with ``[assessment]``: points below 0, weights that do not make up the base, targets."""

from collections.abc import Mapping

import msgspec

from queue_server.assessment.plan import AssessmentPlan
from queue_server.assessment.ratings import STARS_MAX, STARS_MIN
from queue_server.config_file.check_hall import at_least
from queue_server.config_file.mistakes import Mistakes

POINTS_MAX = 1000.0
NEARLY = 1e-6


def check_assessment(plan: AssessmentPlan, mistakes: Mistakes) -> None:
    """Add every mistake of the table."""
    for key, points in msgspec.structs.asdict(plan).items():
        if isinstance(points, float):
            _points(f"[assessment], key {key}", points, mistakes)
    _sum("weights", msgspec.structs.asdict(plan.weights), plan.base, "key base", mistakes)
    _sum("shares", msgspec.structs.asdict(plan.shares), 100.0, "per cent", mistakes)
    if not plan.cap >= plan.base:
        mistakes.add("[assessment], key cap", f"{plan.cap} is less than base, {plan.base}")
    if not STARS_MIN < plan.ratings_target < STARS_MAX:
        mistakes.add(
            "[assessment], key ratings_target",
            f"{plan.ratings_target} is not between {STARS_MIN} and {STARS_MAX}; 4.0 is usual",
        )
    _counts(plan, mistakes)


def _counts(plan: AssessmentPlan, mistakes: Mistakes) -> None:
    at_least("[assessment], key rated_min", plan.rated_min, 1, "rated services", mistakes)
    at_least("[assessment], key row_within_days", plan.row_within_days, 0, "0: on the same day", mistakes)
    at_least("[assessment], key services_min", plan.services_min, 0, "0: everybody may be chosen", mistakes)
    for key, places in (("red_flag_windows", plan.red_flag_windows), ("service_models", plan.service_models)):
        for period, number in msgspec.structs.asdict(places).items():
            at_least(f"[assessment], key {key}, {period}", number, 0, "0 chooses none", mistakes)


def _points(where: str, points: float, mistakes: Mistakes) -> None:
    if not 0 <= points <= POINTS_MAX:  # also what is no number
        mistakes.add(where, f"{points} is not between 0 and {POINTS_MAX:g}")


def _sum(table: str, parts: Mapping[str, float], whole: float, what: str, mistakes: Mistakes) -> None:
    for key, points in parts.items():
        _points(f"[assessment], key {table}, {key}", points, mistakes)
    total = sum(parts.values())
    if not abs(total - whole) < NEARLY:
        mistakes.add(
            f"[assessment], key {table}", f"the parts make up {total:g}; they must make up {whole:g}, {what}"
        )
