"""``queue-server assess`` from files to what it prints: a journal by hand, and that of a server at work."""

import csv
import io
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from queue_server.__main__ import main
from queue_server.clock import ManualClock
from queue_server.config_file import load_config
from queue_server.demo.small_hall import open_house
from queue_server.hall import commands as c
from queue_server.runtime.inbox import Envelope
from queue_server.vocabulary import ItemCode, RequestId, StaffId, WindowNo
from tests.assess_command.conftest import march, written

MORNING_MS = int(datetime(2026, 3, 2, 8, 20, tzinfo=timezone(timedelta(hours=8))).timestamp() * 1000)
VOTES = "voters,window,staff,points,count\nduty,3,,90,\npublic,3,,,8\npublic,4,,,10\n"


def run(folder: Path, *words: str) -> int:
    return main(["assess", "2026-03", "--config", str(folder / "hall.toml"), *words])


async def test_the_ranking_in_both_languages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await written(folder / "hall.db", march())
    (folder / "votes.csv").write_text(VOTES, encoding="utf-8")
    assert run(folder, "--votes", str(folder / "votes.csv")) == 0
    chinese = capsys.readouterr().out
    assert "2026-03 红旗窗口" in chinese
    assert "89.20" in chinese  # 92.50 x 0.3 + 91.50 x 0.3 + 90 x 0.2 + 80 x 0.2
    assert "红牌 S2 2026-03-04 20260304-K001 离岗" in " ".join(chinese.replace("│", " ").split())
    assert run(folder, "--language", "en") == 0
    english = capsys.readouterr().out
    assert "2026-03 Service models" in english
    assert "no duty leaders' vote was given: it counts 0" in english


async def test_the_explanation_adds_up(folder: Path) -> None:
    await written(folder / "hall.db", march())
    assert run(folder, "--explain", "3", "--format", "csv", "--out", str(folder / "out.csv")) == 0
    text = (folder / "out.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    (line,) = csv.DictReader(io.StringIO(text.decode("utf-8-sig")))
    assert (line["类别"], line["事由"], line["分值"]) == ("2026-03 03号窗口: 92.50", "等候超过目标", "-7.50")
    assert line["依据"] == "20260302-A002 等候40分0秒 日志第8条"


async def test_the_explanation_on_a_terminal_ends_with_the_sum(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await written(folder / "hall.db", march())
    assert run(folder, "--explain", "S2", "--language", "en") == 0
    out = capsys.readouterr().out
    assert "2026-03  100.00 - 10.00 + 0.00 = 90.00" in out
    assert "20260304-K001" in out
    assert "total 90.00 x 60% + 0.00 x 20% + 0.00 x 20% = 54.00" in out
    assert "excluded: red card 2026-03-04 20260304-K001 off post event 16" in out


async def test_a_window_s_total_is_explained_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await written(folder / "hall.db", march())
    (folder / "votes.csv").write_text(VOTES, encoding="utf-8")
    assert run(folder, "--explain", "03", "--votes", str(folder / "votes.csv")) == 0
    out = capsys.readouterr().out
    assert "总分 92.50 x 30% + 91.50 x 30% + 90.00 x 20% + 80.00 x 20% = 89.20" in out


async def test_a_quarter_is_explained_month_by_month(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = march()
    book.sign_in(32, "03", "S1")  # 1 April
    await written(folder / "hall.db", book)
    words = ["assess", "2026", "--config", str(folder / "hall.toml"), "--explain", "S1"]
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "2026-03  100.00 - 8.50 + 0.00 = 91.50" in out
    assert "2026-04  100.00 - 0.00 + 0.00 = 100.00" in out
    assert "各月平均 95.75" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--explain", "S9"), "--explain S9: has no score in 2026-03; known are S1, S2, 03, 04"),
        (("--journal", "none.db"), "none.db: there is no such journal"),
        (("--votes", "none.csv"), "none.csv: cannot be read"),
    ],
)
async def test_what_cannot_be_done_is_said(
    folder: Path, words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await written(folder / "hall.db", march())
    assert run(folder, *words) == 2
    assert sentence in capsys.readouterr().err


async def test_a_period_that_is_none_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assess", "March", "--config", str(folder / "hall.toml")]) == 2
    assert "write a month 2026-02" in capsys.readouterr().err


def test_a_file_that_is_no_journal_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "hall.db").write_bytes(b"not a database, but long enough to look like something" * 9)
    assert run(folder) == 2
    assert "cannot be read as a journal" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ('{"event":"ticket_called"}', "journal event 5: cannot be read: "),
        ("junk", "cannot be read as a journal"),
    ],
)
async def test_an_event_that_is_none_is_told_with_its_number(
    folder: Path, capsys: pytest.CaptureFixture[str], body: str, sentence: str
) -> None:
    path = await written(folder / "hall.db", march())
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE journal SET body = ? WHERE seq = 5", (body,))
        db.commit()
    assert run(folder) == 2
    assert sentence in capsys.readouterr().err


async def test_what_was_before_the_period_is_not_even_read(folder: Path) -> None:
    path = await written(folder / "hall.db", march())
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE journal SET body = 'junk'")
        db.commit()
    assert main(["assess", "2026-04", "--config", str(folder / "hall.toml")]) == 0


async def test_nobody_chosen_publishes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await written(folder / "hall.db", march())
    assert main(["assess", "2026-04", "--config", str(folder / "hall.toml"), "--publish"]) == 2
    assert "nobody is chosen, so nothing was published" in capsys.readouterr().err


async def test_the_journal_of_a_server_at_work_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = ManualClock(MORNING_MS)
    w3, said = WindowNo("03"), iter(range(99))
    async with open_house(load_config(folder / "hall.toml"), clock) as house:
        for command in (
            c.SignIn(w3, StaffId("S1")), c.TakeTicket(ItemCode("GA-1")), c.CallNext(w3),
            c.StartService(w3), c.FinishService(w3), c.RateService(w3, 5),
        ):  # fmt: skip
            await house.engine.submit(Envelope(RequestId(f"r{next(said)}"), "window:03", command))
        assert run(folder) == 0
    out = " ".join(capsys.readouterr().out.replace("│", " ").split())
    assert "1 ★ S1 100.00 0.00 0.00 60.00 5.00 1" in out
