"""Sheets as tables and as CSV: nothing empty is shown, nothing harmful is written, nothing is lost."""

import csv
import io
from pathlib import Path

import pytest

from queue_server.assess_command.printing import print_sheets
from queue_server.assess_command.sheets import LINES, RANKING, Sheet
from queue_server.assess_command.words import EXCLUDED_FOR, HEADINGS, PARTS, REASONS, TITLES, VOTERS, Speech
from queue_server.assessment.facts import Kind
from queue_server.assessment.lines import Part, Why
from queue_server.assessment.selection import ExcludedFor
from queue_server.assessment.votes import Voters
from queue_server.errors import ConfigError
from queue_server.hall.plan import Name
from queue_server.vocabulary import Language

ENGLISH = Speech(Language.ENGLISH, rules={"late": Name("迟到", "late")}, levels={"red": Name("红牌")})
SHEET = Sheet(
    "2026-03 S1: 98.50",
    LINES,
    (("2026-03", "2026-03-02", "presence", "late", "=HYPERLINK(1)", "-1.00", ""),),
    "the sum",
)


def test_a_table_leaves_out_what_is_empty_and_ends_with_its_foot(tmp_path: Path) -> None:
    out = tmp_path / "table.txt"
    print_sheets([SHEET], ["a note"], "table", out, ENGLISH)
    text = out.read_text(encoding="utf-8")
    assert "by the rule" not in text
    assert text.index("presence") < text.index("the sum") < text.index("a note")
    assert "\x1b" not in text


def test_a_cell_that_a_spreadsheet_would_reckon_with_is_quoted(tmp_path: Path) -> None:
    out = tmp_path / "sheet.csv"
    print_sheets([SHEET], [], "csv", out, ENGLISH)
    header, line = csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline=""))
    assert header == ["kind", "month", "day", "part", "reason", "fact", "points", "by the rule"]
    assert line[5:] == ["'=HYPERLINK(1)", "-1.00", ""]


def test_sheets_of_the_same_columns_have_one_header(capsys: pytest.CaptureFixture[str]) -> None:
    print_sheets([SHEET, SHEET], [], "csv", None, ENGLISH)
    assert len(list(csv.reader(io.StringIO(capsys.readouterr().out)))) == 3


def test_an_empty_sheet_still_has_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    print_sheets([Sheet("2026-04 Service models", RANKING, ())], [], "table", None, ENGLISH)
    out = capsys.readouterr().out
    assert "2026-04 Service models" in out
    assert "duty vote" in out


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="give another file with --out"):
        print_sheets([SHEET], [], "csv", tmp_path / "none" / "x.csv", ENGLISH)


def test_everything_has_words_in_both_languages() -> None:
    tables = (
        (PARTS, Part), (REASONS, Why), (EXCLUDED_FOR, ExcludedFor), (TITLES, Kind), (VOTERS, Voters),
        (HEADINGS, ("kind", *RANKING, *LINES)),
    )  # fmt: skip
    for words, keys in tables:
        assert set(words) == set(keys)
        assert all(zh and en and zh != en for zh, en in words.values())


def test_a_name_without_english_is_said_in_chinese_and_an_unknown_code_as_it_is() -> None:
    assert ENGLISH.called(ENGLISH.levels, "red") == "红牌"
    assert ENGLISH.called(ENGLISH.levels, "purple") == "purple"
