"""Votes: points are averaged, ballots are counted against the most voted for."""

from decimal import Decimal

import pytest

from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.votes import Vote, Voters, points_by_vote

W3, W4, S1 = Who(Kind.WINDOW, "03"), Who(Kind.WINDOW, "04"), Who(Kind.STAFF, "S1")


def points(voters: Voters, who: Who, *numbers: str) -> list[Vote]:
    return [Vote(voters, who, Decimal(number)) for number in numbers]


def ballots(voters: Voters, who: Who, *numbers: str) -> list[Vote]:
    return [Vote(voters, who, Decimal(number), is_count=True) for number in numbers]


@pytest.mark.parametrize(
    ("votes", "expected"),
    [
        (points(Voters.DUTY, W3, "90", "95", "96"), {(Voters.DUTY, W3): "93.67"}),
        (
            ballots(Voters.PUBLIC, W3, "100", "50") + ballots(Voters.PUBLIC, W4, "40"),
            {(Voters.PUBLIC, W3): "100.00", (Voters.PUBLIC, W4): "26.67"},
        ),
        (ballots(Voters.PUBLIC, W3, "0"), {(Voters.PUBLIC, W3): "0.00"}),
        (
            ballots(Voters.PUBLIC, W3, "7") + ballots(Voters.PUBLIC, S1, "900"),
            {(Voters.PUBLIC, W3): "100.00", (Voters.PUBLIC, S1): "100.00"},
        ),
        ([], {}),
    ],
)
def test_votes_become_points(votes: list[Vote], expected: dict[tuple[Voters, Who], str]) -> None:
    assert {key: str(value) for key, value in points_by_vote(votes).items()} == expected
