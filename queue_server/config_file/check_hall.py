"""What can be wrong with the hall's plan as it is written: codes, references, hours, numbers, skills.

Each check looks at one thing, adds sentences, and never stops the next one.
"""

from collections.abc import Iterable

from queue_server.config_file.build import skills_of
from queue_server.config_file.forms import FileForm, HallForm, QueueForm, WindowForm
from queue_server.config_file.mistakes import Mistakes, nearest
from queue_server.config_file.spans import WEEKDAYS, overlapping, read_offset, read_span, write_span
from queue_server.hall.plan import Span

POLICIES = ("accumulating", "fifo", "static", "ratio")
NEXT_WHILE_CALLED = ("refuse", "finish")
DIGITS_MIN, DIGITS_MAX = 2, 5
"""Digits of a ticket number: fewer run out before noon, more cannot be read from eight metres."""

MINUTES_MAX = 24 * 60
DAY_S = 24 * 60 * 60


def check_hall(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of the plan."""
    _hall(file.hall, mistakes)
    for table, entries in (("areas", file.areas), ("departments", file.departments), ("items", file.items)):
        unique(table, "code", (one.code for one in entries), mistakes)
    unique("queues", "code", (one.code for one in file.queues), mistakes)
    unique("windows", "number", (one.number for one in file.windows), mistakes)
    _places(file, mistakes)
    for place, queue in enumerate(file.queues, start=1):
        where = f"[[queues]] {place} ({queue.code})"
        _queue(where, queue, mistakes)
        _slices(where, queue, queue.hours or file.hall.hours, mistakes)
    _items(file, mistakes)
    _windows(file, mistakes)
    _dispatch(file, mistakes)
    _calling(file, mistakes)


def unique(table: str, key: str, values: Iterable[str], mistakes: Mistakes) -> None:
    """Add a mistake for every value that stands twice; an empty one was named when it was read."""
    first: dict[str, int] = {}
    for place, value in enumerate(values, start=1):
        if value and first.setdefault(value, place) != place:
            mistakes.add(
                f"[[{table}]] {place} ({value}), key {key}",
                f'"{value}" is already entry {first[value]} of [[{table}]]; give each its own',
            )


def refer(where: str, value: str, known: Iterable[str], table: str, mistakes: Mistakes) -> None:
    """Add a mistake if ``value`` names nothing in ``table``."""
    names = set(known)
    if value and value not in names:
        mistakes.add(where, f'"{value}" is not in [[{table}]]{nearest(value, names)}')


def _hall(hall: HallForm, mistakes: Mistakes) -> None:
    try:
        read_offset(hall.utc_offset)
    except ValueError as error:
        mistakes.add("[hall], key utc_offset", str(error))
    for day in hall.closed_weekdays:
        if day not in WEEKDAYS:
            mistakes.add("[hall], key closed_weekdays", f'"{day}" is no weekday{nearest(day, WEEKDAYS)}')
    if not hall.hours:
        mistakes.add("[hall], key hours", 'is empty, so no number could be issued; write "08:30-11:45"')
    check_spans("[hall], key hours", ((text, 0) for text in hall.hours), mistakes)


def check_spans(where: str, texts: Iterable[tuple[str, int]], mistakes: Mistakes) -> tuple[Span, ...]:
    """Return the times of the day that can be read; add a mistake for each other one, and for an overlap."""
    read: list[Span] = []
    for text, quota in texts:
        try:
            read.append(read_span(text, quota))
        except ValueError as error:
            mistakes.add(where, str(error))
    pair = overlapping(tuple(read))
    if pair is not None:
        mistakes.add(
            where, f"{write_span(pair[0])} and {write_span(pair[1])} overlap; end one before the other"
        )
    return tuple(read)


def _places(file: FileForm, mistakes: Mistakes) -> None:
    areas = {one.code for one in file.areas}
    for place, queue in enumerate(file.queues, start=1):
        refer(f"[[queues]] {place} ({queue.code}), key area", queue.area, areas, "areas", mistakes)
    for place, window in enumerate(file.windows, start=1):
        refer(f"[[windows]] {place} ({window.number}), key area", window.area, areas, "areas", mistakes)


def _queue(where: str, queue: QueueForm, mistakes: Mistakes) -> None:
    if queue.code and not (queue.code.isascii() and queue.code.isalpha() and queue.code.isupper()):
        mistakes.add(f"{where}, key code", "must be one or two capital letters, as printed before the number")
    if len(queue.code) > 2:
        mistakes.add(f"{where}, key code", "has more than two letters; the boards have room for two")
    within(f"{where}, key digits", queue.digits, DIGITS_MIN, DIGITS_MAX, mistakes)
    for key, number in (("daily_max", queue.daily_max), ("waiting_alarm", queue.waiting_alarm)):
        at_least(f"{where}, key {key}", number, 0, "0 means none", mistakes)
    if queue.digits <= DIGITS_MAX and queue.daily_max >= 10**queue.digits:
        mistakes.add(
            f"{where}, key daily_max",
            f"{queue.daily_max} numbers do not fit in {queue.digits} digits; lower it or raise digits",
        )
    check_spans(f"{where}, key hours", ((text, 0) for text in queue.hours), mistakes)


def _slices(where: str, queue: QueueForm, hours: tuple[str, ...], mistakes: Mistakes) -> None:
    for one in queue.slices:
        at_least(
            f"{where}, key slices, {one.time}", one.quota, 1, "leave the slice out for no quota", mistakes
        )
    written = ((one.time, one.quota) for one in queue.slices if one.time)
    issued = check_spans("", ((text, 0) for text in hours), Mistakes(""))
    for part in check_spans(f"{where}, key slices", written, mistakes):
        if issued and not any(overlapping((part, span)) for span in issued):
            mistakes.add(
                f"{where}, key slices, {write_span(part)}",
                f"lies outside the hours, {' and '.join(map(write_span, issued))}, so nobody could use its "
                "quota; write a time within them",
            )


def _items(file: FileForm, mistakes: Mistakes) -> None:
    departments, queues = {one.code for one in file.departments}, {one.code for one in file.queues}
    served = {code for window in file.windows for code in skills_of(window, file.items)}
    if not file.items:
        mistakes.add("[[items]]", "there is none; write at least one item that citizens come for")
    for place, item in enumerate(file.items, start=1):
        where = f"[[items]] {place} ({item.code})"
        refer(f"{where}, key department", item.department, departments, "departments", mistakes)
        refer(f"{where}, key queue", item.queue, queues, "queues", mistakes)
        within(f"{where}, key minutes", item.minutes, 1, MINUTES_MAX, mistakes)
        at_least(f"{where}, key promised_days", item.promised_days, 0, "0 means at once", mistakes)
        if item.code and item.code not in served:
            mistakes.add(
                where,
                f"no window serves it; name the item, its department {item.department} or its queue "
                f"{item.queue} in one of [[windows]]",
            )


def _windows(file: FileForm, mistakes: Mistakes) -> None:
    tables = (
        ("departments", {one.code for one in file.departments}),
        ("queues", {one.code for one in file.queues}),
        ("items", {one.code for one in file.items}),
    )
    for place, window in enumerate(file.windows, start=1):
        where = f"[[windows]] {place} ({window.number})"
        if window.number and not (window.number.isascii() and window.number.isdigit()):
            mistakes.add(f"{where}, key number", 'must be digits, as painted over the window: "03"')
        for table, known in tables:
            for code in getattr(window, table):
                refer(f"{where}, key {table}", code, known, table, mistakes)
        _skills(where, window, file, mistakes)
    _same_to_a_pad(file.windows, mistakes)


def _same_to_a_pad(windows: Iterable[WindowForm], mistakes: Mistakes) -> None:
    """Digits typed on a pad are a number: to it ``1`` and ``01`` are the same window."""
    first: dict[str, str] = {}
    for place, window in enumerate(windows, start=1):
        number = window.number
        owner = first.setdefault(number.lstrip("0"), number) if number.isdigit() else number
        if owner != number:
            mistakes.add(
                f"[[windows]] {place} ({number}), key number",
                f'a pad cannot tell "{number}" from "{owner}"; give one of them another number',
            )


def _skills(where: str, window: WindowForm, file: FileForm, mistakes: Mistakes) -> None:
    if not (window.departments or window.queues or window.items):
        mistakes.add(where, "serves nothing; write departments, queues or items")
    elif file.items and not skills_of(window, file.items):
        mistakes.add(where, "serves no item that is in [[items]]; write other departments, queues or items")


def _dispatch(file: FileForm, mistakes: Mistakes) -> None:
    rule = file.dispatch
    one_of("[dispatch], key policy", rule.policy, POLICIES, mistakes)
    if not 0 < rule.power <= 10:
        mistakes.add("[dispatch], key power", f"{rule.power} is not above 0 and at most 10; 1.5 is usual")
    for klass, minutes in rule.targets_min.items():
        within(f"[dispatch], key targets_min, {klass}", minutes, 1, MINUTES_MAX, mistakes)
    within("[dispatch], key transfer_target_min", rule.transfer_target_min, 1, MINUTES_MAX, mistakes)
    at_least("[dispatch], key ratio", rule.ratio, 1, "other tickets for one regular ticket", mistakes)


def _calling(file: FileForm, mistakes: Mistakes) -> None:
    rule = file.calling
    one_of("[calling], key next_while_called", rule.next_while_called, NEXT_WHILE_CALLED, mistakes)
    for key in rule.__struct_fields__:
        value = getattr(rule, key)
        if isinstance(value, int):
            within(f"[calling], key {key}", value, 0, DAY_S, mistakes)
    at_least(
        "[calling], key misses_max", rule.misses_max, 1, "at the last miss the ticket is closed", mistakes
    )
    if list(rule.repeat_at_s) != sorted(set(rule.repeat_at_s)) or min(rule.repeat_at_s, default=1) < 1:
        mistakes.add("[calling], key repeat_at_s", "must be seconds above 0 that grow: [30, 75]")
    if rule.miss_at_s and max(rule.repeat_at_s, default=0) >= rule.miss_at_s:
        mistakes.add(
            "[calling], key repeat_at_s",
            f"the last repeat must come before the ticket is missed, miss_at_s = {rule.miss_at_s}",
        )


def at_least(where: str, number: int, least: int, hint: str, mistakes: Mistakes) -> None:
    """Add a mistake if ``number`` is less than ``least``."""
    if number < least:
        mistakes.add(where, f"{number} is less than {least} ({hint})")


def within(where: str, number: int, least: int, most: int, mistakes: Mistakes) -> None:
    """Add a mistake if ``number`` is not between ``least`` and ``most``."""
    if not least <= number <= most:
        mistakes.add(where, f"{number} is not between {least} and {most}")


def one_of(where: str, word: str, known: tuple[str, ...], mistakes: Mistakes) -> None:
    """Add a mistake if ``word`` is not one of the ``known`` ones."""
    if word not in known:
        mistakes.add(where, f'"{word}" is not known{nearest(word, known)}')
