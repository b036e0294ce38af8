"""The large figures of the day: people, waits, ratings, and the curve beside that of a usual day. Pure."""

from hall_display.wall import words
from hall_display.wall.parts import NO_FIGURE, Curves, Figure, Stars
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Span, Tone, row
from hall_display.wall.view_windows import ceiling_ms
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from queue_server.vocabulary import WindowState

_TODAY = Text("取号 {issued}  办结 {served}", "{issued} in, {served} served")
_TARGET = Text("目标 {n} 分", "target {n} min")
_OF = Text("{n} / {all} 次叫号", "{n} of {all} calls")
_CALLS = Text("今日叫号 {n}", "{n} called today")
_USUAL_OF = Text("平常（{n} 天）", "usual of {n} days")
HILL_INK = "#21497c"
"""The usual day: a shade of the panel, there to be compared with."""


def caption(sight: Sight, text: Text, *more: Span, right: tuple[Span, ...] = ()) -> Row:
    """Return a part's name: bold in the reader's language, beside it dim in the other."""
    beside = text.beside(sight.language)
    spans = [Span(text.in_(sight.language), Tone.INK, is_bold=True)]
    if beside:
        spans.append(Span(f" {beside}", Tone.LINE, may_go=True))
    return row(*spans, *more, right=right)


def waiting(sight: Sight) -> Figure:
    waiting = sum(queue.waiting for queue in sight.queues.values())
    is_alarmed = any(queue.is_alarmed for queue in sight.queues.values())
    total = sight.day.total
    foot = sight.say(_TODAY, issued=total.issued, served=total.served)
    tone = Tone.AMBER if is_alarmed else Tone.INK
    people = sight.say(words.PEOPLE)
    return Figure(caption(sight, words.WAITING), str(waiting), people, row(Span(foot, Tone.DIM)), tone)


def longest(sight: Sight) -> Figure:
    waits = [(one.longest_since_ms, one) for one in sight.queues.values() if one.longest_since_ms]
    name = caption(sight, words.LONGEST)
    minutes = sight.say(words.MINUTES)
    if not waits:
        return Figure(name, "0", minutes, row(Span(sight.say(words.NOBODY_WAITS), Tone.DIM)))
    since_ms, queue = min(waits, key=lambda wait: wait[0])
    is_over = bool(ceiling_ms(sight)) and sight.since(since_ms) > ceiling_ms(sight)
    foot = row(Span(sight.queue(queue.code), Tone.DIM), right=_target(sight))
    tone = Tone.AMBER if is_over else Tone.INK
    return Figure(name, str(sight.since(since_ms) // 60_000), minutes, foot, tone)


def _target(sight: Sight) -> tuple[Span, ...]:
    minutes = sight.rules.wait_ceiling_min
    return (Span(sight.say(_TARGET, n=minutes), Tone.LINE),) if minutes else ()


def mean(sight: Sight) -> Figure:
    total = sight.day.total
    name, foot = caption(sight, words.MEAN), row(Span(sight.say(_CALLS, n=total.called), Tone.DIM))
    if not total.called:
        return Figure(name, NO_FIGURE, "", foot)
    return Figure(name, sight.span(total.wait_sum_ms // total.called), sight.say(words.MINUTES), foot)


def within(sight: Sight) -> Figure:
    total = sight.day.total
    name = caption(sight, words.WITHIN)
    if not total.called:
        return Figure(name, NO_FIGURE, "", row(Span(sight.say(_CALLS, n=0), Tone.DIM)))
    foot = row(Span(sight.say(_OF, n=total.within_target, all=total.called), Tone.DIM))
    return Figure(name, share(total.within_target, total.called), "%", foot)


def share(part: int, whole: int) -> str:
    """Return a share in hundredths, never rounded up to all of them."""
    tenths = part * 1000 // whole
    return "100" if part == whole else f"{tenths // 10}.{tenths % 10}"


def mean_rating(sight: Sight) -> str:
    """Return the mean of the day's ratings; silence is none."""
    stars = sight.day.ratings.stars
    rated = sum(stars)
    if not rated:
        return NO_FIGURE
    return f"{sum(level * count for level, count in enumerate(stars, 1)) / rated:.2f}"


def stars(sight: Sight) -> Stars:
    spread = sight.day.ratings
    levels = tuple((sight.say(words.STARS[level]), spread.stars[level - 1]) for level in (5, 4, 3, 2, 1))
    silent = row(Span(f"{sight.say(words.SILENT)} {spread.silent}", Tone.DIM))
    name = caption(sight, words.RATINGS, right=silent.left)
    return Stars(name, mean_rating(sight), levels)


def windows_open(sight: Sight) -> Figure:
    is_open = sum(window.state is not WindowState.CLOSED for window in sight.windows.values())
    return Figure(caption(sight, words.OPEN_NOW), str(is_open), f"/ {len(sight.windows)}")


def curves(sight: Sight) -> Curves:
    day = sight.day
    local = sight.local(sight.now_ms)
    done = local.hour * 6 + local.minute // 10
    first, last = _span(sight)
    usual = tuple(value / 100 for value in day.usual_curve)
    legend = [
        Span("    ▄▄ ", ink=PALETTE[Tone.GOLD]), Span(sight.say(words.ISSUED), Tone.SOFT),
        Span("   ▄▄ ", ink=PALETTE[Tone.GOOD]), Span(sight.say(words.SERVED), Tone.SOFT),
    ]  # fmt: skip
    if usual:
        said = sight.say(_USUAL_OF, n=day.usual_days)
        legend += [Span("   ██ ", ink=HILL_INK), Span(said, Tone.SOFT)]
    right = () if usual else (Span(sight.say(words.NO_USUAL), Tone.DIM),)
    name = caption(sight, words.CURVE, *legend, right=right)
    return Curves(name, day.issued_curve[:done], day.served_curve[:done], usual, first, last)


def _span(sight: Sight) -> tuple[int, int]:
    """Return the places to show: the hours, with what happened outside them; whole hours."""
    hours = sight.hall.hours if sight.hall else ()
    minutes = [(one.start_min, one.end_min) for one in hours] or [(480, 1080)]
    busy = [at for at, count in enumerate(sight.day.issued_curve) if count]
    first = min([min(start for start, _ in minutes) // 10, *busy[:1]])
    last = max([max(end for _, end in minutes) // 10, *(at + 1 for at in busy[-1:])])
    return first // 6 * 6, min(144, -(-last // 6) * 6)
