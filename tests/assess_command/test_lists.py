"""Lists out of a spreadsheet: what is right is read, and every wrong line is named with file and line."""

from decimal import Decimal
from pathlib import Path

import pytest

from queue_server.assess_command.lists import Known, read_complaints, read_votes
from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.state import Complaint
from queue_server.assessment.votes import Vote, Voters
from queue_server.errors import ConfigError
from queue_server.vocabulary import StaffId, WindowNo

KNOWN = Known(frozenset({"03", "13"}), frozenset({"S1"}))
VOTES = "voters,window,staff,points,count"
COMPLAINTS = "date,window,staff,reference,upheld"


def file_of(folder: Path, head: str, *lines: str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_text("\n".join((head, *lines)), encoding=encoding)
    return path


def mistakes(path: Path) -> tuple[str, ...]:
    read = read_votes if "voters" in path.read_text(encoding="utf-8") else read_complaints
    with pytest.raises(ConfigError) as caught:
        read(path, KNOWN)
    return caught.value.mistakes


def test_votes_are_read_as_a_spreadsheet_saves_them(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, VOTES, "duty,3,,92.5,", "值班领导,,S1,80,", "public,13,,,120", encoding="utf-8-sig"
    )
    assert read_votes(path, KNOWN) == (
        Vote(Voters.DUTY, Who(Kind.WINDOW, "03"), Decimal("92.5")),
        Vote(Voters.DUTY, Who(Kind.STAFF, "S1"), Decimal(80)),
        Vote(Voters.PUBLIC, Who(Kind.WINDOW, "13"), Decimal(120), is_count=True),
    )


def test_every_wrong_vote_is_named(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, VOTES, "duty,03,,90,", "boss,03,,90,", "duty,03,S1,90,", "", "duty,03,,90,7",
        "duty,99,,90,", "duty,,S9,90,", "duty,03,,101,", "public,03,,,1.5", "public,03,,,nan", "duty",
    )  # fmt: skip
    assert mistakes(path) == (
        'list.csv, line 3: "boss" are no voters; write duty or public',
        "list.csv, line 4: write either a window or a staff member",
        "list.csv, line 6: write either points or a count",
        "list.csv, line 7: there is no window 99 in the configuration or journal",
        "list.csv, line 8: there is no staff member S9 in the configuration or journal",
        'list.csv, line 9: points "101" is not a number from 0 to 100',
        'list.csv, line 10: count "1.5" is not a number from 0 to 10000000',
        'list.csv, line 11: count "nan" is not a number from 0 to 10000000',
        "list.csv, line 12: write either a window or a staff member",
    )


def test_one_vote_does_not_mix_points_and_counts(tmp_path: Path) -> None:
    (mistake,) = mistakes(file_of(tmp_path, VOTES, "public,03,,90,", "public,13,,,7"))
    assert "use one column" in mistake


def test_complaints_are_read(tmp_path: Path) -> None:
    path = file_of(tmp_path, COMPLAINTS, "2026-03-05,3,S1,TS-7,yes", "2026-03-06,,S1,TS-8,否")
    assert read_complaints(path, KNOWN) == (
        Complaint("20260305", "TS-7", True, WindowNo("03"), StaffId("S1")),
        Complaint("20260306", "TS-8", False, WindowNo(""), StaffId("S1")),
    )


def test_every_wrong_complaint_is_named(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, COMPLAINTS, "5 March,03,,TS-1,yes", "2026-03-05,03,,,yes", "2026-03-05,,,TS-2,yes",
        "2026-03-05,03,,TS-3,perhaps",
    )  # fmt: skip
    assert mistakes(path) == (
        'list.csv, line 2: write the date as 2026-02-03, not "5 March"',
        "list.csv, line 3: reference is missing; write the number under which the complaint is filed",
        "list.csv, line 4: write a window, a staff member, or both",
        'list.csv, line 5: upheld is "perhaps"; write yes or no',
    )


def test_a_missing_column_and_a_missing_file_are_told(tmp_path: Path) -> None:
    assert mistakes(file_of(tmp_path, "voters,window,points")) == (
        "list.csv, line 1: the column staff, count is missing",
    )
    with pytest.raises(ConfigError, match="save it as CSV"):
        read_complaints(tmp_path / "none.csv", KNOWN)
