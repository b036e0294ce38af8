"""The accuracy of the forecasts as printed: on a terminal, in a spreadsheet, on pages, in both languages."""

import csv
import io
from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.__main__ import main
from queue_server.hall.events import FirstForecast
from queue_server.report_command.sheets import Kind, cell_for_file, cell_words, change_words
from tests.report_command.conftest import write_journal
from tests.report_command.played import MINUTE_MS, MONDAY_9_MS, W1, W3, HallOfDays
from tests.report_command.test_command import flat
from tests.report_command.test_paper import text_of
from tests.reports.days import DAY_MS

TOLD = FirstForecast(1, 0, 7, "", 0, 6 * MINUTE_MS, 0, 4, 10, 12 * MINUTE_MS)
"""Told: 4 to 10 minutes, at best guess 6; by people ahead it would be 12."""
WARNED = replace(TOLD, high_min=None, method="fluid", is_doubtful=True)


async def write_forecasts(folder: Path) -> None:
    """Write Friday 27 February, on which nobody was told anything, and Monday 2 March 2026."""
    hall = HallOfDays(MONDAY_9_MS - 3 * DAY_MS, [None, TOLD, TOLD, WARNED, None])
    hall.serve(W1, "A1", 30, 5)
    hall.next_day(3)
    hall.serve(W1, "A1", 8, 5)
    hall.serve(W1, "A2", 5, 5)
    hall.serve(W3, "B1", 3, 5)
    hall.serve(W1, "A1", 20, 5)
    hall.next_day()
    await write_journal(folder / "hall.db", hall.events())


def run(folder: Path, *words: str) -> int:
    return main(["report", *words, "--config", str(folder / "hall.toml")])


async def test_a_day_in_chinese_with_english_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await write_forecasts(folder)
    assert run(folder, "day", "2026-03-02") == 0
    out = flat(capsys.readouterr().out)
    assert "■ 预计准确度（偏差为正：报长了） Accuracy of the forecasts (bias +: told too long)" in out
    assert "总计 3 2:00 6:40 30.0% +0:40 +6:40 66.7% 6:00 3 1 1 1 1" in out
    assert "A 户籍 2 1:30 5:30 27.3% -0:30 +5:30 100.0% 6:00 2 1 0 0 0" in out
    assert "B 税务 1 3:00 9:00 33.3% +3:00 +9:00 0.0% 1 0 1 1 1" in out
    assert "■ 预计准确度（按事项） Accuracy of the forecasts by item" in out
    assert "=居民身份证换领 1 2:00 4:00 50.0% -2:00 +4:00 100.0% 6:00 1 1 0 0 0" in out


async def test_a_month_against_the_last_in_english(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    await write_forecasts(folder)
    assert run(folder, "month", "2026-03", "--language", "en") == 0
    out = flat(capsys.readouterr().out)
    assert "■ Accuracy of the forecasts by day" in out
    assert "2026-03-02 3 2:00 6:40 30.0% +0:40 +6:40 66.7% 6:00 3 1 1 1 1" in out
    assert "All 3 2:00 6:40 30.0% +0:40 +6:40 66.7% 6:00 3 1 1 1 1 +3 +3 0 +1 +1 +1" in out


async def test_of_a_month_in_which_nothing_was_foretold_one_table_says_so(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await write_forecasts(folder)
    assert run(folder, "month", "2026-02", "--language", "en") == 0
    out = flat(capsys.readouterr().out)
    assert "All 0 0 1 0 0 0" in out
    assert "Accuracy of the forecasts by" not in out


async def test_a_spreadsheet_reads_it(folder: Path, tmp_path: Path) -> None:
    await write_forecasts(folder)
    out = tmp_path / "day.csv"
    assert run(folder, "day", "2026-03-02", "--format", "csv", "--out", str(out), "--language", "en") == 0
    lines = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"))))
    at = next(n for n, line in enumerate(lines) if line[0].startswith("Accuracy of the forecasts ("))
    cells = dict(zip(lines[at - 1], lines[at], strict=True))
    assert cells["forecast error (s)"] == "120.000"
    assert cells["forecast bias (s)"] == "40.000"
    assert (cells["error ratio (%)"], cells["within range (%)"]) == ("30.0", "66.7")
    assert [line[:3] for line in lines if line[0] == "Accuracy of the forecasts by item"] == [
        ["Accuracy of the forecasts by item", "A1", "ID card"],
        ["Accuracy of the forecasts by item", "A2", "Moving house"],
        ["Accuracy of the forecasts by item", "B1", "Tax return"],
    ]


async def test_it_is_printed(folder: Path) -> None:
    await write_forecasts(folder)
    out = folder / "day.pdf"
    assert run(folder, "day", "2026-03-02", "--format", "pdf", "--out", str(out)) == 0
    text = "".join(text_of(out).split())
    assert "预计准确度（偏差为正：报长了）Accuracyoftheforecasts" in text
    assert "预计准确度（按事项）" in text
    assert "+6:40" in text


@pytest.mark.parametrize(
    ("offset_ms", "words", "in_file"),
    [
        (30_000, "+0:30", "30.000"),
        (-90_499, "-1:30", "-90.499"),
        (-499, "0:00", "-0.499"),
        (0, "0:00", "0.000"),
    ],
)
def test_a_bias_has_its_sign(offset_ms: int, words: str, in_file: str) -> None:
    assert cell_words(offset_ms, Kind.OFFSET) == words
    assert cell_for_file(offset_ms, Kind.OFFSET) == in_file


def test_a_change_of_a_bias_is_told_like_one_of_a_span() -> None:
    assert change_words(-30_000, 30_000, Kind.OFFSET) == "-1:00"
