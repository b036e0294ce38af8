"""How many wait and how long it will take, as tiles and pages of the kiosk say it. Pure.

Where the hall knows no wait only the people are said. The range is the server's; its words are shared by all
screens (``screenkit.expected_words``).
"""

from msgspec.structs import replace

from kiosk.citizen.texts import PEOPLE_SHORT, WAITING, wait_of
from kiosk.citizen.view import QueueTile, Wait
from kiosk.screenkit.expected_words import bounds_text, not_today_text, short_wait_text
from kiosk.screenkit.language import Text
from queue_server.vocabulary import Language
from queue_server.wire.expected import Expected


def for_item(queue: QueueTile, expected: Expected | None) -> QueueTile:
    """Return the queue as one of its items sees it: a window idle for another item is not free for this."""
    is_free = expected is None or expected.is_next
    return queue if queue.wait is not Wait.NONE or is_free else replace(queue, wait=Wait.SOME)


def people(queue: QueueTile, expected: Expected | None) -> Text:
    """Return how many wait; whoever is told how long need not be told that it is busy."""
    if expected is not None and queue.wait is Wait.LONG:
        return _counted(WAITING, queue.waiting)
    return wait_of(queue)


def wait_lines(queue: QueueTile, expected: Expected | None) -> tuple[Text, ...]:
    """Return who waits and how long; then, where it has no upper end, that it may not be today.

    A tile has 28 columns: letters need the short form.
    """
    count = people(queue, expected)
    if expected is None or queue.wait is Wait.NONE:
        return (count,)
    bounds, short, then = bounds_text(expected), short_wait_text(expected), not_today_text(expected)
    line = Text(f"{count.zh}  {bounds.zh}", f"{count.en}  {short.en}")
    return (line, then) if then else (line,)


def tile_lines(queue: QueueTile, expected: Expected | None, language: Language) -> tuple[str, ...]:
    """Return the same in both languages: beside each other what is short, else the reader's one first."""
    lines = wait_lines(queue, expected)
    last = lines[-1]
    if expected is None or queue.wait is Wait.NONE:
        return ("  ".join((last.in_(language), last.beside(language))),)
    return (*(line.in_(language) for line in lines), last.beside(language))


def large_line(queue: QueueTile, expected: Expected | None) -> Text:
    """Return it in one line for large type: few Chinese letters, for they are drawn three rows high."""
    lines = wait_lines(queue, expected)
    if expected is None or queue.wait in (Wait.NONE, Wait.CLOSED, Wait.UNKNOWN):
        return wait_of(queue)
    if len(lines) > 1:
        return Text(lines[-1].zh, "  ".join(line.en for line in lines))
    short = _counted(PEOPLE_SHORT, queue.waiting).zh
    return Text(f"{short} {short_wait_text(expected).zh}", lines[0].en)


def _counted(text: Text, n: int) -> Text:
    return Text(text.zh.format(n=n), text.en.format(n=n))
