"""Windows, queues and staff as the wall shows them: what each does, who sits there, what is wrong. Pure."""

from hall_display.wall import words
from hall_display.wall.plates import Listing, Plate
from hall_display.wall.sight import Desk, Sight
from hall_display.wall.spans import Row, Span, Tone, chip, row
from hall_display.wall.view_cards import current_cards
from kiosk.screenkit.expected_words import short_wait_text
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from queue_server.vocabulary import Presence, WindowNo, WindowState
from queue_server.wire.documents import QueueDoc, WindowDoc
from queue_server.wire.wall_documents import StaffDoc

_WAITING_N = Text("{n} 人等候", "{n} waiting")
_LONGEST_T = Text("最久 {t}", "longest {t}")
_OPEN_N = Text("{n} 个窗口开放", "{n} windows open")
_IDLE_N = Text("{n} 个空闲", "{n} idle")
_NO_WINDOW = Text("没有窗口开放", "no window open")
_ISSUED_N = Text("今日取号 {n}", "{n} issued today")
_SINCE = Text("自 {t}", "since {t}")
_SERVED_N = Text("今日办结 {n}", "{n} served today")
_PUNCHES = Text("打卡 {t}", "punched {t}")

TROUBLED = (Presence.OFF_POST, Presence.ABSENT)
"""Who asks for somebody, the more urgent first."""


def desks(sight: Sight) -> tuple[Desk, ...]:
    """Return every window with what a manager sees of it, by number."""
    worst: dict[str, str] = {}
    for card in current_cards(sight):
        if card.window and sight.weight(card.level) > sight.weight(worst.get(card.window, "")):
            worst[card.window] = card.level
    away = {one.window for one in sight.staff.values() if one.presence is Presence.OFF_POST}
    return tuple(
        Desk(
            WindowNo(number), window, sight.sitting_at(number), number in away, worst.get(number, ""),
            bool(number in sight.desks and sight.desks[number].faults),
        )
        for number, window in sorted(sight.windows.items(), key=lambda one: (len(one[0]), one[0]))
    )  # fmt: skip


def state_counts(sight: Sight) -> Row:
    """Return how many windows are in each state."""
    windows = [window.state for window in sight.windows.values()]
    spans: list[Span] = []
    for state, text in words.STATES.items():
        count = windows.count(state)
        tone = Tone.INK if count else Tone.LINE
        spans += [Span(f"{sight.say(text)} ", Tone.DIM), Span(f"{count}", tone, is_bold=True), Span("   ")]
    return Row(tuple(spans[:-1]))


def state_word(sight: Sight, window: WindowDoc) -> str:
    """Return what a window does."""
    return sight.say(words.STATES[window.state])


def state_tone(desk: Desk) -> Tone:
    """Return how loudly a window's state speaks: work is plain, rest is dim."""
    if desk.is_off_post:
        return Tone.AMBER
    return {
        WindowState.SERVING: Tone.INK,
        WindowState.CALLED: Tone.GOLD,
        WindowState.IDLE: Tone.SOFT,
        WindowState.PAUSED: Tone.DIM,
        WindowState.CLOSED: Tone.LINE,
    }[desk.window.state]


def window_plate(sight: Sight, desk: Desk) -> Plate:
    """Return a window in three lines: number and state; who and which ticket; since when, what is wrong."""
    window = desk.window
    off_post = sight.say(words.PRESENCES[Presence.OFF_POST]) if desk.is_off_post else ""
    level = sight.level(desk.level) if desk.level else None
    fault = sight.desks[desk.number].faults if desk.has_fault else {}
    troubles = [Span(f"{sight.say(words.DEVICES_OF[device])} ", Tone.AMBER) for device in fault]
    if level:
        troubles.append(chip(sight.name(level.name), level.colour))
    is_timed = window.since_ms and window.state is not WindowState.CLOSED
    clock = sight.span(sight.since(window.since_ms)) if is_timed else ""
    return Plate(
        key=f"window/{desk.number}",
        lines=(
            row(
                Span(sight.window(desk.number), Tone.INK, is_bold=True),
                right=(Span(off_post or state_word(sight, window), state_tone(desk)),),
            ),
            row(Span(desk.staff or " ", Tone.SOFT), right=(Span(window.ticket, Tone.INK, is_bold=True),)),
            row(*troubles, right=(Span(clock, Tone.DIM),)),
        ),
        edge=level.colour if level else PALETTE[Tone.AMBER if desk.is_off_post else Tone.LINE],
        glow=bool(level) or desk.is_off_post,
    )


def window_list(sight: Sight) -> Listing:
    """Return all windows."""
    return Listing(
        title=words.WINDOWS.in_(sight.language),
        beside=words.WINDOWS.beside(sight.language),
        figures=state_counts(sight),
        plates=tuple(window_plate(sight, desk) for desk in desks(sight)),
        columns=4,
        empty=sight.say(words.NONE),
    )


# --- queues ---


def ceiling_ms(sight: Sight) -> int:
    """Return the target wait; 0 where none is known."""
    return sight.rules.wait_ceiling_min * 60_000


def is_over(sight: Sight, queue: QueueDoc) -> bool:
    """Whether somebody waits longer here than the target says."""
    ceiling = ceiling_ms(sight)
    return bool(ceiling and queue.longest_since_ms and sight.since(queue.longest_since_ms) > ceiling)


def queues_in_order(sight: Sight) -> tuple[QueueDoc, ...]:
    """Return the queues by their letter."""
    return tuple(sorted(sight.queues.values(), key=lambda queue: queue.code))


def queue_plate(sight: Sight, queue: QueueDoc) -> Plate:
    """Return a queue in three lines: name and people; who waits longest; windows."""
    over, longest = is_over(sight, queue), queue.longest_since_ms
    is_unserved = bool(queue.waiting and not queue.open_windows)
    asks = over or queue.is_alarmed or is_unserved
    waiting = sight.say(_WAITING_N, n=queue.waiting)
    wait = (
        sight.say(_LONGEST_T, t=sight.span(sight.since(longest)))
        if longest
        else sight.say(words.NOBODY_WAITS)
    )
    served = sight.say(_OPEN_N, n=queue.open_windows) if queue.open_windows else sight.say(_NO_WINDOW)
    second, third = _beside(sight, queue)
    first = Span(waiting, Tone.AMBER if queue.is_alarmed else Tone.INK, is_bold=True)
    return Plate(
        key=queue.key,
        lines=(
            row(Span(sight.queue(queue.code), Tone.INK, is_bold=True), right=(first,)),
            row(Span(wait, Tone.AMBER if over else Tone.SOFT), right=second),
            row(Span(served, Tone.AMBER if is_unserved else Tone.SOFT), right=third),
        ),
        edge=PALETTE[Tone.AMBER if asks else Tone.LINE],
        glow=asks,
    )


def expected_tone(queue: QueueDoc) -> Tone:
    """Return how loudly an expected wait speaks: somebody is asked for where it may not be today."""
    is_doubtful = queue.expected is not None and (
        queue.expected.is_doubtful or queue.expected.high_min is None
    )
    return Tone.AMBER if is_doubtful else Tone.SOFT


def _beside(sight: Sight, queue: QueueDoc) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return what stands at the right of the second and third line: an expected wait beside the longest."""
    issued = Span(sight.say(_ISSUED_N, n=queue.issued), Tone.DIM)
    idle = Span(sight.say(_IDLE_N, n=len(queue.idle_windows)) if queue.idle_windows else "", Tone.DIM)
    if queue.expected is None:
        return (issued,), (idle,)
    said = f"{sight.say(words.EXPECTED)} {sight.say(short_wait_text(queue.expected))}"
    gap = Span("   " if idle.text else "", Tone.DIM)
    return (Span(said, expected_tone(queue)),), (idle, gap, issued)


def queue_list(sight: Sight) -> Listing:
    """Return all queues."""
    queues = queues_in_order(sight)
    waiting = sum(queue.waiting for queue in queues)
    return Listing(
        title=words.QUEUES.in_(sight.language),
        beside=words.QUEUES.beside(sight.language),
        figures=row(Span(sight.say(_WAITING_N, n=waiting), Tone.INK)),
        plates=tuple(queue_plate(sight, queue) for queue in queues),
        empty=sight.say(words.NONE),
    )


# --- staff and attendance ---


def staff_in_order(sight: Sight) -> tuple[StaffDoc, ...]:
    """Return the staff: first who is off post or absent, then who has a mark, then by number."""
    return tuple(sorted(sight.staff.values(), key=_urgency))


def _urgency(one: StaffDoc) -> tuple[int, bool, str]:
    at = TROUBLED.index(one.presence) if one.presence in TROUBLED else len(TROUBLED)
    return at, not one.marks, one.staff


def staff_plate(sight: Sight, one: StaffDoc) -> Plate:
    """Return a staff member in three lines: name and presence; department and place; punches and marks."""
    troubled = one.presence in TROUBLED
    marks = " ".join(sight.rule(rule) for rule in one.marks)
    at_ms = [sight.minute(punch) for punch in one.punches_ms]
    where = sight.window(one.window)
    clock = sight.span(sight.since(one.since_ms)) if one.since_ms and one.window else ""
    name = [Span(one.name or one.staff, Tone.INK, is_bold=True), Span(f"  {one.staff}", Tone.LINE)]
    if one.is_chief:
        name.append(Span(f"  {sight.say(words.CHIEF)}", Tone.DIM))
    return Plate(
        key=one.key,
        lines=(
            row(
                *name,
                right=(
                    Span(sight.say(words.PRESENCES[one.presence]), Tone.AMBER if troubled else Tone.SOFT),
                ),
            ),
            row(
                Span(sight.department(one.department), Tone.DIM),
                right=(Span(f"{where} {clock}".strip(), Tone.SOFT),),
            ),
            row(
                Span(sight.say(_PUNCHES, t=" ".join(at_ms)) if at_ms else "", Tone.DIM),
                right=(Span(marks, Tone.AMBER),),
            ),
        ),
        edge=PALETTE[Tone.AMBER if troubled or marks else Tone.LINE],
        glow=troubled,
    )
