"""The sheets of figures: all, by queue, window, staff, item, hour, day; ratings; the month's rankings."""

from collections.abc import Callable, Iterable, Mapping

from queue_server.report_command.sheets import Cell, Column, Kind, Row, Sheet
from queue_server.report_command.speech import Speech, day_words
from queue_server.report_command.words import ELSEWHERE, SHEETS
from queue_server.reports.cards import Card, Outcome
from queue_server.reports.figures import Figures, added
from queue_server.reports.fold import Told
from queue_server.reports.period import ReportKind
from queue_server.reports.ranking import ranked
from queue_server.reports.tally import Side
from queue_server.vocabulary import Stars

Label = Callable[[str], tuple[str, str]]
"""From a key to number and name."""
Groups = Mapping[str, Figures]

ID, NAME = Column("id", Kind.TEXT), Column("name", Kind.TEXT)
KEYS = {Side.HOUR: Column("hour", Kind.TEXT), Side.DAY: Column("day", Kind.TEXT)}
FILE_ID = Column("id", Kind.TEXT, is_for_files=True)


def _stars(level: Stars) -> Callable[[Figures], Cell]:
    return lambda figures: figures.stars[level - 1]


FROM_FIGURES: Mapping[str, Callable[[Figures], Cell]] = {
    "issued": lambda f: f.issued,
    "called": lambda f: f.called,
    "served": lambda f: f.served,
    "missed": lambda f: f.missed,
    "cancelled": lambda f: f.cancelled,
    "transferred": lambda f: f.transferred,
    "closed": lambda f: f.closed,
    "mean_wait": lambda f: f.mean_wait_ms,
    "p90_wait": lambda f: f.p90_wait_ms,
    "longest_wait": lambda f: f.longest_wait_ms,
    "mean_service": lambda f: f.mean_service_ms,
    "in_time": lambda f: f.in_time,
    "satisfaction": lambda f: f.satisfaction,
    "rating_rate": lambda f: f.rating_rate,
    "silent": lambda f: f.silent,
    **{f"star{level.value}": _stars(level) for level in Stars},
}
SPANS = frozenset({"mean_wait", "p90_wait", "longest_wait", "mean_service"})
SHARES = frozenset({"in_time", "satisfaction", "rating_rate"})
EVERY = (
    "issued", "called", "served", "missed", "cancelled", "transferred", "closed", "mean_wait", "p90_wait",
    "longest_wait", "mean_service", "in_time", "satisfaction", "rating_rate",
)  # fmt: skip
AT_A_WINDOW = tuple(key for key in EVERY if key != "issued")
RATINGS = ("served", "star5", "star4", "star3", "star2", "star1", "silent", "satisfaction", "rating_rate")
RANKED = ("served", "satisfaction", "rating_rate", "in_time", "mean_wait", "mean_service")
HOUR_END = "{0}:00-{0}:59"


def column_of(key: str) -> Column:
    """Return the column of a figure."""
    return Column(key, Kind.SPAN if key in SPANS else Kind.SHARE if key in SHARES else Kind.COUNT)


def cells_of(figures: Figures, keys: Iterable[str]) -> tuple[Cell, ...]:
    return tuple(FROM_FIGURES[key](figures) for key in keys)


def figure_sheets(now: Told, then: Told | None, speech: Speech) -> tuple[Sheet, ...]:
    """Return every sheet of figures, in the order in which a report is read."""
    sheets = [_total(now, then, speech)]
    if now.period.kind is ReportKind.MONTH:
        sheets += [_windows_ranked(now, then, speech), _departments_ranked(now, then, speech)]
    if now.period.kind is not ReportKind.DAY:
        sheets.append(_sides("days", Side.DAY, now, None, lambda day: (day_words(day), "")))
    sheets += [
        _sides("hours", Side.HOUR, now, then, lambda hour: (HOUR_END.format(hour), "")),
        _sides("queues", Side.QUEUE, now, then, lambda key: (key, speech.name(Side.QUEUE, key))),
        _sides("windows", Side.WINDOW, now, then, lambda key: (key, speech.name(Side.WINDOW, key))),
        _sides("staff", Side.STAFF, now, then, lambda key: (key, speech.name(Side.STAFF, key))),
        _items(now, then, speech),
        _ratings(now, then, speech),
    ]
    return tuple(sheets)


def _total(now: Told, then: Told | None, speech: Speech) -> Sheet:
    before = cells_of(then.tally.total, EVERY) if then else ()
    name = speech.say(SHEETS["total"])
    row = Row((name, *cells_of(now.tally.total, EVERY)), (name, *before) if before else (), is_total=True)
    return Sheet("total", (NAME, *map(column_of, EVERY)), (row,))


def _sides(key: str, side: Side, now: Told, then: Told | None, label: Label) -> Sheet:
    keys = AT_A_WINDOW if side in (Side.WINDOW, Side.STAFF) else EVERY
    groups, before = now.tally.sides[side], then.tally.sides[side] if then else None
    rows = _rows(sorted(groups), groups, before, label, keys)
    return Sheet(key, (KEYS.get(side, ID), NAME, *map(column_of, keys)), rows)


def _rows(
    order: Iterable[str], groups: Groups, before: Groups | None, label: Label, keys: tuple[str, ...]
) -> tuple[Row, ...]:
    rows = []
    for key in order:
        names = label(key)
        then = () if before is None else (*names, *cells_of(before.get(key, Figures()), keys))
        rows.append(Row((*names, *cells_of(groups[key], keys)), then))
    return tuple(rows)


def _items(now: Told, then: Told | None, speech: Speech) -> Sheet:
    """Return the items, those asked for most first."""
    groups, before = now.tally.sides[Side.ITEM], then.tally.sides[Side.ITEM] if then else None
    order = sorted(groups, key=lambda key: (-groups[key].issued, key))
    rows = _rows(order, groups, before, lambda key: (key, speech.name(Side.ITEM, key) or key), EVERY)
    return Sheet("items", (FILE_ID, NAME, *map(column_of, EVERY)), rows)


def _ratings(now: Told, then: Told | None, speech: Speech) -> Sheet:
    """Return the ratings of all, of each window and of each staff member that served somebody."""
    rows = _rated_rows(Side.ALL, now, then, lambda _: (speech.say(SHEETS["total"]), ""))
    rows += _rated_rows(
        Side.WINDOW, now, then, lambda key: (speech.place(f"window:{key}"), speech.name(Side.WINDOW, key))
    )
    rows += _rated_rows(Side.STAFF, now, then, lambda key: (key, speech.name(Side.STAFF, key)))
    return Sheet("ratings", (ID, NAME, *map(column_of, RATINGS)), tuple(rows))


def _rated_rows(side: Side, now: Told, then: Told | None, label: Label) -> list[Row]:
    groups, before = now.tally.sides[side], then.tally.sides[side] if then else None
    order = [key for key in sorted(groups) if groups[key].served or groups[key].rated]
    rows = _rows(order, groups, before, label, RATINGS)
    return [Row(row.cells, row.before, is_total=side is Side.ALL) for row in rows]


def _windows_ranked(now: Told, then: Told | None, speech: Speech) -> Sheet:
    return _ranking(
        "window_ranking",
        (now.tally.sides[Side.WINDOW], then.tally.sides[Side.WINDOW] if then else None),
        tuple(_grouped(told, speech, lambda card: card.window) for told in (now, then)),
        lambda key: (key, speech.name(Side.WINDOW, key)),
    )


def _departments_ranked(now: Told, then: Told | None, speech: Speech) -> Sheet:
    def of_staff(card: Card) -> str:
        return speech.department_of_staff.get(card.staff, "")

    return _ranking(
        "department_ranking",
        (departments_of(now, speech), departments_of(then, speech) if then else None),
        tuple(_grouped(told, speech, of_staff) for told in (now, then)),
        lambda key: (key, speech.department(key) if key else speech.say(ELSEWHERE)),
    )


def departments_of(told: Told, speech: Speech) -> dict[str, Figures]:
    """Return the figures of each department: those of its items. One without a department is under ''."""
    items: dict[str, list[Figures]] = {}
    for item, figures in told.tally.sides[Side.ITEM].items():
        items.setdefault(speech.department_of_item.get(item, ""), []).append(figures)
    return {department: added(figures) for department, figures in items.items()}


Counts = dict[str, tuple[int, int]]
"""Key -> cards that stand, cards revoked."""


def _grouped(told: Told | None, speech: Speech, key_of: Callable[[Card], str]) -> Counts:
    counts: Counts = {}
    for card in told.cards if told else ():
        if speech.is_card(card.level):
            stands, revoked = counts.get(key_of(card), (0, 0))
            is_revoked = card.outcome is Outcome.REVOKED
            counts[key_of(card)] = (stands + card.stands, revoked + is_revoked)
    return counts


def _ranking(
    key: str, groups: tuple[Groups, Groups | None], cards: tuple[Counts, ...], label: Label
) -> Sheet:
    """Return who served how many, most first, with the places gained or lost."""
    now, then = groups
    places, places_then = ranked(now), ranked(then or {})
    rows = []
    for one in sorted(places, key=lambda one: (places[one], one)):
        cells = (*cells_of(now[one], RANKED), *cards[0].get(one, (0, 0)))
        before: tuple[Cell, ...] = ()
        if then is not None:
            figures = cells_of(then.get(one, Figures()), RANKED)
            before = (places_then.get(one), *label(one), *figures, *cards[1].get(one, (0, 0)))
        rows.append(Row((places[one], *label(one), *cells), before))
    columns = (
        Column("rank", Kind.RANK),
        ID,
        NAME,
        *map(column_of, RANKED),
        Column("cards"),
        Column("revoked"),
    )
    return Sheet(key, columns, tuple(rows))
