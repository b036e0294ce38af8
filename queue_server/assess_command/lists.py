"""Votes and complaints from CSV files, as they come out of a spreadsheet. Every wrong line is named.

Votes        voters (duty, public), window or staff, and points (0 to 100) or count (ballots)
Complaints   date (2026-02-03), window, staff (one of them or both), reference, upheld (yes, no)
"""

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

import msgspec

from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.state import Complaint
from queue_server.assessment.votes import FULL, Vote, Voters
from queue_server.errors import ConfigError
from queue_server.vocabulary import StaffId, WindowNo

Entry = TypeVar("Entry")
Line = dict[str, str]

VOTE_COLUMNS = ("voters", "window", "staff", "points", "count")
COMPLAINT_COLUMNS = ("date", "window", "staff", "reference", "upheld")
VOTERS = {"duty": Voters.DUTY, "值班领导": Voters.DUTY, "public": Voters.PUBLIC, "群众": Voters.PUBLIC}
ANSWERS = {"yes": True, "是": True, "no": False, "否": False}
COUNT_MAX = 10_000_000


class Known(msgspec.Struct, frozen=True):
    """The windows and staff of the hall; a list that names another one has a mistake."""

    windows: frozenset[str]
    staff: frozenset[str]

    def window(self, text: str) -> WindowNo:
        """Return the window meant; spreadsheets make 3 of 03. Raises ValueError for an unknown one."""
        same = [one for one in self.windows if one.lstrip("0") == text.lstrip("0")]
        if text and not same:
            raise ValueError(f"there is no window {text} in the configuration or journal")
        return WindowNo(text if text in self.windows else min(same, default=""))

    def member(self, text: str) -> StaffId:
        """Return the staff member. Raises ValueError for an unknown one."""
        if text and text not in self.staff:
            raise ValueError(f"there is no staff member {text} in the configuration or journal")
        return StaffId(text)


def read_votes(path: Path, known: Known) -> tuple[Vote, ...]:
    """Return the votes of a list. Raises ConfigError that names every line that cannot be read."""
    votes = _read(path, VOTE_COLUMNS, lambda line: _vote(line, known))
    ways: dict[tuple[Voters, Kind], bool] = {}
    for vote in votes:
        if ways.setdefault((vote.voters, vote.who.kind), vote.is_count) is not vote.is_count:
            what = (
                f"the {vote.voters} vote for {vote.who.kind} gives points in one line and counts in another"
            )
            raise ConfigError((f"{path.name}: {what}; use one column for the whole vote",))
    return votes


def read_complaints(path: Path, known: Known) -> tuple[Complaint, ...]:
    """Return the complaints of a list. Raises ConfigError that names every line that cannot be read."""
    return _read(path, COMPLAINT_COLUMNS, lambda line: _complaint(line, known))


def _read(path: Path, columns: tuple[str, ...], entry: Callable[[Line], Entry]) -> tuple[Entry, ...]:
    mistakes: list[str] = []
    entries: list[Entry] = []
    for number, line in _lines(path, columns):
        try:
            entries.append(entry(line))
        except ValueError as error:
            mistakes.append(f"{path.name}, line {number}: {error}")
    if mistakes:
        raise ConfigError(tuple(mistakes))
    return tuple(entries)


def _lines(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, Line]]:
    """Yield each line with its number in the file, the header being line 1."""
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), strict=True)
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            raise ConfigError((f"{path.name}, line 1: the column {', '.join(missing)} is missing",))
        for line in reader:
            yield reader.line_num, {column: (line[column] or "").strip() for column in columns}
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError((f"{path}: cannot be read: {error}; save it as CSV in UTF-8",)) from error


def _vote(line: Line, known: Known) -> Vote:
    voters = VOTERS.get(line["voters"])
    if voters is None:
        raise ValueError(f'"{line["voters"]}" are no voters; write duty or public')
    if bool(line["window"]) is bool(line["staff"]):
        raise ValueError("write either a window or a staff member")
    if bool(line["points"]) is bool(line["count"]):
        raise ValueError("write either points or a count")
    window = Who(Kind.WINDOW, known.window(line["window"]))
    who = window if line["window"] else Who(Kind.STAFF, known.member(line["staff"]))
    return Vote(voters, who, _number(line), is_count=bool(line["count"]))


def _number(line: Line) -> Decimal:
    column, most = ("count", Decimal(COUNT_MAX)) if line["count"] else ("points", FULL)
    try:
        number = Decimal(line[column])
        is_right = 0 <= number <= most and (column == "points" or number == int(number))
    except InvalidOperation:
        is_right = False
    if not is_right:
        raise ValueError(f'{column} "{line[column]}" is not a number from 0 to {most}')
    return number


def _complaint(line: Line, known: Known) -> Complaint:
    try:
        day = date.fromisoformat(line["date"]).strftime("%Y%m%d")
    except ValueError:
        raise ValueError(f'write the date as 2026-02-03, not "{line["date"]}"') from None
    if not line["reference"]:
        raise ValueError("reference is missing; write the number under which the complaint is filed")
    if not (line["window"] or line["staff"]):
        raise ValueError("write a window, a staff member, or both")
    if line["upheld"].lower() not in ANSWERS:
        raise ValueError(f'upheld is "{line["upheld"]}"; write yes or no')
    window, staff = known.window(line["window"]), known.member(line["staff"])
    return Complaint(day, line["reference"], ANSWERS[line["upheld"].lower()], window, staff)
