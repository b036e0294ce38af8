"""The check values of accumulating priority, its tie-breaks, and the other policies."""

import pytest

from queue_server.hall.dispatch import POLICY_NAMES, choose, passes_at_ms
from queue_server.hall.events import CallReason
from queue_server.hall.lanes import Lane
from queue_server.hall.lookup import weight_of
from queue_server.hall.plan import Dispatch
from queue_server.vocabulary import TicketClass, TicketId

MINUTE = 60_000
R, P, A, G = TicketClass.REGULAR, TicketClass.PRIORITY, TicketClass.APPOINTMENT, TicketClass.GREEN


def lane(name: str, klass: TicketClass, weight: int, ref_min: float, issued: int = 0, seq: int = 0) -> Lane:
    made = Lane(klass, weight)
    made.line.add((round(ref_min * MINUTE), issued, seq, TicketId(name)))
    return made


def example(power: float) -> list[Lane]:
    """Return the example of the rule: R (ref 0), P (ref 25), A (ref 26), X transferred (ref 22)."""
    b_priority, b_transfer = weight_of(8, 25, power), weight_of(10, 25, power)
    return [
        lane("R", R, weight_of(25, 25, power), 0),
        lane("P", P, b_priority, 25),
        lane("A", A, b_priority, 26),
        lane("X", R, b_transfer, 22),
    ]


def order(lanes: list[Lane], at_min: float, dispatch: Dispatch | None = None) -> str:
    """Return the order in which all would be called at one instant."""
    names = ""
    while any(each.line for each in lanes):
        choice = choose([each for each in lanes if each.line], round(at_min * MINUTE), dispatch or Dispatch())
        assert choice is not None
        names += choice.ticket
        next(each for each in lanes if each.line and each.line[0][3] == choice.ticket).line.pop(0)
    return names


def why(lanes: list[Lane], at_min: float, dispatch: Dispatch | None = None, debt: int = 0) -> CallReason:
    choice = choose(lanes, round(at_min * MINUTE), dispatch or Dispatch(), debt)
    assert choice is not None
    return choice.why


def test_the_weights_are_those_of_the_rule() -> None:
    weights = [weight_of(target, 25, 1.5) for target in (25, 8, 8, 10)]
    assert [round(weight / 1_000_000, 4) for weight in weights] == [1.0, 5.5243, 5.5243, 3.9528]


def test_the_example_is_called_in_the_order_x_r_p_a() -> None:
    assert order(example(1.5), 30) == "XRPA"


def test_the_example_has_the_points_of_the_rule() -> None:
    shown = why(example(1.5), 30).candidates
    points = {line.ticket: round(line.points / 1_000_000 / MINUTE, 2) for line in shown}
    assert points == {"R": 30.0, "P": 27.62, "A": 22.10, "X": 31.62}


def test_with_power_one_the_example_is_called_in_the_order_r_x_p_a() -> None:
    assert order(example(1.0), 30) == "RXPA"


def test_priority_passes_regular_exactly_at_the_crossing() -> None:
    crossing_ms = passes_at_ms(weight_of(8, 25, 1.5), 25 * MINUTE, weight_of(25, 25, 1.5), 0)
    assert crossing_ms / MINUTE == pytest.approx(30.526, abs=0.001)
    pair = example(1.5)[:2]
    called = [_called(pair, Dispatch(), 0, at_ms) for at_ms in (int(crossing_ms), int(crossing_ms) + 1)]
    assert called == ["R", "P"]


def test_nobody_waiting_is_nobody_called() -> None:
    assert choose([], 0, Dispatch()) is None


def test_the_only_one_is_called_because_it_is_the_only_one() -> None:
    assert why([lane("R", R, 1, 0)], 1).decided_by == "only_one"


def test_the_second_of_the_winning_lane_is_part_of_the_explanation() -> None:
    queue = lane("R", R, 1_000_000, 0)
    queue.line.add((MINUTE, 0, 1, TicketId("S")))
    reason = why([queue], 2)
    assert (reason.decided_by, reason.considered) == ("points", 2)
    assert [line.ticket for line in reason.candidates] == ["R", "S"]


@pytest.mark.parametrize(
    ("other", "word"),
    [
        (lane("S", P, 500_000, -5, 0, 0), "earlier_ref"),
        (lane("S", P, 1_000_000, 5, 9, 0), "earlier_issue"),
        (lane("S", P, 1_000_000, 5, 5, 9), "smaller_seq"),
        (lane("S", P, 1_000_000, 6, 0, 0), "points"),
    ],
)
def test_ties_are_broken_by_ref_then_issue_then_sequence(other: Lane, word: str) -> None:
    mine = lane("M", R, 1_000_000, 5, 5, 5)
    assert why([mine, other], 15).decided_by == word


def test_an_earlier_ref_wins_a_tie_of_points() -> None:
    heavy, light = lane("H", P, 2_000_000, 5), lane("L", R, 1_000_000, 0)
    assert order([heavy, light], 10) == "LH"


def test_a_clock_not_begun_waits_for_all_that_have() -> None:
    later, soon = lane("L", A, 5_000_000, 40), lane("S", A, 5_000_000, 35)
    begun = lane("R", R, 1_000_000, 30)
    assert order([later, soon, begun], 30) == "RSL"


def test_of_clocks_not_begun_the_earliest_ref_is_called() -> None:
    reason = why([lane("L", A, 5_000_000, 40), lane("S", A, 9_000_000, 35)], 30)
    assert reason.decided_by == "none_begun"
    assert [(line.ticket, line.begun, line.points) for line in reason.candidates] == [
        ("S", False, 0),
        ("L", False, 0),
    ]


def test_at_most_eight_candidates_are_shown_of_all_considered() -> None:
    reason = why([lane(f"T{n}", R, 1_000_000, n) for n in range(20)], 30)
    assert (len(reason.candidates), reason.considered) == (8, 20)


def test_first_come_first_served_looks_at_ref_alone() -> None:
    assert order(example(1.5), 30, Dispatch(policy="fifo")) == "RXPA"
    assert why(example(1.5), 30, Dispatch(policy="fifo")).decided_by == "earlier_ref"


def test_static_priority_serves_the_heaviest_first() -> None:
    dispatch = Dispatch(policy="static")
    assert order(example(1.5), 30, dispatch) == "PAXR"
    assert why(example(1.5)[:2], 30, dispatch).decided_by == "static"


def test_ratio_serves_so_many_others_for_one_regular() -> None:
    dispatch = Dispatch(policy="ratio", ratio=2)
    lanes = [lane("R", R, 1_000_000, 0), lane("P", P, 5_000_000, 5)]
    assert [_called(lanes, dispatch, debt) for debt in (0, 1, 2, 3)] == ["P", "P", "R", "R"]
    assert why(lanes, 30, dispatch).decided_by == "ratio"


def _called(lanes: list[Lane], dispatch: Dispatch, debt: int, at_ms: int = 30 * MINUTE) -> str:
    choice = choose(lanes, at_ms, dispatch, debt)
    assert choice is not None
    return choice.ticket


def test_under_every_policy_the_head_of_a_lane_is_its_best() -> None:
    for policy in POLICY_NAMES:
        line = lane("1", G, 3_000_000, 0)
        for n in range(2, 6):
            line.line.add((n * MINUTE, n, n, TicketId(str(n))))
        assert order([line], 3.5, Dispatch(policy=policy)) == "12345"
