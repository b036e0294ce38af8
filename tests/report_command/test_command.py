"""``queue-server report`` from files to what it prints: periods, forms, languages, and every refusal."""

import csv
import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from queue_server.__main__ import main, parser
from queue_server.clock import ManualClock
from queue_server.config_file import load_config
from queue_server.demo.small_hall import open_house
from queue_server.hall import commands as c
from queue_server.report_command.command import run_report
from queue_server.runtime.inbox import Envelope
from queue_server.vocabulary import ItemCode, RequestId, StaffId, WindowNo
from tests.report_command.conftest import write_journal
from tests.report_command.played import MONDAY_9_MS, HallOfDays, write_two_months


def run(folder: Path, *words: str) -> int:
    return main(["report", *words, "--config", str(folder / "hall.toml")])


def flat(text: str) -> str:
    return " ".join(text.split())


async def test_a_day_in_chinese_with_english_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await write_two_months(folder)
    assert run(folder, "day", "2026-03-02") == 0
    out = flat(capsys.readouterr().out)
    assert "襄州区行政服务中心 Xiangzhou Service Centre" in out
    assert "日报 Daily report" in out
    assert "2026-03-02 星期一 2026-03-02 Monday" in out
    assert "总计 5 5 5 0 0 0 0 8:12 10:00 10:00 4:00 100.0% 100.0% 80.0%" in out
    assert "A 户籍 4 4 4" in out
    assert "S001 王喆𠮷 09:40" in out
    assert "未完" not in out


async def test_a_day_in_english_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await write_two_months(folder)
    assert run(folder, "day", "2026-03-02", "--language", "en") == 0
    out = flat(capsys.readouterr().out)
    assert "Daily report" in out
    assert "A Households 4 4 4" in out
    assert "日报" not in out


async def test_a_month_ranks_windows_and_departments_against_the_last(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await write_two_months(folder)
    assert run(folder, "month", "2026-03", "--language", "en") == 0
    out = flat(capsys.readouterr().out)
    assert "changes are on last month" in out
    assert "1 01 5 75.0% 80.0% 100.0% 12:00 4:00 1 1 0 +4 -25.0 -20.0 +100.0 -18:00 0 +1 +1" in out
    assert "1 GA Police 5 75.0% 80.0% 100.0% 12:00 4:00 1 0" in out
    assert "2 SW Taxes 1 100.0% 100.0% 100.0% 1:00 4:00 0 1" in out
    assert "20260302-K003 2026-03-02 yellow card bad rating not called back S002 李堃 revoked" in out
    assert "S002 李堃 2" in out
    assert "sick leave 2" in out
    assert "window 03 pad 1 24:00:00 无响应" in out


async def test_a_week_against_the_week_before(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await write_two_months(folder)
    assert run(folder, "week", "2026-W10", "--language", "en") == 0
    out = flat(capsys.readouterr().out)
    assert "2026-W10 (03-02 to 03-08)" in out
    assert "changes are on last week" in out
    assert "All 7 6 6 0 0 0 1 10:10 20:00 20:00 4:00 100.0% 80.0% 83.3%" in out
    assert "+5 +4 +4 0 0 0 +1 -5:50 -10:00 -10:00 0 +50.0 +30.0 -16.7" in out


async def test_what_there_is_nothing_to_compare_with_is_said(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await write_two_months(folder)
    assert run(folder, "month", "2026-02") == 0
    out = capsys.readouterr().out
    assert "日志里没有上月，无法比较" in out
    assert not re.search(r"\+\d", out)


async def test_a_spreadsheet_reads_it(folder: Path, tmp_path: Path) -> None:
    await write_two_months(folder)
    out = tmp_path / "month.csv"
    assert run(folder, "month", "2026-03", "--format", "csv", "--out", str(out)) == 0
    content = out.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") > 20
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    header, total = lines[0], lines[1]
    assert header[:4] == ["栏目", "名称", "发号", "发号 变化"]
    cells = dict(zip(header, total, strict=True))
    assert (cells["栏目"], cells["发号"], cells["发号 变化"]) == ("总计", "7", "5")
    assert (cells["平均等候 (秒)"], cells["平均等候 变化 (秒)"]) == ("610.000", "-350.000")
    assert (cells["满意率 (%)"], cells["满意率 变化 (%)"]) == ("80.0", "30.0")
    assert "转移" in header, "no sign that parts a word may stand in a spreadsheet"


async def test_no_name_is_a_formula_in_a_spreadsheet(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await write_two_months(folder)
    assert run(folder, "day", "2026-03-02", "--format", "csv") == 0
    out = capsys.readouterr().out
    assert "'=居民身份证换领" in out
    assert ",=居民身份证换领" not in out


async def test_a_table_goes_to_a_file(folder: Path, tmp_path: Path) -> None:
    await write_two_months(folder)
    assert run(folder, "day", "2026-03-02", "--out", str(tmp_path / "day.txt")) == 0
    text = (tmp_path / "day.txt").read_text(encoding="utf-8")
    assert "\x1b" not in text
    assert "日报" in text


async def test_a_day_under_way_is_marked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hall = HallOfDays(MONDAY_9_MS)
    hall.serve(WindowNo("01"), "A1", 5, 5)
    await write_journal(folder / "hall.db", hall.events())
    words = ["report", "day", "2026-03-02", "--config", str(folder / "hall.toml")]
    assert run_report(parser().parse_args(words), ManualClock(hall.hall.at_ms + 3_600_000)) == 0
    out = flat(capsys.readouterr().out)
    assert "未完：本期尚未结束，记录到 2026-03-02 09:09 为止" in out
    assert "Unfinished: the period has not ended; recorded until 2026-03-02 09:09" in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("day", "2026-02-30"), 'there is no day "2026-02-30" in the calendar; write it as 2026-03-02'),
        (("day", "gestern"), '"gestern" is no day; write it as 2026-03-02'),
        (("week", "2026-W54"), 'there is no week "2026-W54" in the calendar; write it as 2026-W10'),
        (("month", "March"), '"March" is no month; write it as 2026-03'),
        (("day", "9999-12-30"), "9999-12-30 is still to come; today is "),
        (("month", "9999-01"), "9999-01 is still to come; today is "),
        (("day", "2025-12-01"), "the journal has no day of 2025-12-01; it has 2026-02-27 to 2026-04-01"),
        (("week", "2026-W20"), "the journal has no day of 2026-W20; it has 2026-02-27 to 2026-04-01"),
        (("day", "2026-03-02", "--journal", "none.db"), "none.db: there is no such journal"),
        (("day", "2026-03-02", "--format", "pdf"), "name a file with --out FILE"),
        (("day", "2026-03-02", "--out", "/nowhere/a.txt"), "/nowhere/a.txt: cannot be written"),
    ],
)
async def test_what_cannot_be_done_is_said(
    folder: Path, words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    await write_two_months(folder)
    assert run(folder, *words) == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize("words", [("year", "2026"), ("day", "2026-03-02", "--format", "xlsx")])
def test_an_unknown_kind_or_format_is_refused(
    folder: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(folder, *words)
    assert ended.value.code == 2
    assert "invalid choice" in capsys.readouterr().err


async def test_an_event_that_is_none_is_told_with_its_number(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = await write_two_months(folder)
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE journal SET body = '{\"event\":\"ticket_called\"}' WHERE kind = 'ticket_called'")
        db.commit()
    assert run(folder, "day", "2026-03-02") == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_file_that_is_no_journal_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "hall.db").write_bytes(b"not a database, but long enough to look like something" * 9)
    assert run(folder, "day", "2026-03-02") == 2
    assert "cannot be read as a journal" in capsys.readouterr().err


async def test_the_journal_of_a_server_at_work_is_read(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = ManualClock(MONDAY_9_MS)
    window, said = WindowNo("01"), iter(range(99))
    text = (folder / "hall.toml").read_text(encoding="utf-8")
    (folder / "hall.toml").write_text(f"{text}\n[listen]\nport = 0\n", encoding="utf-8")
    async with open_house(load_config(folder / "hall.toml"), clock) as house:
        for command in (
            c.SignIn(window, StaffId("S001")), c.TakeTicket(ItemCode("A1")), c.CallNext(window),
            c.StartService(window), c.FinishService(window), c.RateService(window, 5),
        ):  # fmt: skip
            await house.engine.submit(Envelope(RequestId(f"r{next(said)}"), "window:01", command))
        assert run(folder, "day", "2026-03-02", "--language", "en") == 0
    out = flat(capsys.readouterr().out)
    assert "All 1 1 1 0 0 0 0 0:00" in out
    assert "100.0% 100.0% 100.0%" in out
    assert "Unfinished" in out


def beside(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.glob(f"{path.name}*"))


async def test_a_journal_is_read_and_nothing_else(folder: Path) -> None:
    path = await write_two_months(folder)
    before, names = path.read_bytes(), beside(path)
    assert run(folder, "month", "2026-03", "--format", "csv", "--out", str(folder / "out.csv")) == 0
    assert path.read_bytes() == before
    assert beside(path) == names
