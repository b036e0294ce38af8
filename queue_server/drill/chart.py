"""The growth as a picture: for each axis the middle of a call's time. Plain SVG text, no library.

Both scales are logarithmic. A line that stays level does not grow.
"""

import math
from collections.abc import Iterator, Sequence
from html import escape

from queue_server.drill.figures import Point

WIDTH, HEIGHT = 860, 330
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 40, 48
COLOURS = ("#0b6e4f", "#b5462a", "#2b5c9e", "#8a6d00")
NAMES = {"waiting": "people waiting", "windows": "windows", "boards": "boards", "days": "days in the journal"}
NAME_HEIGHT = 16
STYLE = "font-family:system-ui,sans-serif;font-size:13px"


class _Scale:
    """Whole decades from below the smallest to above the largest."""

    def __init__(self, values: Sequence[float], near: float, far: float) -> None:
        self.low = math.floor(math.log10(min(values)))
        self.high = max(self.low + 1, math.ceil(math.log10(max(values))))
        self._near, self._far = near, far

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return round(self._near + share * (self._far - self._near), 1)

    def decades(self) -> Iterator[float]:
        for power in range(self.low, self.high + 1):
            yield 10.0**power


def chart_svg(points: Sequence[Point]) -> str:
    """Return the picture of what was measured. Raises ValueError for no points."""
    points = [point for point in points if not point.failed]
    if not points:
        raise ValueError("there is nothing to draw")
    across = _Scale([point.size for point in points], LEFT, WIDTH - RIGHT)
    up = _Scale([point.call_p50_ms for point in points], HEIGHT - BOTTOM, TOP)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" style="{STYLE}">',
        "<title>What calling the next ticket costs while the hall grows</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_grid(across, up),
    ]
    by_axis = {axis: [point for point in points if point.axis == axis] for axis in _axes(points)}
    names_at = _apart({axis: up.at(own[-1].call_p50_ms) for axis, own in by_axis.items()})
    for n, (axis, own) in enumerate(by_axis.items()):
        lines += _line(own, across, up, COLOURS[n % len(COLOURS)], names_at[axis])
    return "\n".join((*lines, "</svg>", ""))


def _grid(across: _Scale, up: _Scale) -> Iterator[str]:
    bottom, right = HEIGHT - BOTTOM, WIDTH - RIGHT
    yield f'<text x="{LEFT}" y="22" fill="#222">call next: ms from press to answer, p50</text>'
    for size in across.decades():
        x = across.at(size)
        yield f'<path d="M{x} {TOP}V{bottom}" stroke="#e4e4e4"/>'
        yield f'<text x="{x}" y="{bottom + 18}" text-anchor="middle" fill="#555">{size:,.0f}</text>'
    for spent in up.decades():
        y = up.at(spent)
        yield f'<path d="M{LEFT} {y}H{right}" stroke="#e4e4e4"/>'
        yield f'<text x="{LEFT - 8}" y="{y + 4}" text-anchor="end" fill="#555">{spent:g}</text>'
    yield f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 10}" text-anchor="middle" fill="#222">how many</text>'


def _axes(points: Sequence[Point]) -> tuple[str, ...]:
    """Return what grows, in the order in which it was measured."""
    return tuple(dict.fromkeys(point.axis for point in points))


def _apart(ends: dict[str, float]) -> dict[str, float]:
    """Return where each name stands: beside the end of its line or below the name before; none on another."""
    placed: dict[str, float] = {}
    free = float(TOP)
    for axis, y in sorted(ends.items(), key=lambda end: end[1]):
        placed[axis] = max(y, free)
        free = placed[axis] + NAME_HEIGHT
    return placed


def _line(own: Sequence[Point], across: _Scale, up: _Scale, colour: str, name_y: float) -> Iterator[str]:
    spots = [(across.at(point.size), up.at(point.call_p50_ms)) for point in own]
    path = "L".join(f"{x} {y}" for x, y in spots)
    yield f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>'
    for x, y in spots:
        yield f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>'
    (x, y), right = spots[-1], WIDTH - RIGHT + 8
    yield f'<path d="M{x + 6} {y}L{right} {name_y}" stroke="{colour}" stroke-dasharray="1 4" fill="none"/>'
    name = escape(NAMES.get(own[0].axis, own[0].axis))
    yield f'<text x="{WIDTH - RIGHT + 12}" y="{name_y + 4}" fill="{colour}">{name}</text>'
