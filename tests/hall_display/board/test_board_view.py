"""What the board says, from documents and calls alone."""

from datetime import datetime

import msgspec
import pytest

from hall_display.board import view
from hall_display.board.trial import AT_MS, trial_call, trial_hall
from hall_display.board.view import BoardLanguage
from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.banner import GO_ON, NO_NUMBERS, OFFLINE
from kiosk.screenkit.language import Text
from queue_server.clock import ManualClock
from queue_server.vocabulary import CallKind, WindowNo
from queue_server.wire.documents import AnyDoc

DOCS: dict[str, AnyDoc] = {doc.key: doc for doc in trial_hall()}
CALL = trial_call(1, ManualClock(AT_MS))


def test_the_head_shows_the_halls_local_time() -> None:
    head = view.head_view(DOCS, AT_MS, 480)
    assert (head.clock, head.date) == ("09:41", Text("3月2日 周一", "Mon 2 Mar"))


def test_without_the_halls_time_no_time_is_shown() -> None:
    assert view.head_view(DOCS, 0, 480).clock == ""
    assert view.head_view({}, 0, 480) == view.HeadView()


@pytest.mark.parametrize(
    ("day", "date"),
    [
        (datetime(2026, 12, 6), Text("12月6日 周日", "Sun 6 Dec")),  # noqa: DTZ001 - already local
        (datetime(2026, 1, 31), Text("1月31日 周六", "Sat 31 Jan")),  # noqa: DTZ001 - already local
    ],
)
def test_a_date_is_written_in_both_languages(day: datetime, date: Text) -> None:
    assert view.date_text(day) == date


@pytest.mark.parametrize(
    ("kind", "caption"),
    [
        (CallKind.NEXT, view.CALLING),
        (CallKind.MANUAL, view.CALLING),
        (CallKind.RECALL, view.CALLING_AGAIN),
        (CallKind.REPEAT, view.CALLING_AGAIN),
        (CallKind.RESUMED, view.CALLING_BACK),
    ],
)
def test_the_caption_says_what_kind_of_call_it_is(kind: CallKind, caption: Text) -> None:
    assert view.hero_view(msgspec.structs.replace(CALL, kind=kind), 1, {}).caption == caption


def test_the_newest_call_names_number_window_and_area() -> None:
    hero = view.hero_view(CALL, 1, view.area_names(DOCS, ""))
    assert (hero.number, hero.window, hero.area.zh) == ("D011", "21", "公安区")
    assert hero.go == Text("请到21号窗口", "Window 21")
    assert hero.go_fully.en == "Please go to window 21"


def test_a_board_of_one_area_need_not_name_it() -> None:
    assert view.area_names(DOCS, "C") == {}


def test_without_a_call_the_board_asks_to_wait() -> None:
    assert view.hero_view(None, 0, {}).go == view.NO_CALL


@pytest.mark.parametrize(("number", "plain"), [("03", "3"), ("12", "12"), ("A3", "A3"), ("00", "00")])
def test_a_window_is_named_as_people_say_it(number: str, plain: str) -> None:
    assert view.plain_window(WindowNo(number)) == plain


def test_queues_stand_by_their_letter_and_an_area_has_its_own() -> None:
    assert [card.code for card in view.card_views(DOCS, "")] == list("ABCDEF")
    assert [card.code for card in view.card_views(DOCS, "C")] == ["C", "E"]


def test_an_alarmed_and_an_unserved_queue_are_told_apart() -> None:
    cards = {card.code: card for card in view.card_views(DOCS, "")}
    assert [code for code, card in cards.items() if card.is_alarmed] == ["C"]
    assert [code for code, card in cards.items() if not card.is_open] == ["E"]


def test_one_language_has_no_second_and_both_has_chinese_first() -> None:
    text = Text("等候", "Waiting")
    assert (BoardLanguage.BOTH.first(text), BoardLanguage.BOTH.second(text)) == ("等候", "Waiting")
    assert (BoardLanguage.ENGLISH.first(text), BoardLanguage.ENGLISH.second(text)) == ("Waiting", "")
    assert (BoardLanguage.CHINESE.first(text), BoardLanguage.CHINESE.second(text)) == ("等候", "")


def test_a_server_that_refused_is_told_apart_from_one_that_is_away() -> None:
    assert view.banner_text(DOCS, False, "") == OFFLINE
    assert view.banner_text(DOCS, False, "token") == refusal_text("token")
    assert view.banner_text(DOCS, True, "") is None


@pytest.mark.parametrize("has_away_numbers", [True, False])
def test_a_server_that_cannot_write_stops_the_numbers_only_where_no_kiosk_has_its_own(
    has_away_numbers: bool,
) -> None:
    hall = DOCS["hall"]
    broken = msgspec.structs.replace(hall, is_durable=False, has_away_numbers=has_away_numbers)
    said = view.banner_text({"hall": broken}, True, "")
    numbers = GO_ON if has_away_numbers else NO_NUMBERS
    assert said is not None
    assert (said.zh.endswith(f"；{numbers.zh}"), said.en.endswith(f". {numbers.en}")) == (True, True)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Real estate", ("Real estate", "")),
        ("Household and ID cards", ("Household", "and ID cards")),
        ("Administratively", ("Administratively", "")),
    ],
)
def test_a_long_name_is_cut_in_two_lines(text: str, lines: tuple[str, str]) -> None:
    assert view.two_lines(text) == lines


@pytest.mark.parametrize(
    ("text", "columns", "lines"), [("", 5, 0), ("户籍身份", 8, 1), ("a b c", 3, 2), ("企业开办登记", 6, 2)]
)
def test_lines_needed_count_chinese_letters_twice(text: str, columns: int, lines: int) -> None:
    assert view.lines_needed(text, columns) == lines


def test_how_many_wait_is_not_told_while_nobody_can_know() -> None:
    cards = view.card_views(DOCS, "", is_connected=False)
    assert {card.code for card in cards} == set("ABCDEF")
    assert all(card.waiting is None and not card.is_alarmed for card in cards)
