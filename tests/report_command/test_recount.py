"""A real simulated hall's report against an auditor's own count of the journal's bare rows, figure by figure.

The hall is the demonstration: server, serial lines, citizens and clerks. The recount imports nothing of the
product; what it is compared with are the figures and the cells of the CSV that people get.
"""

import csv
import io
from collections import Counter
from pathlib import Path

import pytest

from queue_server.__main__ import main
from queue_server.config_file import load_config
from queue_server.demo.hours import DOORS_OPEN_MS
from queue_server.demo.run import CONFIG
from queue_server.report_command.command import basis_of
from queue_server.report_command.journal import Report, read_report
from queue_server.reports.cards import counted
from queue_server.reports.period import ReportKind, read_report_period
from queue_server.store.rows import read_rows
from queue_server.vocabulary import RuleCode
from tests.reports.recount import Recount, Row
from tests.reports.same_figures import nearest_mean, ninetieth, same_tally

DAY = read_report_period(ReportKind.DAY, "2026-03-02")
NOW_MS = DOORS_OPEN_MS + 3_600_000
OUTCOMES = {
    "recorded": "recorded",
    "running": "open",
    "unconfirmed": "open",
    "told": "open",
    "ended": "ended",
    "superseded": "superseded",
    "revoked": "revoked",
}


@pytest.fixture(scope="module")
def rows(demo_folder: Path) -> list[Row]:
    return list(read_rows(demo_folder / "hall.db"))


@pytest.fixture(scope="module")
def recount(rows: list[Row]) -> Recount:
    targets_min = load_config(CONFIG).plan.dispatch.targets_min
    return Recount(rows, {klass.value: minutes * 60_000 for klass, minutes in targets_min.items()})


@pytest.fixture(scope="module")
def report(demo_folder: Path) -> Report:
    return read_report(demo_folder / "hall.db", (DAY,), basis_of(load_config(CONFIG)), NOW_MS)


def test_every_figure_of_every_side(report: Report, recount: Recount) -> None:
    total = report.now.tally.total
    assert total.called > 30, "the hall was too quiet to show anything"
    assert total.rated > 5
    same_tally(report.now.tally, recount)


def test_cards_and_what_became_of_them(report: Report, rows: list[Row]) -> None:
    raised = {r["body"]["card"]: r["body"] for r in rows if r["kind"] == "card_raised"}
    state = {card: body["state"] for card, body in raised.items()}
    for row in rows:
        if row["kind"] == "card_moved":
            recomputed = row["body"]["move"] == "recompute"
            state[row["body"]["card"]] = "revoked" if recomputed else row["body"]["state"]
    expected = Counter((raised[c]["level"], raised[c]["rule"], OUTCOMES[s]) for c, s in state.items())
    found = {
        (level, rule.value, outcome.value): number
        for (level, rule), outcomes in counted(report.now.cards).items()
        for outcome, number in outcomes.items()
        if number
    }
    assert found
    assert found == dict(expected)


def test_who_was_there(report: Report, rows: list[Row]) -> None:
    owners: dict[str, str] = {}
    punches: dict[str, list[int]] = {}
    goings: dict[str, list[int]] = {}
    for row in rows:
        body, kind = row["body"], row["kind"]
        if kind == "badge_assigned":
            owners[body["mark"]] = body["staff"]
        staff = body.get("staff") or owners.get(body.get("mark", ""), "")
        is_own_going = row["actor"].startswith("window:") and not body.get("relieved_by")
        if kind == "staff_signed_in" or (kind == "badge_read" and staff):
            punches.setdefault(staff, []).append(row["at_ms"])
        if (kind == "badge_read" and staff) or (kind == "staff_signed_out" and is_own_going):
            goings.setdefault(staff, []).append(row["at_ms"])
    there = {staff: one for staff, one in report.now.attendance.items() if one.days}
    assert len(there) > 20
    assert {staff: one.first_ms for staff, one in there.items()} == {s: min(p) for s, p in punches.items()}
    for staff, one in there.items():
        last_ms = max(goings.get(staff, [0]))
        assert one.last_ms == (last_ms if last_ms > one.first_ms else 0)


def test_findings_of_attendance(report: Report, rows: list[Row]) -> None:
    taken_back = {r["body"]["card"] for r in rows if r["kind"] == "card_moved"}
    late = Counter(
        r["body"]["subject"].removeprefix("staff:")
        for r in rows
        if r["kind"] == "card_raised" and r["body"]["rule"] == "late" and r["body"]["card"] not in taken_back
    )
    found = {staff: one.findings.get(RuleCode.LATE, 0) for staff, one in report.now.attendance.items()}
    assert {staff: number for staff, number in found.items() if number} == dict(late)


def test_device_faults(report: Report, rows: list[Row]) -> None:
    since: dict[tuple[str, str], int] = {}
    times: Counter[tuple[str, str]] = Counter()
    down_ms: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["kind"] != "device_changed":
            continue
        device = (row["body"]["place"], row["body"]["device"])
        if row["body"].get("fault"):
            times[device] += device not in since
            since.setdefault(device, row["at_ms"])
        elif device in since:
            down_ms[device] += row["at_ms"] - since.pop(device)
    for device, from_ms in since.items():
        down_ms[device] += NOW_MS - from_ms
    found = {(one.place, one.device.value): one for one in report.now.devices}
    assert {device: one.times for device, one in found.items()} == dict(times)
    assert {device: one.down_ms for device, one in found.items()} == dict(down_ms)
    assert {device for device, one in found.items() if one.is_down} == set(since)


def test_the_cells_of_the_spreadsheet(demo_folder: Path, recount: Recount, tmp_path: Path) -> None:
    out = tmp_path / "day.csv"
    words = [
        "report",
        "day",
        "2026-03-02",
        "--config",
        str(CONFIG),
        "--journal",
        str(demo_folder / "hall.db"),
    ]
    assert main([*words, "--format", "csv", "--out", str(out), "--language", "en"]) == 0
    checked = Counter(_checked(line, recount) for line in _lines(out))
    assert checked["queue"] == len({key for key in recount.counts if key.startswith("queue:")})
    assert checked["window"] == len({key for key in recount.counts if key.startswith("window:")})
    assert checked["staff"] == len({key for key in recount.counts if key.startswith("staff:")})
    assert checked["item"] == len({key for key in recount.counts if key.startswith("item:")})


def _lines(path: Path) -> list[dict[str, str]]:
    """Return every line under the header that stands last above it."""
    lines, header = [], [""]
    for cells in csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
        if cells[0] == "sheet":
            header = cells
        else:
            lines.append(dict(zip(header, cells, strict=True)))
    return lines


SIDES = {"By queue": "queue", "By window": "window", "By staff": "staff", "By item": "item", "All": "all"}


def _checked(line: dict[str, str], recount: Recount) -> str:
    """Check a line of figures; return which side it was."""
    side = SIDES.get(line["sheet"], "")
    if not side:
        return ""
    key = "all" if side == "all" else f"{side}:{line['number']}"
    counts, waits, stars = recount.counts[key], sorted(recount.waits[key]), recount.stars[key]
    for name in ("called", "served", "missed", "cancelled", "transferred", "closed"):
        assert line[name] == str(counts[name]), (key, name)
    assert line["mean wait (s)"] == _seconds(nearest_mean(waits))
    assert line["p90 wait (s)"] == _seconds(ninetieth(waits))
    assert line["longest wait (s)"] == _seconds(max(waits, default=None))
    assert line["mean service (s)"] == _seconds(nearest_mean(recount.services[key]))
    rated = sum(number for level, number in stars.items() if level)
    assert line["satisfied (%)"] == _percent(stars[3] + stars[4] + stars[5], rated)
    assert line["rated (%)"] == _percent(rated, counts["served"])
    assert line["in time (%)"] == _percent(counts["within"], counts["called"])
    return side


def _seconds(duration_ms: int | None) -> str:
    return "" if duration_ms is None else f"{duration_ms // 1000}.{duration_ms % 1000:03}"


def _percent(part: int, whole: int) -> str:
    """Return the percent with one place behind the point, a half up, by long division."""
    if not whole:
        return ""
    tenths, rest = divmod(1000 * part, whole)
    tenths += 2 * rest >= whole
    return f"{tenths // 10}.{tenths % 10}"
