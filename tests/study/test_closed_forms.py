"""Queues whose truth is known in closed form: the simulator must find it, by the hall's own policies.

A run passes when the truth lies within three standard errors of its figure, and those are small beside it.
Formulas: Erlang C; Cobham for absolute priority; Kleinrock's recursion for accumulating priority.
"""

import pytest

from tests.study.stations import play

P90 = 1.9002


def test_erlang_c_ten_windows() -> None:
    station = play(windows=10, rates=(9.0,), seed=2)
    assert station.figure(station.waits > 0).proves(0.668732, share_max=0.02)
    assert station.figure(station.waits).proves(0.668732, share_max=0.02)
    assert station.figure(station.waits <= P90).proves(0.9, share_max=0.02)


@pytest.mark.parametrize("policy", ["accumulating", "fifo", "ratio"])
def test_with_one_class_every_policy_is_first_come_first_served(policy: str) -> None:
    one, other = (play(3, (2.4,), policy=name, count=5_000) for name in ("fifo", policy))
    assert (one.waits == other.waits).all()


def test_static_priority_ten_windows() -> None:
    station = play(windows=10, rates=(1.0, 8.0), weights=(2.0, 1.0), policy="static", seed=2)
    for which, truth in enumerate((0.0743, 0.7430)):
        assert station.figure(station.wait_of(which)).proves(truth, share_max=0.02)


def test_accumulating_priority_two_classes() -> None:
    station = play(windows=1, rates=(0.4, 0.4), weights=(2.0, 1.0), seed=2)
    for which, truth in enumerate((3.000, 5.000)):
        assert station.figure(station.wait_of(which)).proves(truth, share_max=0.01)


def test_accumulating_priority_three_classes() -> None:
    station = play(windows=1, rates=(0.3, 0.3, 0.3), weights=(6.0, 3.0, 1.0), seed=2)
    for which, truth in enumerate((3.898, 6.738, 16.364)):
        assert station.figure(station.wait_of(which)).proves(truth, share_max=0.01)


def test_only_ratios_of_weights_matter() -> None:
    one, other = (play(1, (0.4, 0.4), weights, count=20_000) for weights in ((2.0, 1.0), (6.0, 3.0)))
    assert (one.waits == other.waits).all()


def test_another_rule_is_told_apart() -> None:
    """The figures of accumulating priority are not those of a hall that serves first come first served."""
    station = play(windows=1, rates=(0.4, 0.4), weights=(2.0, 1.0), policy="fifo", seed=2)
    assert not station.figure(station.wait_of(0)).proves(3.0)
    assert not station.figure(station.wait_of(1)).proves(5.0)
