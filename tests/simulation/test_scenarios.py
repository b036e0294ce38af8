"""Days of one fixed nature keep every promise, and each of them has what it is there for.

Where a promise is broken only at such a moment, a defect is planted and has to be named.
"""

import pytest
from msgspec.structs import replace

from kiosk.citizen.away.records import Issued, Kept
from queue_server.hall import booking, decide_restore, evolve
from queue_server.hall import commands as c
from queue_server.hall.asked import Asked
from queue_server.hall.events import ServiceRated
from queue_server.runtime.field.repeats import Repeats
from queue_server.runtime.phones import Phones
from queue_server.vocabulary import QueueCode
from tests.simulation.day import play_day
from tests.simulation.planting import Planting, assert_named
from tests.simulation.scenarios import SCENARIOS
from tests.simulation.shrink import story


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_keeps_every_promise_and_meets_its_trouble(name: str) -> None:
    outcome = play_day(1, scenario=name)
    if outcome.broken:
        pytest.fail(story(outcome, "this source"), pytrace=False)
    missing = set(SCENARIOS[name].must_happen) - set(outcome.happened)
    assert not missing, f"it never came to this: {missing}"


def forget_the_presses_of_before(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Repeats, "begin", lambda *_: None)


def leap_over_nothing(patch: pytest.MonkeyPatch) -> None:
    """The numbers go on where the backup ends."""

    def ordinal(asked: Asked, _command: c.GoOnAfterRestore, code: QueueCode) -> int:
        return asked.room.queue(code).last_ordinal

    patch.setattr(decide_restore, "_ordinal", ordinal)


def announce_on_without_a_leap(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(decide_restore, "ANNOUNCEMENTS_SKIPPED", 0)
    patch.setattr("tests.simulation.troubles.leap_after", lambda _: c.GoOnAfterRestore(skip=100))


def hand_in_once_and_for_all(patch: pytest.MonkeyPatch) -> None:
    """A kiosk takes the first answer for the last word, whichever server gave it."""
    patch.setattr(Kept, "_is_due", lambda kept, one, _epoch, _day: one.ticket not in kept.handed_in)


def hand_in_the_newest_first(patch: pytest.MonkeyPatch) -> None:
    def due(kept: Kept, epoch: str, day: str) -> Issued | None:
        return next((one for one in reversed(kept.issued) if kept._is_due(one, epoch, day)), None)

    patch.setattr(Kept, "due", due)


def give_every_number_twice(patch: pytest.MonkeyPatch) -> None:
    real = Kept.next_ordinal

    def next_ordinal(kept: Kept, day: str, queue: QueueCode) -> int | None:
        return real(replace(kept, issued=kept.issued[:-1]), day, queue)

    patch.setattr(Kept, "next_ordinal", next_ordinal)


def let_everybody_come_with_one_code(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(booking, "_refuse_check_in", lambda *_: None)


def tell_phones_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Phones, "moved", lambda *_: None)


def ask_on_after_a_rating(patch: pytest.MonkeyPatch) -> None:
    handlers = dict(evolve._HANDLERS)
    handlers[ServiceRated] = lambda *_: None
    patch.setattr(evolve, "_HANDLERS", handlers)


@pytest.mark.parametrize(
    ("checker", "plant", "scenario"),
    [
        ("HandsAloneAct", forget_the_presses_of_before, "kill-before-the-echo"),
        ("NumbersUnique", leap_over_nothing, "restore-from-a-backup"),
        ("AnnouncedOnceInOrder", announce_on_without_a_leap, "restore-from-a-backup"),
        ("BookedOnce", let_everybody_come_with_one_code, "hours-booked-and-levels-touched"),
        ("PhonesShowWhatIs", tell_phones_once, "hours-booked-and-levels-touched"),
        ("RatedOnce", ask_on_after_a_rating, "hours-booked-and-levels-touched"),
        ("AwayNumbersKept", hand_in_once_and_for_all, "restore-from-a-backup"),
        ("AwayNumbersKept", hand_in_the_newest_first, "kiosks-alone-for-an-hour"),
        ("AwayNumbersKept", give_every_number_twice, "kiosks-alone-for-an-hour"),
    ],
)
def test_a_defect_of_such_a_moment_is_named(
    checker: str, plant: Planting, scenario: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_named(checker, plant, monkeypatch, scenario)
