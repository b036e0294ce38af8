"""The tables and the picture of docs/performance.md: ``python -m queue_server.drill.page DRILL.json``.

It replaces what stands between the page's two marks, and draws docs/pictures/growth.svg. Words stay as they
are.
"""

import argparse
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from queue_server.drill.chart import chart_svg
from queue_server.drill.figures import Figure
from queue_server.drill.results import Results, read_results
from queue_server.drill.tables import GROWTH_HEADS, HEADS, figure_cells, machine_lines, point_cells
from queue_server.errors import ConfigError

BEGIN, END = "<!-- drill: begin -->", "<!-- drill: end -->"
PICTURE = "pictures/growth.svg"


def page_of(page: str, results: Results) -> str:
    """Return the page with these results. Raises ConfigError when it has not both marks, in order."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ConfigError(
            (f"the page has no lines {BEGIN} and {END}; put them where the tables are to stand",)
        )
    return f"{before}{BEGIN}\n\n{''.join(line + chr(10) for line in _body(results))}\n{END}{after}"


def _body(results: Results) -> Iterator[str]:
    day = datetime.fromtimestamp(results.at_ms / 1000, UTC).date().isoformat()
    yield f"Taken on {day}. " + "; ".join(machine_lines(results.machine)) + "."
    for part in dict.fromkeys(figure.part for figure in results.figures):
        yield ""
        yield f"### {part.capitalize()}"
        yield ""
        own = [figure for figure in results.figures if figure.part == part]
        yield from _table(HEADS, [figure_cells(figure) for figure in own])
        yield from _notes(own)
    if results.points:
        yield ""
        yield "### Growth"
        yield ""
        yield f"![What a call costs while the hall grows]({PICTURE})"
        yield ""
        yield from _table(GROWTH_HEADS, [point_cells(point) for point in results.points])


def _notes(figures: Sequence[Figure]) -> Iterator[str]:
    noted = [figure for figure in figures if figure.note]
    if noted:
        yield ""
        yield from (f"- {figure.name}: {figure.note}." for figure in noted)


def _table(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "|" + "---|" * len(heads)
    for cells in lines:
        yield "| " + " | ".join(cells) + " |"


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("json", type=Path, help="what queue-server drill --json wrote")
    parser.add_argument("--page", type=Path, default=Path("docs/performance.md"))
    asked = parser.parse_args(words)
    results = read_results(asked.json)
    text = page_of(asked.page.read_text(encoding="utf-8"), results)
    asked.page.write_text(text, encoding="utf-8")
    if any(not point.failed for point in results.points):
        (asked.page.parent / PICTURE).write_text(chart_svg(results.points), encoding="utf-8")


if __name__ == "__main__":
    main()
