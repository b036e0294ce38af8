"""What a drill says: its table, its page between two marks, and its picture."""

import io
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from rich.console import Console

from queue_server.drill import page as pages
from queue_server.drill.chart import chart_svg
from queue_server.drill.figures import Better, Figure, Point
from queue_server.drill.page import BEGIN, END, page_of
from queue_server.drill.results import Machine, Results, encoded, read_results
from queue_server.drill.tables import figure_cells, machine_lines, number, print_results
from queue_server.errors import ConfigError

MACHINE = Machine("Some CPU", 2, "Linux 6", "3.11.7", "3.40", {"websockets": "17.4"}, "ext4", 0.42, 0.1)
FIGURE = Figure(
    "tickets",
    "64 × 1",
    30_000.0,
    "tickets/s",
    Better.HIGHER,
    floor=50_000.0,
    floor_name="echo",
    aim=25_000.0,
    aim_ratio=0.5,
    p50_ms=1.6,
    p99_ms=4.8,
    note="batches of 20",
)
POINTS = [
    Point("waiting", 10, 0.5, 1.0, 900.0),
    Point("waiting", 100_000, 0.51, 1.1, 890.0),
    Point("boards", 1, 0.6, 1.0, boards_ms=0.9),
]


def _results(machine: Machine = MACHINE) -> Results:
    return Results(1_772_414_400_000, False, machine, [FIGURE], list(POINTS))


def test_a_figure_stands_beside_its_floor_its_ratio_and_its_aim() -> None:
    assert figure_cells(FIGURE) == (
        "64 × 1",
        "30,000 tickets/s",
        "1.6 / 4.8",
        "50,000 (echo)",
        "0.6",
        "≥ 0.5 of the floor, ≥ 25,000 tickets/s",
        "yes",
    )


@pytest.mark.parametrize(
    ("value", "text"), [(None, ""), (25_000.4, "25,000"), (5.319, "5.32"), (0.0213, "0.0213"), (0.0, "0")]
)
def test_numbers_show_three_digits_that_matter(value: float | None, text: str) -> None:
    assert number(value) == text


def test_the_table_tells_when_nothing_was_durable() -> None:
    written = io.StringIO()
    tmpfs = Machine("C", 2, "L", "3", "3", {}, "tmpfs", 0.0, 0.0)
    print_results(Console(file=written, width=180), _results(tmpfs))
    assert "nothing here was durable" in written.getvalue()
    assert "30,000 tickets/s" in written.getvalue()
    assert "100,000" in written.getvalue()


def test_a_busy_machine_is_told_apart() -> None:
    assert not any("something else" in line for line in machine_lines(MACHINE))
    busy = msgspec.structs.replace(MACHINE, load_before=1.5)
    assert any("something else" in line for line in machine_lines(busy))


def test_the_page_changes_between_its_marks_only() -> None:
    page = f"# Speed\n\nwords\n{BEGIN}\nold\n{END}\nmore words\n"
    made = page_of(page, _results())
    assert made.startswith("# Speed\n\nwords\n")
    assert made.endswith(f"{END}\nmore words\n")
    assert "old" not in made
    assert "| 64 × 1 | 30,000 tickets/s |" in made
    assert "| waiting | 100,000 |" in made
    assert page_of(made, _results()) == made


def test_a_page_without_marks_is_told_what_to_put_in() -> None:
    with pytest.raises(ConfigError, match="drill: begin"):
        page_of("# Speed\n", _results())


def test_results_come_back_from_their_json(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    path.write_text(encoded(_results()), encoding="utf-8")
    assert read_results(path) == _results()
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ConfigError, match="not the JSON of a drill"):
        read_results(path)


def test_the_picture_is_small_and_levels_stay_level() -> None:
    svg = chart_svg(POINTS)
    root = ET.fromstring(svg)
    spots = [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in root.iter() if c.tag.endswith("circle")]
    assert len(spots) == len(POINTS)
    assert spots[0][0] < spots[1][0]
    assert abs(spots[0][1] - spots[1][1]) < 3
    assert len(svg.encode()) < 60_000
    assert "people waiting" in svg


def test_the_page_and_its_picture_come_from_one_command(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    page = tmp_path / "performance.md"
    page.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    (tmp_path / "out.json").write_text(encoded(_results()), encoding="utf-8")
    pages.main([str(tmp_path / "out.json"), "--page", str(page)])
    assert "30,000 tickets/s" in page.read_text(encoding="utf-8")
    assert (tmp_path / "pictures" / "growth.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_names_stand_in_the_order_of_their_lines_and_not_on_each_other() -> None:
    lines = {"waiting": 7.6, "windows": 14.4, "boards": 126.0, "days": 5.6}
    root = ET.fromstring(chart_svg([Point(axis, 100, spent, 20.0) for axis, spent in lines.items()]))
    named = {text.text: float(text.attrib["y"]) for text in root.iter() if text.tag.endswith("text")}
    heights = [named[name] for name in ("boards", "windows", "people waiting", "days in the journal")]
    assert heights == sorted(heights)
    assert all(below - above >= 16 for above, below in pairwise(heights))
