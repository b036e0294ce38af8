"""The garbage collector: out of the way of a replay and of a hall at work, and back again afterwards."""

import gc
from collections.abc import Iterator

import pytest

from queue_server.runtime.garbage import set_aside, uncollected


@pytest.fixture(autouse=True)
def nothing_aside() -> Iterator[None]:
    """Begin with nothing set aside; put back what the suite has set aside for itself."""
    had_aside = gc.get_freeze_count() > 0
    gc.unfreeze()
    yield
    if had_aside:
        gc.freeze()


def test_a_replay_is_not_walked_over_and_what_follows_is() -> None:
    assert gc.isenabled()
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_failed_replay_leaves_the_collector_on() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()


def test_what_a_hall_keeps_is_walked_over_again_only_when_it_is_down() -> None:
    with set_aside():
        assert gc.get_freeze_count() > 1_000
    assert gc.get_freeze_count() == 0


def test_what_somebody_else_has_set_aside_is_left_aside() -> None:
    with set_aside():
        aside = gc.get_freeze_count()
        with set_aside():
            pass
        assert gc.get_freeze_count() == aside
