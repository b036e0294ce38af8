"""What is held against a silent pad: acts of the window's work by other means, and nothing else."""

from collections.abc import Callable

import pytest

from queue_server.config import Config, Counter, Line, Listen, Store
from queue_server.hall.events import CommandRefused, Event, Recorded, WindowOpened, WindowPaused
from queue_server.runtime.field.unheard import Unheard
from queue_server.runtime.rehearsal import PLAN
from queue_server.supervision.events import LifeShown, TellingAcknowledged, Told
from queue_server.vocabulary import CardId, Device, RefusalCode, WindowNo

WINDOW = WindowNo("01")
SILENT = (WINDOW, Device.PAD, True)

Say = Callable[[Event], object]


@pytest.fixture
def unheard() -> Unheard:
    line = Line("north", "sim://north", pad_silent_acts=2)
    counters = (Counter(WINDOW, "north", pad=1),)
    return Unheard(Config(plan=PLAN, listen=Listen(), store=Store(), lines=(line,), counters=counters))


@pytest.fixture
def say(unheard: Unheard) -> Say:
    requests = iter(range(100))

    def noted(event: Event) -> object:
        return unheard.note(Recorded(1, 0, f"window:{WINDOW}/S1", f"r{next(requests)}", event))

    return noted


def test_acts_at_the_terminal_make_a_pad_silent_and_one_frame_of_it_makes_it_heard(
    unheard: Unheard, say: Say
) -> None:
    assert say(WindowOpened(WINDOW)) is None
    assert say(WindowPaused(WINDOW, "x")) == SILENT
    assert unheard.heard_pad(WINDOW)
    assert say(WindowOpened(WINDOW)) is None


NO_ACTS = (
    LifeShown(WINDOW, "touch"),
    TellingAcknowledged(CardId("K1"), "window:01"),
    Told(CardId("K1"), ("duty",), "explain"),
    CommandRefused("call_next", RefusalCode.NOBODY_WAITS),
)


@pytest.mark.parametrize("event", NO_ACTS, ids=lambda event: type(event).__name__)
def test_a_touch_a_word_about_a_card_and_a_refusal_are_no_acts(say: Say, event: Event) -> None:
    assert [say(event) for _ in range(5)] == [None] * 5
