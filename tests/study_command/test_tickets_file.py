"""Past tickets as people export them: read as meant, and every wrong row named with line and reason."""

from pathlib import Path

import pytest

from queue_server.errors import ConfigError
from queue_server.hall.plan import Dispatch
from queue_server.study.days import draw_days
from queue_server.study.hall_day import play_day
from queue_server.study.tickets import Row, rows_of
from queue_server.study.world import usual_world
from queue_server.study.world_plan import plan_of
from queue_server.study_command.tickets_file import read_tickets, tickets_text
from queue_server.vocabulary import TicketClass

HEAD = "queue,window,class,issued,called,finished\n"
HALL_MIN = 480


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> list[Row]:
    path = tmp_path / "tickets.csv"
    path.write_text(text, encoding=encoding)
    return read_tickets(path, HALL_MIN)


def mistakes(tmp_path: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(ConfigError) as caught:
        read(tmp_path, text)
    return caught.value.mistakes


def test_what_the_simulator_writes_is_read_back_to_the_second(tmp_path: Path) -> None:
    world = usual_world(1.15)
    queues = plan_of(world, Dispatch()).queues
    rows = rows_of(play_day(next(draw_days(world, 1, 1)), Dispatch()), queues)
    back = read(tmp_path, tickets_text(rows, HALL_MIN))
    assert [(one.queue, one.window, one.klass) for one in back] == [
        (one.queue, one.window, one.klass) for one in rows
    ]
    for ours, theirs in zip(back, rows, strict=True):
        for mine, its in ((ours.issued_ms, theirs.issued_ms), (ours.finished_ms, theirs.finished_ms)):
            assert (mine is None) is (its is None)
            assert mine is None or its is None or 0 <= its - mine < 1000


def test_columns_stand_in_any_order_and_case_with_or_without_a_mark(tmp_path: Path) -> None:
    text = (
        "Issued,QUEUE, Window ,Class,Finished,Called,note\n2026-03-02 08:31:05,A,03,优先,2026-03-02 08:40,,\n"
    )
    text = text.replace(",,\n", ",2026-03-02 08:33,good\n")
    (row,) = read(tmp_path, text, "utf-8-sig")
    assert (row.queue, row.window, row.klass) == ("A", "03", TicketClass.PRIORITY)
    assert row.called_ms is not None
    assert row.called_ms - row.issued_ms == 115_000


def test_an_instant_with_its_offset_is_the_same_instant(tmp_path: Path) -> None:
    local, utc = read(tmp_path, HEAD + "A,,,2026-03-02 08:31:05,,\nA,,,2026-03-02T00:31:05Z,,\n")
    assert local.issued_ms == utc.issued_ms == 1_772_411_465_000


def test_every_wrong_row_is_named_with_its_line_and_reason(tmp_path: Path) -> None:
    found = mistakes(
        tmp_path,
        HEAD
        + ",01,regular,2026-03-02 08:31:05,,\n"
        + "A,01,vip,2026-03-02 08:31:05,,\n"
        + "A,01,,yesterday,,\n"
        + "A,01,,,2026-03-02 08:31:05,\n"
        + "A,01,,2026-03-02 08:31:05,2026-03-02 08:30:00,\n"
        + "A,01,,2026-03-02 08:31:05,2026-03-02 08:32:00,2026-03-02 08:31:30\n"
        + "A,,,2026-03-02 08:31:05,2026-03-02 08:32:00,\n"
        + "A,01,,2026-03-02 08:31:05,,2026-03-02 08:32:00\n"
        + "A,01,,2026-03-02 08:31:05,2026-03-03 08:32:00,\n",
    )
    reasons = [
        "queue is empty",
        'class "vip" is not known; write regular, priority, appointment, green, or nothing',
        'issued "yesterday" is not a time; write it as 2026-03-02 08:31:05',
        "issued is empty",
        "called is before issued",
        "finished is before called",
        "it was called, and window is empty",
        "it was finished and never called",
        "it begins on one day and ends on another",
    ]
    assert list(found) == [f"tickets.csv, line {n}: {one}" for n, one in enumerate(reasons, start=2)]


def test_of_many_wrong_rows_ten_are_shown_and_the_rest_counted(tmp_path: Path) -> None:
    found = mistakes(tmp_path, HEAD + "A,01,,never,,\n" * 25 + "A,,,2026-03-02 08:31:05,,\n")
    assert len(found) == 11
    assert found[-1] == "and 15 more wrong rows of 26"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("queue,issued\nA,2026-03-02 08:31\n", "line 1: the column window, called, finished is missing"),
        (HEAD, "there is no ticket in it"),
        (HEAD + 'A,"01,,,\n', "save it as CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_list_of_tickets(tmp_path: Path, text: str, reason: str) -> None:
    assert reason in mistakes(tmp_path, text)[0]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_tickets(tmp_path / "none.csv", HALL_MIN)
