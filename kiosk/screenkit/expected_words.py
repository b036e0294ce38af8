"""The words of an expected wait, once for every screen and for paper. Pure: nothing is worked out here.

The minutes are the server's, rounded and settled; a screen says what came. There is no word for a single
number: a wait is a range, or "within", or "at least", or "soon". No sign of ambiguous width stands in them.
"""

from kiosk.screenkit.language import Text
from queue_server.wire.expected import Expected

_RANGE = Text("{low}-{high} 分钟", "{low}-{high} min")
_WITHIN = Text("{high} 分钟以内", "within {high} min")
_AT_LEAST = Text("至少 {low} 分钟", "at least {low} min")
_ABOUT = Text("约 {range}", "about {range}")
_TO_WAIT = Text("预计等候 {range}", "{range} to wait")
_SHORT_OPEN = Text("{low} 分以上", "{low}+ min")
_TO_BE_WAITED = Text("{bounds}，{then}", "{bounds}, {then}")
SOON = Text("很快叫到", "called soon")
"""Of a number that nobody has yet."""
YOU_SOON = Text("即将叫到您", "You are next soon")
NOT_TODAY = Text("今天可能排不到", "perhaps not today")


def bounds_text(expected: Expected) -> Text:
    """Return the bounds alone: ``约 10-15 分钟``, ``5 分钟以内``, ``至少 40 分钟``; soon where it is next."""
    if expected.is_next:
        return SOON
    if expected.high_min is None:
        return _filled(_AT_LEAST, low=expected.low_min) if expected.low_min else NOT_TODAY
    if not 0 < expected.low_min < expected.high_min:
        return _filled(_WITHIN, high=expected.high_min)
    return _about(_filled(_RANGE, low=expected.low_min, high=expected.high_min))


def not_today_text(expected: Expected) -> Text | None:
    """Return what must stand beside ``bounds_text`` where that has no upper end; else None."""
    is_open = expected.high_min is None and not expected.is_next
    return NOT_TODAY if is_open and expected.low_min else None


def wait_text(expected: Expected) -> Text:
    """Return the whole of it in one line: ``至少 40 分钟，今天可能排不到``."""
    bounds, then = bounds_text(expected), not_today_text(expected)
    if then is None:
        return bounds
    return Text(
        _TO_BE_WAITED.zh.format(bounds=bounds.zh, then=then.zh),
        _TO_BE_WAITED.en.format(bounds=bounds.en, then=then.en),
    )


def your_wait_text(expected: Expected) -> Text:
    """Return it as a sentence for whoever holds the number: ``预计等候 10-15 分钟``, ``即将叫到您``."""
    if expected.is_next:
        return YOU_SOON
    said = wait_text(expected)
    if expected.high_min is not None:
        said = Text(_TO_WAIT.zh.format(range=said.zh.removeprefix("约 ")), _TO_WAIT.en.format(range=said.en))
    return Text(said.zh, said.en[:1].upper() + said.en[1:])


def short_wait_text(expected: Expected) -> Text:
    """Return it for a narrow column: ``10-15 分``, ``40 分以上``, with both ends always."""
    if expected.is_next:
        return SOON
    if expected.high_min is None:
        return _filled(_SHORT_OPEN, low=expected.low_min)
    minutes = wait_minutes(expected)
    return Text(f"{minutes} 分", f"{minutes} min")


def wait_minutes(expected: Expected) -> str:
    """Return the bare minutes for a column whose head says what they are: ``10-15``, ``40+``."""
    if expected.high_min is None:
        return f"{expected.low_min}+"
    return f"{min(expected.low_min, expected.high_min)}-{expected.high_min}"


def _about(text: Text) -> Text:
    return Text(_ABOUT.zh.format(range=text.zh), _ABOUT.en.format(range=text.en))


def _filled(text: Text, **minutes: int) -> Text:
    return Text(text.zh.format(**minutes), text.en.format(**minutes))
