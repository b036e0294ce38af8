"""How the state of what was learned takes in one lesson. ``learned`` says when; nothing is taken back."""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.forecast.arrivals import count_transfer
from queue_server.forecast.conformal import remember
from queue_server.forecast.learned_state import (
    Came,
    CameBack,
    Gap,
    LearnedState,
    Lesson,
    Missed,
    Moved,
    Scored,
    Spent,
    StayedAway,
)
from queue_server.forecast.services import learn_service
from queue_server.hall.lookup import Hall
from queue_server.vocabulary import WindowNo


def learn(state: LearnedState, hall: Hall, window: WindowNo, lesson: Lesson) -> None:
    """Take in a lesson of the window."""
    _TEACHERS[type(lesson)](state, hall, window, lesson)


def _spent(state: LearnedState, _hall: Hall, window: WindowNo, lesson: Spent) -> None:
    learn_service(state, window, lesson.item, lesson.spent_ms)


def _scored(state: LearnedState, _hall: Hall, _window: WindowNo, lesson: Scored) -> None:
    remember(state.scores, lesson.mid_ms, lesson.score)


def _came(state: LearnedState, _hall: Hall, _window: WindowNo, _lesson: Came) -> None:
    state.comings.came += 1


def _missed(state: LearnedState, _hall: Hall, _window: WindowNo, lesson: Missed) -> None:
    state.comings.missed += 1
    state.comings.recall_ms += lesson.recall_ms


def _stayed_away(state: LearnedState, _hall: Hall, _window: WindowNo, _lesson: StayedAway) -> None:
    state.comings.stayed_away += 1


def _came_back(state: LearnedState, _hall: Hall, _window: WindowNo, _lesson: CameBack) -> None:
    state.comings.returned += 1


def _gap(state: LearnedState, _hall: Hall, _window: WindowNo, lesson: Gap) -> None:
    state.comings.gaps += 1
    state.comings.gaps_ms += lesson.gap_ms


def _moved(state: LearnedState, hall: Hall, _window: WindowNo, lesson: Moved) -> None:
    count_transfer(state.arrivals, lesson.item, lesson.klass, lesson.at_ms + hall.offset_ms)


_TEACHERS: Mapping[type, Callable[[LearnedState, Hall, WindowNo, Any], None]] = {
    Spent: _spent,
    Scored: _scored,
    Came: _came,
    Missed: _missed,
    StayedAway: _stayed_away,
    CameBack: _came_back,
    Gap: _gap,
    Moved: _moved,
}
