"""``queue-server explain``: found, not found, no such day; in both languages; nothing is made or changed."""

from pathlib import Path

import msgspec
import pytest

from queue_server.__main__ import main
from queue_server.demo.small_hall import SMALL_HALL
from queue_server.explain_command import nearest_numbers
from queue_server.hall import commands as c
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.chain import Row, digest_after
from queue_server.store.journal import Batch
from queue_server.store.sqlite import SqliteJournal
from queue_server.vocabulary import TicketId


@pytest.fixture
async def journal(tmp_path: Path) -> Path:
    """A morning: three numbers, the first one called after its paper had failed."""
    path = tmp_path / "hall.db"
    journal = await SqliteJournal.open(path)
    async with running(Rehearsal(journal)) as hall:
        for _ in range(3):
            await hall.take()
        await hall.ask(c.ReportPaper(TicketId("20260302-A001"), "缺纸"))
        await hall.sign_in()
        hall.clock.advance_ms(90_000)
        await hall.call()
    await journal.close()
    return path


def test_a_ticket_is_explained_in_chinese(journal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = journal.read_bytes()
    assert main(["explain", "a001", "--day", "2026-03-02", "--journal", str(journal)]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "A001（2026-03-02）：I1，队列 A，普通号；日志到此为止，已叫号，等候 1 分 30 秒后第一次叫号\n"
    )
    assert "09:20:00  [取号机 K1] 号票没有打印出来（缺纸）；号码仍然有效\n" in out
    assert "09:21:30  [1号窗口，工号 S1] 1号窗口叫号：A001。普通号，取号后已等候 1 分 30 秒\n" in out
    assert "          A001（普通，等候 1 分 30 秒 × 1 = 1.50）。当时同窗口可叫的还有：A002（" in out
    assert journal.read_bytes() == before
    assert sorted(each.name for each in journal.parent.iterdir()) == ["hall.db", "hall.db.lock"]


def test_an_id_names_its_day_and_english_is_one_option_away(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "20260302-A002", "--journal", str(journal), "--language", "en"]) == 0
    assert "Window 1 called A001 before it: regular, waited 1 min 30 s" in capsys.readouterr().out


def test_names_come_from_the_configuration(
    journal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "hall.toml"
    config.write_text(f'{SMALL_HALL.replace("{port}", "sim://n")}\n[store]\npath = "{journal}"\n')
    assert main(["explain", "A001", "--config", str(config)]) == 0
    assert "队列 A 户籍身份" in capsys.readouterr().out
    assert main(["explain", "A001", "--config", str(config), "--recompute"]) == 1
    assert capsys.readouterr().out.endswith("\n这个号取号时没有预计，没有可以重新推演的。\n")


def test_a_number_nobody_has_names_the_day_and_the_nearest(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "A040", "--journal", str(journal)]) == 1
    assert capsys.readouterr().out == "2026-03-02 没有 A040 这个号。最近的号：A001、A002、A003。\n"


def test_a_day_that_is_not_there_is_said_in_a_sentence(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["explain", "A001", "--day", "20260401", "--journal", str(journal), "--language", "en"]
    assert main(words) == 1
    assert capsys.readouterr().out == "The journal has no 2026-04-01. The nearest days: 2026-03-02.\n"


def test_what_cannot_be_done_at_all_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "A001"]) == 2
    assert main(["explain", "A001", "--journal", str(tmp_path / "away.db")]) == 2
    errors = capsys.readouterr().err
    assert "give --config FILE" in errors
    assert "there is no such file" in errors
    with pytest.raises(SystemExit):
        main(["explain", "A001", "--day", "monday", "--journal", "x"])


def test_the_nearest_numbers_are_of_the_same_letter_first() -> None:
    issued = [f"A{n:03d}" for n in range(1, 30)] + ["B001"]
    assert nearest_numbers("A012", issued) == ("A009", "A010", "A011", "A012", "A013", "A014")
    assert nearest_numbers("B7", issued) == ("B001",)
    assert nearest_numbers("Z001", ["A001"]) == ("A001",)
    assert nearest_numbers("???", ["A001"]) == ("A001",)


async def test_events_of_unknown_kinds_are_counted_and_left_out(
    journal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = await SqliteJournal.open(journal)
    head = await store.last()
    body = msgspec.json.encode({"event": "card_shown", "ticket": "20260302-A001"}).decode()
    columns = ("hall", head.seq + 1, 1_772_500_000_000, "20260302", "clock", "", "", "card_shown", body)
    await store.append(Batch((Row(*columns, digest_after(head.digest, columns)),), seal="x"))
    await store.close()
    assert main(["explain", "A001", "--journal", str(journal)]) == 0
    assert "当天有 1 条本程序不认识的记录" in capsys.readouterr().out
