"""How well the forecasts of today did: one line of the overview, and the facts of a queue. Pure.

The forecast never stands without the figure it is to beat: people ahead times the average service. Nothing
stands here while nothing was foretold.
"""

from hall_display.wall.details import fact, heading
from hall_display.wall.sight import Sight
from hall_display.wall.spans import BLANK, Row, Span, Tone, row
from hall_display.wall.view_figures import caption, share
from kiosk.screenkit.language import Text
from queue_server.wire.wall_documents import Accuracy

_ACCURACY = Text("预计准确度", "forecasts")
_ERROR = Text("误差", "error")
_NAIVE = Text("（人数估算 {n}）", " (head count {n})")
_BIAS = Text("偏差", "bias")
_WITHIN = Text("在范围内", "within range")
_WIDTH = Text("范围宽", "width")
_JUDGED = Text("已兑现 {n}", "{n} came true")
_NOT_YET = Text("尚无兑现", "none came true yet")
_MISSING = Text("无预计 {n}", "{n} without")
_MINUTES = Text("{n} 分", "{n} min")
_TOO_LONG = Text("报长了", "too long")
_TOO_SHORT = Text("报短了", "too short")
MINUTE_MS = 60_000


def accuracy(sight: Sight) -> Row:
    """Return the line of the overview; empty while nothing was foretold today."""
    one = sight.day.forecasts
    if not one.foretold:
        return BLANK
    spans = [Span("   ", Tone.DIM)]
    for name, value, beside in _figures(sight, one):
        spans += [
            Span(f"{sight.say(name)} ", Tone.DIM),
            Span(value, Tone.INK, is_bold=True),
            Span(f"{beside}   ", Tone.DIM),
        ]
    return row(*caption(sight, _ACCURACY).left, *spans, right=_counts(sight, one))


def forecast_facts(sight: Sight, queue: str) -> tuple[Row, ...]:
    """Return the facts of a queue's forecasts; none while nothing was foretold in it today."""
    one = sight.day.forecasts_of_queues.get(queue, Accuracy())
    if not one.foretold:
        return ()
    facts = (
        fact(sight.say(name), Span(value, Tone.SOFT), Span(beside, Tone.DIM))
        for name, value, beside in _figures(sight, one)
    )
    return (*heading(sight.say(_ACCURACY)), *facts, fact("", *_counts(sight, one)))


def _figures(sight: Sight, one: Accuracy) -> list[tuple[Text, str, str]]:
    """Return name, value, and what stands beside it, of each figure that is known."""
    found: list[tuple[Text, str, str]] = []
    timed = one.judged - one.without_median
    if timed:
        naive = sight.say(_NAIVE, n=minutes(one.naive_error_sum_ms, timed))
        found.append((_ERROR, sight.say(_MINUTES, n=minutes(one.error_sum_ms, timed)), naive))
        found.append((_BIAS, *_bias(sight, one.bias_sum_ms, timed)))
    if one.judged:
        found.append((_WITHIN, f"{share(one.held, one.judged)} %", ""))
    bounded = one.judged - one.unbounded
    if bounded:
        found.append((_WIDTH, sight.say(_MINUTES, n=minutes(one.width_sum_min * MINUTE_MS, bounded)), ""))
    return found


def _bias(sight: Sight, sum_ms: int, count: int) -> tuple[str, str]:
    """Return the bias with its sign, and in words what the sign means."""
    size = minutes(abs(sum_ms), count)
    if size == "0.0":
        return sight.say(_MINUTES, n=size), ""
    sign, word = ("+", _TOO_LONG) if sum_ms > 0 else ("-", _TOO_SHORT)
    return sight.say(_MINUTES, n=f"{sign}{size}"), f" {sight.say(word)}"


def minutes(sum_ms: int, count: int) -> str:
    """Return a mean in minutes, to a tenth, a half up."""
    tenths = (20 * sum_ms + count * MINUTE_MS) // (2 * count * MINUTE_MS)
    return f"{tenths // 10}.{tenths % 10}"


def _counts(sight: Sight, one: Accuracy) -> tuple[Span, ...]:
    judged = sight.say(_JUDGED, n=one.judged) if one.judged else sight.say(_NOT_YET)
    missing = f"  {sight.say(_MISSING, n=one.unforetold)}" if one.unforetold else ""
    return (Span(f"{judged}{missing}", Tone.DIM),)
