"""The overview: everything a manager must see at one look, from the documents of the server. Pure.

Nothing is invented: a figure is a document's, a clock runs from an instant a document told. When nothing asks
for anybody the wall says so, large and quiet.
"""

from rich.cells import cell_len

from hall_display.wall import view_figures as figures
from hall_display.wall import words
from hall_display.wall.parts import CardColumn, Figure, Head, Overview, Panel, WindowCell, WindowGrid
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Span, Tone, row, whole_words, width_of
from hall_display.wall.view_cards import (
    card_plate,
    countdown,
    current_cards,
    is_late,
    is_unseen,
    tasks_in_order,
    whom,
)
from hall_display.wall.view_figures import caption
from hall_display.wall.view_forecasts import accuracy
from hall_display.wall.view_people import attendance_counts, attendance_notes, calendar_note, troubles
from hall_display.wall.view_windows import (
    desks,
    expected_tone,
    is_over,
    queues_in_order,
    state_counts,
    state_tone,
)
from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.banner import OFFLINE
from kiosk.screenkit.expected_words import wait_minutes
from kiosk.screenkit.language import Text
from queue_server.vocabulary import WindowState
from queue_server.wire.documents import QueueDoc
from queue_server.wire.wall_documents import TaskDoc

CARDS_SHOWN, QUEUES_SHOWN = 6, 8
"""So many have their place on the overview."""
QUEUE_COLUMNS = 28
"""Cells of a line in the panel of the queues."""


def head(sight: Sight) -> Head:
    """Return the band at the top; before the hall has said what time it is there is no clock."""
    hall = sight.name(sight.hall.name) if sight.hall else ""
    title, beside = words.TITLE.in_(sight.language), words.TITLE.beside(sight.language)
    if not sight.now_ms:
        return Head(hall, title, beside)
    return Head(hall, title, beside, sight.date(), f"{sight.local(sight.now_ms):%H:%M}")


def banner(sight: Sight, is_connected: bool, refusal: str, offline: Text = OFFLINE) -> Text | None:
    """Return what is wrong with the server, the worst first; None when all is well."""
    if not is_connected:
        return refusal_text(refusal) or offline
    if sight.hall and not sight.hall.is_durable:
        return words.NOT_DURABLE
    return None


def overview(sight: Sight) -> Overview:
    """Return the whole overview."""
    if sight.hall is None:
        return Overview()
    return Overview(
        is_known=True,
        is_calm=is_calm(sight),
        waiting=figures.waiting(sight),
        longest=figures.longest(sight),
        mean=figures.mean(sight),
        within=figures.within(sight),
        rating=Figure(caption(sight, words.RATINGS), figures.mean_rating(sight), "/ 5"),
        windows_open=figures.windows_open(sight),
        stars=figures.stars(sight),
        curves=figures.curves(sight),
        accuracy=accuracy(sight),
        queues=_queues(sight),
        windows=_windows(sight),
        attendance=_attendance(sight),
        devices=_devices(sight),
        tasks=_tasks(sight),
        cards=_cards(sight),
        well=_well(sight),
    )


def is_calm(sight: Sight) -> bool:
    """Whether nothing asks for anybody: no card, task overdue, device, badge, reader or full queue."""
    return not (
        current_cards(sight)
        or any(is_late(sight, task) for task in sight.tasks.values())
        or troubles(sight)
        or sight.attendance.unknown_badges
        or sight.attendance.reader_alarms
        or any(queue.is_alarmed or is_over(sight, queue) for queue in sight.queues.values())
    )


def _queues(sight: Sight) -> Panel:
    """Return the queues by their letter; where there are too many, those where most people wait."""
    queues = queues_in_order(sight)
    more: tuple[Row, ...] = ()
    if len(queues) > QUEUES_SHOWN:
        queues = tuple(sorted(queues, key=lambda one: (-one.waiting, one.code))[: QUEUES_SHOWN - 1])
        left = len(sight.queues) - len(queues)
        more = (row(Span(sight.say(words.MORE_QUEUES, n=left), Tone.DIM)),)
    shown = [sight.queues[one.code] for one in queues]
    width = max((len(wait_minutes(one.expected)) for one in shown if one.expected), default=0)
    head = (Span(sight.say(words.EXPECTED_MIN), Tone.LINE),) if width else ()
    rows = (_queue_row(sight, one, width) for one in shown)
    return Panel((caption(sight, words.QUEUES, right=head), *rows, *more))


def _queue_row(sight: Sight, queue: QueueDoc, expected_width: int) -> Row:
    is_open = queue.open_windows > 0
    wait = sight.span(sight.since(queue.longest_since_ms)) if queue.longest_since_ms else ""
    count = Span(f"{queue.waiting:>3}", Tone.AMBER if queue.is_alarmed else Tone.INK, is_bold=True)
    if not queue.waiting:
        count = Span(f"{0:>3}", Tone.LINE)
    clock = Span(f" {wait:>5}", Tone.AMBER if is_over(sight, queue) else Tone.DIM)
    right = (count, clock, *_expected(queue, expected_width))
    room = QUEUE_COLUMNS - width_of(right) - cell_len(queue.code) - 2 if expected_width else QUEUE_COLUMNS
    name = f" {whole_words(sight.name(queue.name), room)}"
    tone = Tone.SOFT if is_open or queue.waiting else Tone.LINE
    return row(Span(queue.code, Tone.DIM, is_bold=True), Span(name, tone), right=right)


def _expected(queue: QueueDoc, width: int) -> tuple[Span, ...]:
    """Return the minutes a number taken now would wait; nothing where no queue has any."""
    if not width:
        return ()
    minutes = wait_minutes(queue.expected) if queue.expected else ""
    return (Span(f" {minutes:>{width}}", expected_tone(queue)),)


def _windows(sight: Sight) -> WindowGrid:
    cells = tuple(
        WindowCell(
            number=desk.number,
            ticket=desk.window.ticket,
            staff=desk.staff,
            state=desk.window.state,
            tone=state_tone(desk),
            alarm=sight.level(desk.level).colour if desk.level else "",
            has_fault=desk.has_fault,
        )
        for desk in desks(sight)
    )
    return WindowGrid(caption(sight, words.WINDOWS, right=state_counts(sight).left), cells)


def _attendance(sight: Sight) -> Panel:
    counts = [
        (
            Span(f"{sight.say(text)} ", Tone.DIM if count else Tone.LINE),
            Span(
                f"{count}", Tone.AMBER if asks and count else Tone.INK if count else Tone.LINE, is_bold=True
            ),
        )
        for text, count, asks in attendance_counts(sight)
    ]
    is_wide = any(width_of(count) >= THIRD for count in counts)
    across, width = (2, HALF) if is_wide else (3, THIRD)
    lines = (_in_columns(counts[at : at + across], width) for at in range(0, len(counts), across))
    spaced = tuple(span for note in attendance_notes(sight) for span in (note, Span("  ")))[:-1]
    return Panel((caption(sight, words.ATTENDANCE, right=calendar_note(sight)), *lines, Row(spaced)))


THIRD, HALF = 10, 15
"""Cells of a count, where three or two of them stand side by side."""


def _in_columns(counts: list[tuple[Span, Span]], width: int) -> Row:
    spans: list[Span] = []
    for name, count in counts:
        used = width_of((name, count))
        spans += [name, count, Span(" " * max(1, width - used))]
    return Row(tuple(spans[:-1]))


def _devices(sight: Sight) -> Panel:
    found = troubles(sight)
    if not found:
        return Panel((caption(sight, words.DEVICES), row(Span(sight.say(words.ALL_SILENT), Tone.DIM))))
    right = (Span(sight.say(words.FAULTS, n=len(found)), Tone.AMBER, is_bold=True),)
    rows = (row(Span(one.where, Tone.SOFT), right=(Span(one.fault, Tone.AMBER),)) for one in found[:2])
    return Panel((caption(sight, words.DEVICES, right=right), *rows))


def _tasks(sight: Sight) -> Panel:
    tasks = tasks_in_order(sight)
    if not tasks:
        return Panel((caption(sight, words.TASKS), row(Span(sight.say(words.NONE), Tone.DIM))))
    late = sum(is_late(sight, task) for task in tasks)
    right = [Span(f"{len(tasks)}", Tone.INK, is_bold=True)]
    if late:
        right.insert(0, Span(f"{sight.say(words.OVERDUE_N, n=late)}   ", Tone.DANGER, is_bold=True))
    rows = (_task_row(sight, task) for task in tasks[:2])
    return Panel((caption(sight, words.TASKS, right=tuple(right)), *rows))


def _task_row(sight: Sight, task: TaskDoc) -> Row:
    whose = Span(f"{task.number}  {task.staff_name or task.staff}", Tone.SOFT)
    return row(whose, right=(countdown(sight, task.deadline_ms),))


def _cards(sight: Sight) -> CardColumn:
    cards = current_cards(sight)
    shown = cards[:CARDS_SHOWN]
    unseen = sum(map(is_unseen, cards))
    right: list[Span] = []
    if unseen:
        right.append(Span(sight.say(words.UNSEEN_N, n=unseen), Tone.GOLD))
    if len(cards) > len(shown):
        right.append(Span(f"   {sight.say(words.MORE, n=len(cards) - len(shown))}", Tone.SOFT))
    count = Span(f"  {len(cards)}", Tone.INK, is_bold=True)
    return CardColumn(
        caption(sight, words.CARDS, count, right=tuple(right)),
        tuple(card_plate(sight, card) for card in shown),
    )


def _well(sight: Sight) -> Row:
    if all(window.state is WindowState.CLOSED for window in sight.windows.values()):
        return row(Span(sight.say(words.ALL_CLOSED), Tone.DIM))
    due = sight.say(words.TASKS_DUE, n=len(sight.tasks)) if sight.tasks else ""
    return row(Span(f"{sight.say(words.ALL_WELL_MORE)}   {due}".rstrip(), Tone.DIM))


def act_title(sight: Sight, key: str, label: str) -> str:
    """Return what the dialog of an act says it is about."""
    kind, _, code = key.partition("/")
    if kind == "card" and code in sight.cards:
        card = sight.cards[code]
        about = f"{sight.name(sight.level(card.level).name)} {sight.rule(card.rule)}  {whom(sight, card)}"
        return f"{label}    {about}"
    if kind == "task" and code in sight.tasks:
        return f"{label}    {sight.tasks[code].number}"
    return label
