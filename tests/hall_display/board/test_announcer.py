"""The order of calls at a board: examples to read. The laws for any sequence are in test_announcer_laws."""

import msgspec
import pytest

from hall_display.board.announcer import UNSPOKEN_MAX, WAITING_MAX, Announcer
from hall_display.board.calls import Pace
from queue_server.vocabulary import CallKind, TicketId, WindowNo
from queue_server.wire.from_server import Announced

PACE = Pace(dwell_ms=4000, floor_ms=1500, patience_ms=12_000, rows_max=5)


def call(n: int, number: str = "", window: str = "03", **more: object) -> Announced:
    number = number or f"A{n:03}"
    made = Announced(n, 1000 + n, TicketId(f"20260302-{number}"), number, WindowNo(window), CallKind.NEXT)
    return msgspec.structs.replace(made, **more)


@pytest.fixture
def announcer() -> Announcer:
    return Announcer(PACE)


def hear(announcer: Announcer, *calls: Announced, at_ms: int = 0) -> list[str]:
    for each in calls:
        announcer.hear(each)
    return [each.number for each in announcer.advance(at_ms)]


def numbers(announcer: Announcer) -> tuple[str, list[str]]:
    calls = announcer.calls
    return calls.hero.number if calls.hero else "", [row.number for row in calls.rows]


def speak(announcer: Announcer) -> str:
    due = announcer.next_to_speak()
    if due is None:
        return ""
    announcer.spoken(due.n)
    return due.number


def test_a_call_takes_the_heros_place_at_once(announcer: Announcer) -> None:
    assert hear(announcer, call(1)) == ["A001"]
    assert numbers(announcer) == ("A001", [])


def test_two_calls_at_one_moment_are_both_shown_and_both_spoken_in_order(announcer: Announcer) -> None:
    assert hear(announcer, call(1, window="03"), call(2, window="05")) == ["A001"]
    assert speak(announcer) == "A001"
    assert announcer.next_change_ms() == 4000
    assert announcer.advance(3999) == ()
    assert [each.number for each in announcer.advance(4000)] == ["A002"]
    assert speak(announcer) == "A002"
    assert numbers(announcer) == ("A002", ["A001"])


def test_the_hero_waits_for_its_voice_but_not_for_ever(announcer: Announcer) -> None:
    hear(announcer, call(1), call(2))
    announcer.next_to_speak()
    assert announcer.advance(11_999) == ()
    assert len(announcer.advance(12_000)) == 1


def test_a_crowd_shortens_the_stay_down_to_the_floor(announcer: Announcer) -> None:
    hear(announcer, *(call(n) for n in range(1, 12)))
    announcer.spoken(1)
    assert announcer.next_change_ms() == 1500
    announcer.advance(1500)
    assert numbers(announcer)[0] == "A002"


def test_a_late_second_call_comes_at_once_when_the_first_was_long_enough_there(announcer: Announcer) -> None:
    hear(announcer, call(1))
    speak(announcer)
    assert hear(announcer, call(2), at_ms=60_000) == ["A002"]


def test_a_repeated_announcement_is_ignored(announcer: Announcer) -> None:
    hear(announcer, call(1))
    assert hear(announcer, call(1), at_ms=60_000) == []
    assert announcer.calls.flashes == 1
    assert speak(announcer) == "A001"
    assert speak(announcer) == ""


def test_a_recall_is_spoken_and_flashes_again_but_has_no_second_row(announcer: Announcer) -> None:
    hear(announcer, call(1), at_ms=0)
    speak(announcer)
    hear(announcer, call(2), at_ms=10_000)
    speak(announcer)
    hear(announcer, call(3, "A001", kind=CallKind.RECALL), at_ms=20_000)
    assert numbers(announcer) == ("A001", ["A002"])
    assert announcer.calls.flashes == 3
    assert speak(announcer) == "A001"


def test_the_hero_itself_recalled_flashes_and_is_spoken_again(announcer: Announcer) -> None:
    hear(announcer, call(1))
    speak(announcer)
    hear(announcer, call(2, "A001", kind=CallKind.REPEAT), at_ms=45_000)
    assert numbers(announcer) == ("A001", [])
    assert announcer.calls.flashes == 2
    assert speak(announcer) == "A001"


def test_a_ticket_resumed_at_another_window_shows_the_new_window_only(announcer: Announcer) -> None:
    hear(announcer, call(1, window="03"), at_ms=0)
    speak(announcer)
    hear(announcer, call(2, "A001", window="07", kind=CallKind.RESUMED), at_ms=9000)
    assert announcer.calls.hero is not None
    assert announcer.calls.hero.window == "07"
    assert announcer.calls.rows == ()


def test_missed_calls_are_shown_but_only_the_current_ones_spoken(announcer: Announcer) -> None:
    hear(announcer, call(1, is_current=False), call(2, is_current=False), call(3))
    assert numbers(announcer) == ("A003", ["A002", "A001"])
    assert speak(announcer) == "A003"
    assert speak(announcer) == ""


def test_a_call_answered_during_an_absence_is_not_spoken_any_more(announcer: Announcer) -> None:
    hear(announcer, call(1), call(2))
    hear(announcer, call(2, is_current=False), at_ms=100)
    assert speak(announcer) == "A001"
    announcer.advance(60_000)
    assert speak(announcer) == ""
    assert numbers(announcer) == ("A001", ["A002"])
    assert announcer.to_acknowledge() == 2


def test_a_withdrawn_call_leaves_hero_and_voice_and_the_last_standing_call_returns(
    announcer: Announcer,
) -> None:
    hear(announcer, call(1))
    speak(announcer)
    hear(announcer, call(2), at_ms=9000)
    hear(announcer, call(3, "A002", kind=CallKind.WITHDRAWN), at_ms=9001)
    assert numbers(announcer) == ("A001", [])
    assert speak(announcer) == ""
    assert announcer.to_acknowledge() == 3


def test_a_call_withdrawn_before_it_was_shown_is_never_shown(announcer: Announcer) -> None:
    hear(announcer, call(1), call(2), call(3, "A002", kind=CallKind.WITHDRAWN))
    assert announcer.advance(60_000) == ()
    assert numbers(announcer) == ("A001", [])


def test_a_withdrawn_row_goes_from_the_recent_calls(announcer: Announcer) -> None:
    hear(announcer, call(1, is_current=False), call(2))
    hear(announcer, call(3, "A001", kind=CallKind.WITHDRAWN), at_ms=1)
    assert numbers(announcer) == ("A002", [])


def test_nothing_is_acknowledged_before_it_is_shown_and_spoken(announcer: Announcer) -> None:
    hear(announcer, call(1), call(2))
    assert announcer.to_acknowledge() is None
    assert speak(announcer) == "A001"
    assert announcer.to_acknowledge() == 1
    assert announcer.to_acknowledge() is None
    announcer.advance(60_000)
    assert announcer.to_acknowledge() is None
    speak(announcer)
    assert announcer.to_acknowledge() == 2


def test_skipped_announcements_count_as_heard(announcer: Announcer) -> None:
    announcer.skip(40)
    assert announcer.to_acknowledge() == 40
    assert hear(announcer, call(41)) == ["A041"]


def test_a_silent_board_acknowledges_what_it_showed() -> None:
    announcer = Announcer(PACE, is_silent=True)
    hear(announcer, call(1))
    assert announcer.next_to_speak() is None
    assert announcer.to_acknowledge() == 1


def test_calls_of_other_areas_are_acknowledged_and_not_shown() -> None:
    announcer = Announcer(PACE, area="C")
    hear(announcer, call(1, area="A"), call(2, area="C"), call(3, area="A"))
    assert numbers(announcer) == ("A002", [])
    assert speak(announcer) == "A002"
    assert announcer.to_acknowledge() == 3


def test_a_journal_begun_anew_counts_from_one_again(announcer: Announcer) -> None:
    hear(announcer, call(1), call(2), call(3))
    fresh = call(1, "B001", at_ms=999_999)
    assert hear(announcer, fresh, at_ms=50) == ["B001"]
    assert numbers(announcer) == ("B001", [])
    assert speak(announcer) == "B001"
    assert announcer.to_acknowledge() == 1


def test_yesterdays_calls_leave_when_the_day_turns(announcer: Announcer) -> None:
    hear(announcer, call(1, is_current=False), call(2))
    announcer.keep_day("20260302")
    assert numbers(announcer) == ("A002", ["A001"])
    announcer.keep_day("20260303")
    assert numbers(announcer) == ("", [])


def test_only_so_many_rows_are_kept(announcer: Announcer) -> None:
    hear(announcer, *(call(n, is_current=False) for n in range(1, 20)))
    assert numbers(announcer)[1] == ["A019", "A018", "A017", "A016", "A015"]


def test_a_flood_goes_to_the_rows_without_a_stay_and_the_voice_drops_the_oldest(announcer: Announcer) -> None:
    flood = WAITING_MAX + UNSPOKEN_MAX + 40
    shown = hear(announcer, *(call(n, f"A{n:04}") for n in range(1, flood + 1)))
    assert len(shown) == flood - WAITING_MAX
    assert announcer.waiting == WAITING_MAX
    assert speak(announcer) == f"A{flood - WAITING_MAX - UNSPOKEN_MAX + 1:04}"


def test_a_board_started_again_shows_what_it_had_and_is_silent(announcer: Announcer) -> None:
    had = (
        call(1, is_current=False),
        call(2),
        call(3, "A001", window="05", is_current=False),
        call(4, "A004"),
        call(5, "A004", kind=CallKind.WITHDRAWN),
    )
    announcer.fill(had)
    assert numbers(announcer) == ("A002", ["A001"])
    assert announcer.calls.flashes == 0
    assert speak(announcer) == ""
    assert announcer.to_acknowledge() is None
    assert hear(announcer, call(6), at_ms=60_000) == ["A006"]
    assert numbers(announcer) == ("A006", ["A001", "A002"])
