"""The drill on a terminal: each figure beside its floor, their ratio, the aim, and whether it was met."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from queue_server.drill.figures import Figure, Point
from queue_server.drill.results import Machine, Results

HEADS = ("what", "figure", "p50 / p99 ms", "floor", "ratio", "aim", "met")
GROWTH_HEADS = (
    "grows",
    "size",
    "call p50 / p99 ms",
    "cycles/s",
    "server's processor ms a cycle",
    "last board ms",
    "start s",
    "report s",
)
LARGE = 100
QUIET = 0.3
"""Processes that may have run before a drill whose figures are to be believed."""


def number(value: float | None) -> str:
    """Return a number with three digits that matter: ``25,000``, ``5.32``, ``0.021``."""
    if value is None:
        return ""
    if abs(value) >= LARGE:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def figure_cells(figure: Figure) -> tuple[str, ...]:
    """Return what stands in a figure's line."""
    has_spans = figure.p50_ms is not None
    met = {None: "", True: "yes", False: "no"}[figure.is_met]
    return (
        figure.name,
        f"{number(figure.value)} {figure.unit}" if figure.value is not None else "nothing",
        f"{number(figure.p50_ms)} / {number(figure.p99_ms)}" if has_spans else "",
        f"{number(figure.floor)} ({figure.floor_name})" if figure.floor is not None else "",
        number(figure.ratio),
        _aim(figure),
        met,
    )


def _aim(figure: Figure) -> str:
    sign = "≥" if figure.better == "higher" else "≤"
    aims = []
    if figure.aim_ratio is not None:
        aims.append(f"≥ {figure.aim_ratio:g} of the floor")
    if figure.aim is not None:
        aims.append(f"{sign} {number(figure.aim)} {figure.unit}")
    return ", ".join(aims)


def point_cells(point: Point) -> tuple[str, ...]:
    """Return what stands in a point's line; what was not measured is left out."""
    if point.failed:
        return (point.axis, f"{point.size:,}", f"failed: {point.failed}", *[""] * (len(GROWTH_HEADS) - 3))
    return (
        point.axis,
        f"{point.size:,}",
        f"{point.call_p50_ms:.2f} / {point.call_p99_ms:.2f}",
        *(number(value) if value else "" for value in (point.cycles_per_s, point.cpu_ms, point.boards_ms)),
        *(f"{value:.2f}" if value else "" for value in (point.start_s, point.report_s)),
    )


def machine_lines(machine: Machine) -> Iterator[str]:
    """Yield what the figures were taken on, in words."""
    libraries = ", ".join(f"{name} {found}" for name, found in machine.libraries.items())
    yield f"{machine.processor}, {machine.cores} cores, {machine.system}"
    yield f"Python {machine.python}, SQLite {machine.sqlite}, {libraries}"
    yield (
        f"{machine.file_system}, a flush of 4 KiB takes {machine.flush_ms:.2f} ms; load of the machine "
        f"before the drill {machine.load_before:.2f}"
    )
    if machine.load_before > QUIET:
        yield "the machine was at work on something else: compare ratios, and take the figures again"
    if not machine.is_on_disk:
        yield f"{machine.file_system} is memory: nothing here was durable; name a disk's folder with --folder"


def print_results(console: Console, results: Results) -> None:
    """Write everything."""
    console.print(Text("■ 演练 drill", style="bold"), Text("  quick: shows that it runs" * results.is_quick))
    for line in machine_lines(results.machine):
        console.print(Text(line, style="dim"))
    if results.figures:
        console.print(_table(HEADS, map(figure_cells, results.figures)))
        for figure in results.figures:
            if figure.note:
                console.print(Text(f"  {figure.name}: {figure.note}{_loads(figure)}", style="dim"))
    if results.points:
        console.print(_table(GROWTH_HEADS, map(point_cells, results.points)))


def _loads(figure: Figure) -> str:
    if figure.load_cpu is None or figure.server_cpu is None:
        return ""
    return f"; server at {figure.server_cpu:.2f} and load at {figure.load_cpu:.2f} of a core"


def _table(heads: Sequence[str], lines: Iterator[tuple[str, ...]]) -> Table:
    table = Table(*heads, box=box.SIMPLE_HEAD)
    for cells in lines:
        table.add_row(*cells)
    return table
