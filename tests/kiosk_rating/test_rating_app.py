"""The rating screen by pilot: one touch is one rating, whatever finger, cable and server do."""

import pytest
from msgspec.structs import replace
from textual.widgets import Static

from kiosk.rating import words
from kiosk.rating.app import SENDING_MS, STAY_MS
from kiosk.rating.view import Phase
from kiosk.screenkit.banner import GO_ON, NO_NUMBERS, OfflineBanner
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import Language, RefusalCode
from queue_server.wire.from_server import Done, Faulted, Refused
from tests.kiosk_rating.conftest import HALL, IDLE, NOW_MS, SIZE, SMALL, Stand, asked, serving


@pytest.mark.parametrize("level", [1, 2, 3, 4, 5])
async def test_a_touch_is_that_level_for_the_ticket_asked_about(level: int) -> None:
    async with Stand(asked()).at_work() as stand:
        await stand.touch(f"#level-{level}")
        await stand.is_in(Phase.SENDING)
        await stand.until(lambda: len(stand.acts()) == 1)
        assert (stand.acts()[0].ticket, stand.acts()[0].stars) == ("20260302-A012", level)


async def test_a_key_of_the_keyboard_is_a_touch_while_it_asks() -> None:
    async with Stand().at_work() as stand:
        assert stand.pilot is not None
        await stand.pilot.press("4")
        stand.link.tell(asked())
        await stand.is_in(Phase.ASKED)
        await stand.pilot.press("0", "x", "4")
        await stand.until(lambda: len(stand.acts()) == 1)
        assert stand.acts()[0].stars == 4


async def test_thanks_come_with_the_answer_and_go_by_themselves() -> None:
    async with Stand(asked()).at_work() as stand:
        await stand.touch("#level-5")
        await stand.until(lambda: len(stand.acts()) == 1)
        assert stand.phase() is Phase.SENDING  # nothing is on disk yet
        stand.link.answer(Done(stand.acts()[0].request, 7, number="A012"))
        await stand.is_in(Phase.THANKED)
        stand.link.tell(IDLE)
        assert stand.pilot is not None
        await stand.pilot.pause()
        assert stand.phase() is Phase.THANKED
        stand.clock.advance_ms(STAY_MS + 1)
        await stand.is_in(Phase.IDLE)


async def test_a_double_touch_and_a_second_finger_rate_once() -> None:
    async with Stand(asked()).at_work() as stand:
        await stand.touch("#level-5")
        stand.clock.advance_ms(100)
        await stand.pilot_clicks("#level-5", "#level-1")
        await stand.until(lambda: len(stand.acts()) == 1)
        stand.link.answer(Done(stand.acts()[0].request, 7))
        await stand.is_in(Phase.THANKED)
        assert [act.stars for act in stand.acts()] == [5]


async def test_an_answer_that_does_not_come_is_asked_for_with_the_same_id() -> None:
    stand = Stand(asked())
    times: list[str] = []

    async with stand.at_work():
        stand.link.request = stand.deaf_once(stand.link.request, times)  # type: ignore[assignment,method-assign]  # a cable
        await stand.touch("#level-3")
        await stand.is_in(Phase.THANKED)
        assert len(times) == 2
        assert len(set(times)) == 1
        assert len(stand.acts()) == 1


async def test_a_lost_cable_after_the_touch_is_waited_out_and_then_thanked() -> None:
    async with Stand(asked()).at_work() as stand:
        await stand.touch("#level-5")
        await stand.until(lambda: len(stand.acts()) == 1)
        stand.link.go_down()
        await stand.until(lambda: stand.app.screen.query_one(OfflineBanner).is_offline)
        assert stand.phase() is Phase.SENDING
        stand.link.come_up()
        stand.link.answer(Done(stand.acts()[0].request, 7))
        await stand.is_in(Phase.THANKED)


@pytest.mark.parametrize("has_away_numbers", [True, False])
async def test_a_lost_server_is_said_in_both_languages_with_what_becomes_of_the_numbers(
    has_away_numbers: bool,
) -> None:
    async with Stand(asked()).at_work() as stand:
        stand.link.tell(replace(HALL, has_away_numbers=has_away_numbers))
        stand.link.go_down()
        banner = stand.app.screen.query_one(OfflineBanner)
        await stand.until(lambda: banner.is_offline)
        zh, en = banner.render().plain.splitlines()
        numbers = GO_ON if has_away_numbers else NO_NUMBERS
        assert (zh.endswith(numbers.zh), en.endswith(numbers.en)) == (True, True)


async def test_a_lost_cable_before_the_touch_asks_and_names_nobody() -> None:
    async with Stand(asked()).at_work() as stand:
        stand.link.go_down()
        await stand.is_in(Phase.AWAY)
        assert not stand.app.screen.query_one("#levels").parent.display  # type: ignore[union-attr]  # it has one
        stand.link.come_up()
        await stand.is_in(Phase.ASKED)
        stand.link.go_down()
        await stand.is_in(Phase.AWAY)
        stand.link.tell(serving("A013"))
        stand.link.come_up()
        await stand.is_in(Phase.SERVING)
        assert stand.app.view.number == "A013"


async def test_a_touch_without_an_answer_gives_the_screen_back_to_the_hall() -> None:
    async with Stand(asked()).at_work() as stand:
        await stand.touch("#level-5")
        await stand.until(lambda: len(stand.acts()) == 1)
        stand.link.go_down()
        await stand.until(lambda: stand.app.view.alarm is not None)
        stand.clock.advance_ms(SENDING_MS + 1)
        await stand.is_in(Phase.AWAY)
        stand.link.tell(serving("A013"))
        stand.link.come_up()
        await stand.is_in(Phase.SERVING)
        stand.link.answer(Done(stand.acts()[0].request, 7))
        await stand.settle()
        assert (stand.app.view.phase, stand.app.view.number) == (Phase.SERVING, "A013")


async def test_too_late_is_said_kindly() -> None:
    stand = Stand(asked())
    stand.link.will_answer(lambda act: Refused(act.request, RefusalCode.NO_RATING_ASKED))
    async with stand.at_work():
        await stand.touch("#level-5")
        await stand.is_in(Phase.ENDED)
        assert words.NEVER_MIND.en in str(stand.app.screen.query_one("#below-beside", Static).content)
        stand.link.tell(IDLE)
        stand.clock.advance_ms(STAY_MS + 1)
        await stand.is_in(Phase.IDLE)


async def test_what_was_not_saved_may_be_touched_again() -> None:
    stand = Stand(asked())
    stand.link.will_answer(lambda act: Faulted(act.request, "the disk is full"))
    async with stand.at_work():
        await stand.touch("#level-2")
        await stand.until(lambda: stand.app.note == words.NOT_SAVED)
        assert stand.phase() is Phase.ASKED
        stand.clock.advance_ms(1_000)
        await stand.touch("#level-2")
        await stand.until(lambda: len(stand.acts()) == 2)
        assert stand.app.note.zh == ""


async def test_silence_ends_when_the_hall_says_so_and_not_before() -> None:
    async with Stand(asked()).at_work() as stand:
        stand.clock.advance_ms(60_000)
        await stand.settle()
        assert stand.phase() is Phase.ASKED
        stand.link.tell(IDLE)
        await stand.is_in(Phase.IDLE)
        assert stand.acts() == []


async def test_the_language_is_the_citizen_s_and_ends_with_them() -> None:
    async with Stand(serving("A012", Language.ENGLISH)).at_work() as stand:
        assert stand.language() is Language.ENGLISH
        stand.link.tell(asked("A012", Language.ENGLISH))
        await stand.is_in(Phase.ASKED)
        await stand.touch("#language")
        await stand.until(lambda: stand.app.language is Language.CHINESE)
        await stand.touch("#level-5")
        await stand.is_in(Phase.SENDING)
        assert stand.language() is Language.CHINESE
        stand.link.tell(serving("A013", Language.ENGLISH))
        await stand.is_in(Phase.SERVING)
        assert stand.language() is Language.ENGLISH


async def test_a_language_left_behind_on_the_idle_screen_goes_after_a_while() -> None:
    async with Stand().at_work() as stand:
        await stand.touch("#language")
        await stand.until(lambda: stand.app.language is Language.ENGLISH)
        stand.clock.advance_ms(31_000)
        await stand.until(lambda: stand.app.language is Language.CHINESE)


async def test_a_screen_that_was_taken_over_comes_back_when_touched() -> None:
    async with Stand().at_work() as stand:
        stand.link.go_down("replaced: another rating took the name 03", "replaced")
        await stand.until(lambda: stand.app.view.alarm == words.TAKEN_OVER)
        await stand.touch("SaidPanel")
        await stand.until(lambda: stand.link.times_wanted == 1)


async def test_another_window_s_documents_are_not_shown() -> None:
    async with Stand().at_work() as stand:
        from_elsewhere = asked("B001", asked_ms=NOW_MS)
        stand.link.tell(type(from_elsewhere)("rating/04", from_elsewhere.window, from_elsewhere.name))
        await stand.settle()
        assert stand.phase() is Phase.IDLE


@pytest.mark.parametrize("size", [SIZE, SMALL])
async def test_every_level_is_large_enough_for_a_finger_and_none_lies_on_another(
    size: tuple[int, int],
) -> None:
    async with Stand(asked()).at_work(size) as stand:
        await stand.settle()
        screen = stand.app.screen
        regions = [button.region for button in screen.query(TouchButton)]
        assert len(regions) == 6  # five levels and the language
        for place, region in enumerate(regions):
            assert region.height >= 3
            assert region.width >= 13
            assert screen.region.contains_region(region)
            assert not any(region.overlaps(other) for other in regions[place + 1 :])
        assert min(one.region.height for one in screen.query(".level")) >= 10
