"""The view is built from documents alone, and the table of acts is without contradictions."""

from collections import Counter

from msgspec.structs import replace

from kiosk.window.acts import ACTS, Act, act_of_key, acts_in
from kiosk.window.view import desk_view
from kiosk.window.view_words import (
    CLASS_WORDS,
    DEVICE_WORDS,
    REASON_WORDS,
    STATE_WORDS,
    STEP_WORDS,
    window_words,
)
from kiosk.window.words import clock_text
from queue_server.vocabulary import Device, PriorityReason, Step, TicketClass, WindowNo, WindowState
from queue_server.wire.documents import AnyDoc, DeskDoc, Words
from queue_server.wire.expected import Expected
from tests.kiosk_window.conftest import NOW_MS, OWN, desk, hall_docs


def docs_with(own: DeskDoc) -> dict[str, AnyDoc]:
    return {doc.key: doc for doc in (*hall_docs(), own)}


def test_a_key_means_one_act_in_each_state() -> None:
    for state in WindowState:
        keys = Counter(line.key for line in acts_in(state))
        assert all(count == 1 for count in keys.values()), state


def test_every_act_has_a_line_and_words_in_both_languages() -> None:
    assert {line.act for line in ACTS} == set(Act)
    assert all(line.words.zh and line.words.en for line in ACTS)


def test_every_word_of_the_vocabulary_can_be_shown() -> None:
    assert set(CLASS_WORDS) == set(TicketClass)
    assert set(STATE_WORDS) == set(WindowState)
    assert set(STEP_WORDS) == set(Step)
    assert set(DEVICE_WORDS) == set(Device)
    assert set(REASON_WORDS) == set(PriorityReason)


def test_the_same_key_pauses_and_continues() -> None:
    assert act_of_key("p", WindowState.IDLE) is Act.PAUSE
    assert act_of_key("p", WindowState.PAUSED) is Act.UNPAUSE
    assert act_of_key("p", WindowState.SERVING) is None


def test_before_the_desk_document_comes_nothing_is_known() -> None:
    view = desk_view({}, OWN)
    assert not view.is_known
    assert view.acts == frozenset()


def test_the_clock_of_a_service_runs_from_its_start_and_that_of_a_call_from_the_call() -> None:
    serving = desk_view(docs_with(desk(WindowState.SERVING)), OWN).ticket
    called = desk_view(docs_with(desk(WindowState.CALLED)), OWN).ticket
    assert serving is not None
    assert called is not None
    assert serving.since_ms == NOW_MS - 187_000
    assert called.since_ms == NOW_MS - 200_000


def test_waiting_people_are_counts_by_queue_with_their_names() -> None:
    view = desk_view(docs_with(desk()), OWN)
    assert [(line.code, line.words.zh, line.count) for line in view.queues] == [
        ("A", "户籍身份", 12),
        ("B", "社保医保", 5),
    ]


def test_the_wait_of_the_last_is_that_of_somebody_who_waits() -> None:
    own = replace(desk(), expected=Expected(25, 30))
    assert desk_view(docs_with(own), OWN).expected == Expected(25, 30)
    assert desk_view(docs_with(replace(own, waiting=0)), OWN).expected is None
    assert desk_view(docs_with(desk()), OWN).expected is None


def test_resume_undo_and_pick_are_quiet_without_their_object() -> None:
    bare = DeskDoc("desk/03", OWN, WindowState.IDLE, staff="S017")
    acts = desk_view(docs_with(bare), OWN).acts
    assert not acts & {Act.RESUME, Act.UNDO, Act.PICK}
    assert desk_view(docs_with(desk()), OWN).acts >= {Act.RESUME, Act.UNDO, Act.PICK}


def test_only_other_windows_that_are_open_are_offered_for_a_transfer() -> None:
    assert [choice.value for choice in desk_view(docs_with(desk()), OWN).windows] == ["05"]


def test_a_window_is_said_without_its_leading_zero() -> None:
    assert window_words(WindowNo("03")) == Words("3 号窗口", "Window 3")
    assert window_words(WindowNo("00")).zh == "00 号窗口"


def test_clocks_show_hours_only_where_there_are_any() -> None:
    assert [clock_text(ms) for ms in (-5, 187_000, 3_725_000)] == ["00:00", "03:07", "1:02:05"]
