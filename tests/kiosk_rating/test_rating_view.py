"""What stands on the rating screen, by plain calls: the hall's word alone begins and ends it."""

import pytest
from msgspec.structs import replace

from kiosk.rating import words
from kiosk.rating.view import Link, Phase, RatingView, Touch, leading, rating_view, saying, seconds_left
from kiosk.screenkit.language import Text
from queue_server.vocabulary import Language, RatingState, RequestId, TicketId
from queue_server.wire.documents import AnyDoc, RatingDoc
from queue_server.wire.from_rating import RateService
from tests.kiosk_rating.conftest import HALL, IDLE, NOW_MS, W3, asked, serving

UP = Link(is_connected=True)
A012 = TicketId("20260302-A012")


def touch(phase: Phase = Phase.SENDING, *, is_shown: bool = True) -> Touch:
    return Touch(RateService(RequestId("r1"), A012, 5), NOW_MS, phase, is_shown)


def view_of(doc: RatingDoc, done: Touch | None = None, link: Link = UP) -> RatingView:
    docs: dict[str, AnyDoc] = {"hall": HALL, doc.key: doc}
    return rating_view(docs, W3, link, done)


@pytest.mark.parametrize(
    ("doc", "phase", "number"),
    [(IDLE, Phase.IDLE, ""), (serving(), Phase.SERVING, "A012"), (asked(), Phase.ASKED, "A012")],
)
def test_it_shows_what_the_hall_says(doc: RatingDoc, phase: Phase, number: str) -> None:
    view = view_of(doc)
    assert (view.phase, view.number) == (phase, number)
    assert (view.hall.zh, view.name.zh) == ("襄州区行政服务中心", "经济和信息化局")


def test_the_hall_may_ask_longer_than_it_said() -> None:
    assert seconds_left(view_of(asked()), NOW_MS + 100) == 15
    assert seconds_left(view_of(asked()), NOW_MS + 60_000) == 0
    assert view_of(asked()).phase is Phase.ASKED


@pytest.mark.parametrize("phase", [Phase.SENDING, Phase.THANKED, Phase.ENDED])
def test_after_a_touch_it_names_nobody(phase: Phase) -> None:
    for doc in (IDLE, asked()):
        view = view_of(doc, touch(phase))
        assert (view.phase, view.number, view.ticket) == (phase, "", "")


@pytest.mark.parametrize("phase", [Phase.SENDING, Phase.THANKED, Phase.ENDED])
def test_whoever_comes_next_sees_nothing_of_the_touch(phase: Phase) -> None:
    assert view_of(serving("A013"), touch(phase)).phase is Phase.SERVING
    assert view_of(asked("A013"), touch(phase)).phase is Phase.ASKED
    assert view_of(IDLE, touch(phase, is_shown=False)).phase is Phase.IDLE


def test_what_was_rated_is_not_asked_again_while_its_document_is_on_the_way() -> None:
    assert view_of(asked(), touch(Phase.THANKED, is_shown=False)).phase is Phase.IDLE
    assert view_of(asked(), touch(Phase.SENDING, is_shown=False)).phase is Phase.SENDING


def test_a_finish_made_again_after_an_undo_asks_again() -> None:
    again = asked(asked_ms=NOW_MS + 5_000)
    assert view_of(again, touch(Phase.ENDED)).phase is Phase.ASKED


@pytest.mark.parametrize("doc", [serving(), asked()])
def test_a_server_that_is_away_is_not_believed(doc: RatingDoc) -> None:
    view = view_of(doc, link=Link())
    assert (view.phase, view.number, view.ticket) == (Phase.AWAY, "", "")
    assert view.alarm is not None
    refused = view_of(doc, link=Link(refusal=Text("令牌", "token")))
    assert refused.alarm == Text("令牌", "token")


def test_a_server_that_cannot_save_asks_for_nothing() -> None:
    docs: dict[str, AnyDoc] = {"hall": replace(HALL, is_durable=False), "rating/03": asked()}
    view = rating_view(docs, W3, UP, None)
    assert (view.phase, view.alarm) == (Phase.AWAY, words.NOT_DURABLE)


def test_a_touch_under_way_is_shown_for_a_while_when_the_server_goes_away() -> None:
    assert view_of(asked(), touch(), Link()).phase is Phase.SENDING
    assert view_of(asked(), touch(is_shown=False), Link()).phase is Phase.AWAY
    assert view_of(asked(), touch(Phase.THANKED), Link()).phase is Phase.AWAY


def test_without_documents_it_waits() -> None:
    assert rating_view({}, W3, UP, None).phase is Phase.AWAY


@pytest.mark.parametrize("phase", Phase)
def test_every_phase_has_words_in_both_languages(phase: Phase) -> None:
    said = saying(replace(view_of(serving()), phase=phase))
    assert all((said.before.zh, said.before.en, said.below.zh, said.below.en))


def test_the_ticket_says_which_language_leads_and_the_hall_where_it_says_nothing() -> None:
    chinese, english = Language.CHINESE, Language.ENGLISH
    assert leading(view_of(serving(language=english)), chinese, chinese) is english
    assert leading(view_of(serving()), english, chinese) is english
    assert leading(view_of(IDLE), chinese, english) is chinese
    assert leading(view_of(IDLE, touch(Phase.THANKED)), chinese, english) is english


def test_the_phases_have_the_hall_s_own_words() -> None:
    assert {Phase(state.value) for state in RatingState} < set(Phase)
