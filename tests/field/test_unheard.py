"""When an evaluator counts as silent, with a rating screen beside it at the same window."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.demo.small_hall import small_hall
from queue_server.hall.events import Event, RatingLapsed, Recorded, ServiceRated
from queue_server.runtime.field.unheard import Silence, Unheard
from queue_server.vocabulary import Device, TicketId, WindowNo

W3, A001 = WindowNo("03"), TicketId("20260302-A001")
LAPSED = RatingLapsed(A001, W3)
BEGINS, ENDS = (W3, Device.EVALUATOR, True), (W3, Device.EVALUATOR, False)


@pytest.fixture
def unheard(tmp_path: Path) -> Unheard:
    """Count at a window whose evaluator is silent after two requests without an answer."""
    config = small_hall(tmp_path)
    lines = tuple(replace(line, evaluator_silent_asks=2) for line in config.lines)
    return Unheard(replace(config, lines=lines))


def note(unheard: Unheard, event: Event, actor: str = "clock") -> Silence | None:
    return unheard.note(Recorded(1, 0, actor, "", event))


def on_screen(unheard: Unheard) -> Silence | None:
    return note(unheard, ServiceRated(A001, W3, 5, Device.SCREEN), "rating:03")


def on_evaluator(unheard: Unheard) -> Silence | None:
    return note(unheard, ServiceRated(A001, W3, 5), "evaluator:03")


def test_a_rating_on_the_screen_ends_the_row_of_unanswered_requests(unheard: Unheard) -> None:
    assert [note(unheard, LAPSED), on_screen(unheard), note(unheard, LAPSED)] == [None, None, None]
    assert note(unheard, LAPSED) == BEGINS


def test_a_rating_on_the_screen_does_not_bring_a_silent_evaluator_back(unheard: Unheard) -> None:
    assert [note(unheard, LAPSED), note(unheard, LAPSED)] == [None, BEGINS]
    assert on_screen(unheard) is None
    assert on_evaluator(unheard) == ENDS
