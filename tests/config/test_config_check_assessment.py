"""What can be wrong with ``[assessment]``, each mistake named by its key."""

from collections.abc import Callable

import pytest

from queue_server.assessment.plan import AssessmentPlan
from queue_server.config import Config
from queue_server.vocabulary import RuleCode


def test_left_out_it_is_the_handbook_s(small: str, read: Callable[[str], Config]) -> None:
    assert read(small).assessment == AssessmentPlan()


def test_what_is_written_is_read_and_the_rest_keeps_its_default(
    small: str, read: Callable[[str], Config]
) -> None:
    text = small + (
        "[assessment]\nlate_points = 2\nrow_rules = ['late']\nweights = { presence = 30, complaints = 0 }\n"
    )
    plan = read(text).assessment
    assert (plan.late_points, plan.early_leave_points) == (2.0, 1.0)
    assert plan.row_rules == (RuleCode.LATE,)
    assert (plan.weights.presence, plan.weights.promises) == (30.0, 25.0)


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ("late_points = -1", "key late_points: -1.0 is not between 0 and 1000"),
        ("half_day_points = nan", "key half_day_points: nan is not between 0 and 1000"),
        (
            "weights = { presence = 21 }",
            "key weights: the parts make up 101; they must make up 100, key base",
        ),
        ("weights = { presence = -1 }", "key weights, presence: -1.0 is not between 0 and 1000"),
        ("shares = { duty = 25 }", "key shares: the parts make up 105; they must make up 100, per cent"),
        ("cap = 90", "key cap: 90.0 is less than base, 100.0"),
        ("ratings_target = 5", "key ratings_target: 5.0 is not between 1 and 5; 4.0 is usual"),
        ("rated_min = 0", "key rated_min: 0 is less than 1 (rated services)"),
        ("row_within_days = -1", "key row_within_days: -1 is less than 0 (0: on the same day)"),
        ("services_min = -1", "key services_min: -1 is less than 0 (0: everybody may be chosen)"),
        (
            "red_flag_windows = { quarter = -1 }",
            "key red_flag_windows, quarter: -1 is less than 0 (0 chooses none)",
        ),
        ("late_point = 2", 'unknown key "late_point"; did you mean "late_points"?'),
    ],
)
def test_every_mistake_is_named_by_its_key(
    small: str, mistakes: Callable[[str], tuple[str, ...]], line: str, mistake: str
) -> None:
    found = mistakes(f"{small}[assessment]\n{line}\n")
    assert any(one.startswith("hall.toml: [assessment]") and one.endswith(mistake) for one in found), found
