"""What the overview shows, by plain calls: figures, order of the cards, clocks, and when all is well."""

import msgspec
import pytest

from hall_display.wall import view, words
from hall_display.wall.parts import NO_FIGURE, Panel
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Tone
from hall_display.wall.trial_hall import AT_MS, MIN, busy, calm, large
from hall_display.wall.view_cards import clock, current_cards, is_unseen
from hall_display.wall.view_figures import share
from kiosk.screenkit.banner import OFFLINE
from queue_server.vocabulary import CardState, Language, QueueCode, WindowState
from queue_server.wire.documents import AnyDoc, QueueDoc, Words
from queue_server.wire.wall_documents import CardDoc, DayDoc, QueueFigures, Spread, TaskDoc

ZH, EN = Language.CHINESE, Language.ENGLISH


def sight(docs: tuple[AnyDoc, ...], *more: AnyDoc, now_ms: int = AT_MS, language: Language = ZH) -> Sight:
    return Sight({doc.key: doc for doc in (*docs, *more)}, now_ms, 480, language)


def said(line: Row) -> str:
    return "".join(span.text for span in (*line.left, *line.right))


def all_said(panel: Panel) -> str:
    return "\n".join(map(said, panel.rows))


def changed(doc: AnyDoc, **more: object) -> AnyDoc:
    return msgspec.structs.replace(doc, **more)


def test_before_the_first_snapshot_nothing_is_claimed() -> None:
    seen = view.overview(sight(()))
    assert not seen.is_known
    assert not seen.is_calm


def test_the_large_figures_are_those_of_the_documents() -> None:
    seen = view.overview(sight(busy(AT_MS)))
    assert (seen.waiting.figure, seen.waiting.tone) == ("66", Tone.AMBER)
    assert (seen.longest.figure, seen.longest.tone) == ("35", Tone.AMBER)
    assert "C 社保医保" in said(seen.longest.foot)
    assert "目标 30 分" in said(seen.longest.foot)
    assert seen.mean.figure == "11:20"
    assert (seen.within.figure, seen.within.unit) == ("96.5", "%")


def test_nothing_called_has_no_mean_and_no_share() -> None:
    seen = view.overview(sight(busy(AT_MS), DayDoc("day", "2026-03-02")))
    assert (seen.mean.figure, seen.within.figure, seen.stars.mean) == (NO_FIGURE,) * 3


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(1, 3, "33.3"), (9999, 10000, "99.9"), (7, 7, "100"), (0, 5, "0.0")]
)
def test_a_share_is_never_rounded_up_to_all(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text


def test_silence_is_no_rating() -> None:
    day = DayDoc("day", "2026-03-02", ratings=Spread((1, 0, 0, 0, 3), served=40, silent=20))
    stars = view.overview(sight(busy(AT_MS), day)).stars
    assert stars.mean == "4.00"
    assert [count for _, count in stars.levels] == [3, 0, 0, 0, 1]
    assert "未评价 20" in said(stars.caption)


def test_a_day_without_a_usual_one_says_so() -> None:
    day = DayDoc("day", "2026-03-02", issued_curve=(1,) * 70)
    curves = view.overview(sight(busy(AT_MS), day)).curves
    assert curves.usual == ()
    assert "尚无平常日可比" in said(curves.caption)
    assert "平常（10 天）" in said(view.overview(sight(busy(AT_MS))).curves.caption)


def test_the_ten_minutes_under_way_are_not_drawn_yet() -> None:
    seen = view.overview(sight(busy(AT_MS)))
    assert len(seen.curves.issued) == 11 * 6
    assert (seen.curves.first, seen.curves.last) == (48, 108)


def test_overdue_comes_first_then_the_severest_then_the_unseen() -> None:
    cards = current_cards(sight(busy(AT_MS)))
    assert [card.level for card in cards] == ["red", "yellow", "yellow", *["warning"] * 4]
    assert [is_unseen(card) for card in cards if card.level == "warning"] == [True, True, False, False]
    assert all(card.is_current for card in cards)


def test_cards_that_only_stand_in_the_figures_are_not_on_the_wall() -> None:
    seen = view.overview(sight(busy(AT_MS)))
    shown = {plate.key for plate in seen.cards.plates}
    assert len(shown) == view.CARDS_SHOWN
    assert "card/20260302-K008" not in shown
    assert "还有 1 张" in said(seen.cards.caption)
    assert "4 张未知悉" in said(seen.cards.caption)


def card(**more: object) -> CardDoc:
    doc = next(one for one in busy(AT_MS) if isinstance(one, CardDoc) and one.key == "card/20260302-K007")
    return msgspec.structs.replace(doc, **more)


@pytest.mark.parametrize(
    ("more", "text", "tone"),
    [
        ({"since_ms": AT_MS - 62 * MIN}, "已持续 1:02:00", Tone.INK),
        ({"state": CardState.TOLD, "deadline_ms": AT_MS + 125_000}, "剩 02:05", Tone.INK),
        ({"state": CardState.TOLD, "deadline_ms": AT_MS + 26 * 60 * MIN}, "剩 1天 2:00:00", Tone.INK),
        ({"state": CardState.TOLD, "deadline_ms": AT_MS - 1_000}, "逾期 00:01", Tone.DANGER),
        (
            {"state": CardState.TOLD, "deadline_ms": AT_MS - 1_000, "is_overdue": True},
            "逾期 00:01",
            Tone.DANGER,
        ),
        ({"is_current": False}, "持续中", Tone.DIM),
    ],
)
def test_a_clock_runs_up_while_the_cause_lasts_and_down_to_a_deadline(
    more: dict[str, object], text: str, tone: Tone
) -> None:
    span = clock(sight(busy(AT_MS)), card(**more))
    assert (span.text, span.tone) == (text, tone)


@pytest.mark.parametrize("language", [ZH, EN])
def test_when_nothing_asks_for_anybody_the_wall_is_calm(language: Language) -> None:
    seen = view.overview(sight(calm(AT_MS), language=language))
    assert seen.is_calm
    assert words.ALL_WELL_MORE.in_(language) in said(seen.well)
    assert seen.windows_open.figure == "42"


@pytest.mark.parametrize(
    "trouble",
    [
        card(),
        next(doc for doc in busy(AT_MS) if isinstance(doc, TaskDoc) and doc.is_overdue),
        next(doc for doc in busy(AT_MS) if doc.key == "desk/04"),
        next(doc for doc in busy(AT_MS) if doc.key == "kiosk/K2"),
        next(doc for doc in busy(AT_MS) if doc.key == "attendance"),
        QueueDoc("queue/C", QueueCode("C"), Words("社保医保"), "1", 3, AT_MS - 31 * MIN),
        QueueDoc("queue/C", QueueCode("C"), Words("社保医保"), "1", 3, AT_MS, is_alarmed=True),
    ],
    ids=lambda doc: doc.key,
)
def test_any_one_trouble_ends_the_calm(trouble: AnyDoc) -> None:
    assert not view.overview(sight(calm(AT_MS), trouble)).is_calm


def test_a_closed_hall_says_that_no_window_is_open() -> None:
    docs = [
        changed(doc, state=WindowState.CLOSED) if doc.key.startswith("window/") else doc
        for doc in calm(AT_MS)
    ]
    assert words.ALL_CLOSED.zh in said(view.overview(sight(tuple(docs))).well)


def test_devices_say_where_and_how_they_fail() -> None:
    text = all_said(view.overview(sight(busy(AT_MS))).devices)
    assert "3 处故障" in text
    assert "4号窗口评价器 无应答" in text


def test_attendance_says_what_is_unusual() -> None:
    text = all_said(view.overview(sight(busy(AT_MS))).attendance)
    for part in (
        "应到 50",
        "在岗 49",
        "迟到 2",
        "请假 2",
        "旷工 1",
        "离岗 1",
        "1 个读卡器报警",
        "1 张陌生卡",
    ):
        assert part in text
    doc = next(doc for doc in busy(AT_MS) if doc.key == "attendance")
    provisional = sight(busy(AT_MS), changed(doc, is_provisional=True))
    assert "日历暂定" in all_said(view.overview(provisional).attendance)


def test_overdue_call_backs_are_counted_apart() -> None:
    text = all_said(view.overview(sight(busy(AT_MS))).tasks)
    assert "1 项逾期" in text
    assert "逾期 47:00" in text


def test_many_queues_show_where_most_people_wait_and_how_many_are_left_out() -> None:
    more = tuple(QueueDoc(f"queue/Q{n}", QueueCode(f"Q{n}"), Words(f"队{n}"), "1", n) for n in range(20))
    text = all_said(view.overview(sight(busy(AT_MS), *more)).queues)
    assert "社保医保" in text
    assert "还有 20 个队列" in text


def test_windows_show_state_person_and_what_asks_for_attention() -> None:
    grid = view.overview(sight(busy(AT_MS))).windows
    cells = {cell.number: cell for cell in grid.cells}
    assert cells["16"].alarm == "#f2c037"
    assert cells["22"].alarm == "#e5383b"
    assert cells["04"].has_fault
    assert cells["17"].staff == ""
    assert "办理 28" in said(grid.caption)


def test_windows_stand_in_the_order_of_their_numbers() -> None:
    numbers = [cell.number for cell in view.overview(sight(large(AT_MS))).windows.cells]
    assert numbers[8:11] == ["09", "10", "11"]
    assert numbers[98:101] == ["99", "100", "101"]


@pytest.mark.parametrize("language", [ZH, EN])
def test_a_lost_server_is_said_first(language: Language) -> None:
    here = sight(busy(AT_MS), language=language)
    assert view.banner(here, is_connected=False, refusal="") == OFFLINE
    assert view.banner(here, is_connected=True, refusal="") is None
    hall = changed(next(doc for doc in busy(AT_MS) if doc.key == "hall"), is_durable=False)
    assert view.banner(sight((hall,)), is_connected=True, refusal="") == words.NOT_DURABLE


def test_the_head_has_no_clock_before_the_hall_has_told_the_time() -> None:
    assert view.head(sight(busy(AT_MS), now_ms=0)).clock == ""
    told = view.head(sight(busy(AT_MS), language=EN))
    assert (told.date, told.clock, told.beside) == ("Mon 2026-03-02", "11:02", "大厅运行监控")


def test_figures_of_one_queue_are_not_lost_among_many() -> None:
    day = DayDoc("day", "2026-03-02", total=QueueFigures(called=10, within_target=9, wait_sum_ms=600_000))
    seen = view.overview(sight(busy(AT_MS), day))
    assert (seen.mean.figure, seen.within.figure) == ("01:00", "90.0")


def test_each_queue_has_its_expected_wait_under_a_head_that_names_it() -> None:
    queues = view.overview(sight(busy(AT_MS))).queues
    assert said(queues.rows[0]).endswith("最久  预计/分")
    by_letter = {said(row)[0]: row.right[-1] for row in queues.rows[1:]}
    assert (by_letter["B"].text, by_letter["B"].tone) == (" 15-20", Tone.SOFT)
    assert (by_letter["C"].text.strip(), by_letter["C"].tone) == ("40+", Tone.AMBER)
    assert by_letter["E"].text.strip() == ""


def test_without_any_expected_wait_the_queues_are_as_before() -> None:
    docs = tuple(changed(doc, expected=None) if isinstance(doc, QueueDoc) else doc for doc in busy(AT_MS))
    queues = view.overview(sight(docs)).queues
    assert "预计" not in all_said(queues)
    assert said(queues.rows[2]).endswith("  9 14:00")


def test_a_name_in_letters_gives_way_word_by_word() -> None:
    queues = view.overview(sight(busy(AT_MS), language=EN)).queues
    names = ["".join(span.text for span in row.left) for row in queues.rows[1:4]]
    assert names == ["A Business", "B Real", "C Social"]
