"""A look into a window, a queue, a person, an unknown badge. Pure; cards and tasks: ``view_card_detail``."""

from hall_display.wall import words
from hall_display.wall.details import Deed, Detail, fact, heading
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Span, Tone, row
from hall_display.wall.view_cards import card_plate, cards_of_window, current_cards, device_fault
from hall_display.wall.view_figures import share
from hall_display.wall.view_forecasts import forecast_facts
from hall_display.wall.view_windows import (
    desks,
    expected_tone,
    is_over,
    staff_plate,
    state_tone,
    state_word,
    window_plate,
)
from kiosk.screenkit.expected_words import wait_text
from kiosk.screenkit.language import Text
from queue_server.vocabulary import WindowState
from queue_server.wire.documents import DeskDoc, QueueDoc
from queue_server.wire.wall_documents import QueueFigures, Spread, StaffDoc

STAFF = Text("人员", "Staff")
_SINCE, _STATE, _TICKET = Text("时间", "Since"), Text("状态", "State"), Text("号票", "Ticket")
_ITEM, _CLASS, _WAITED = Text("事项", "Item"), Text("类别", "Class"), Text("等候了", "Waited")
_REASON, _HELD, _SERVED = Text("原因", "Reason"), Text("挂起", "Held"), Text("今日办结", "Served today")
_ELIGIBLE = Text("可叫等候", "Could call")
_RATINGS, _MEAN, _RATED = Text("今日评价", "Ratings today"), Text("平均", "Mean"), Text("已评价", "Rated")
_FIGURES, _NOW, _TODAY = Text("今日", "Today"), Text("现在", "Now"), Text("本窗口", "This window")
_WAITING, _LONGEST, _FROM = Text("等候", "Waiting"), Text("最久", "Longest"), Text("取号时间", "Issued at")
_EXPECTED = Text("预计等候", "Expected wait")
_LAST_ONE = Text("最后一位{wait}", "the last: {wait}")
_MEAN_WAIT, _WITHIN = Text("平均等候", "Mean wait"), Text("按时叫号", "Within target")
_OPEN, _AREA = Text("开放窗口", "Windows open"), Text("区域", "Area")
_SERVING_IT = Text("办理窗口", "Windows serving it")
_CARDS_HERE = Text("本窗口的督办", "Cards of this window")
_CARDS_OF = Text("此人的督办", "Cards of this person")
_DEPARTMENT, _PUNCHES, _MARKS = Text("部门", "Department"), Text("打卡", "Punches"), Text("考勤", "Marks")
_WINDOW, _NUMBER = Text("窗口", "Window"), Text("工号", "Staff number")
_READER, _TIMES, _FIRST = Text("读卡器", "Reader"), Text("次数", "Times"), Text("首次", "First")
_LAST, _ENDS = Text("最近", "Last"), Text("尾号", "Ends in")
_ASSIGN = Text("指定持卡人", "Say whose it is")
_NO_CARDS = Text("没有督办", "No cards")


def window_detail(sight: Sight, number: str) -> Detail | None:
    """Return a window: who, since when, which ticket, ratings, devices; its cards lead further."""
    desk = next((one for one in desks(sight) if one.number == number), None)
    if desk is None:
        return None
    window, behind = desk.window, sight.desks.get(number)
    state = Span(state_word(sight, window), state_tone(desk), is_bold=True)
    clock = sight.span(sight.since(window.since_ms)) if window.since_ms else ""
    name = sight.name(window.name) if window.name.zh else ""
    member = sight.staff.get(behind.staff) if behind else None
    cards = cards_of_window(sight, number)
    return Detail(
        title=row(
            Span(sight.window(number), Tone.INK, is_bold=True),
            Span(f"  {name}   ", Tone.DIM),
            state,
            right=(Span(clock, Tone.INK),),
        ),
        facts=(
            *heading(sight.say(_NOW)),
            *_at_the_window(sight, behind, member),
            *_ticket_facts(sight, behind),
            *_fault_facts(sight, behind),
            *_rating_facts(sight, sight.day.ratings_of_windows.get(desk.number)),
        ),
        links_title=row(Span(sight.say(_CARDS_HERE if cards else _NO_CARDS), Tone.DIM)),
        links=(
            *(card_plate(sight, card) for card in cards),
            *([staff_plate(sight, member)] if member else []),
        ),
        edge=sight.level(desk.level).colour if desk.level else "",
    )


def _at_the_window(sight: Sight, desk: DeskDoc | None, member: StaffDoc | None) -> tuple[Row, ...]:
    if desk is None or not desk.staff:
        return (fact(sight.say(STAFF), Span(sight.say(words.NONE), Tone.DIM)),)
    who = [Span(sight.person(desk.staff), Tone.INK, is_bold=True), Span(f"  {desk.staff}", Tone.LINE)]
    if member:
        who.append(Span(f"  {sight.department(member.department)}", Tone.DIM))
    since = f"{sight.minute(desk.since_ms)}   {sight.span(sight.since(desk.since_ms))}"
    pause = fact(sight.say(_REASON), Span(desk.pause_reason, Tone.SOFT))
    return (
        fact(sight.say(STAFF), *who),
        fact(sight.say(_SINCE), Span(since, Tone.SOFT)),
        *((pause,) if desk.state is WindowState.PAUSED and desk.pause_reason else ()),
        fact(sight.say(_ELIGIBLE), Span(f"{desk.waiting}", Tone.SOFT), *_last(sight, desk)),
        fact(sight.say(_SERVED), Span(f"{desk.served_today}", Tone.SOFT)),
    )


def _last(sight: Sight, desk: DeskDoc) -> tuple[Span, ...]:
    """Return how long the last of those who could be called here waits."""
    if desk.expected is None or not desk.waiting:
        return ()
    return (Span(f"   {sight.say(_LAST_ONE, wait=sight.say(wait_text(desk.expected)))}", Tone.DIM),)


def _ticket_facts(sight: Sight, desk: DeskDoc | None) -> tuple[Row, ...]:
    if desk is None or (desk.ticket is None and not desk.held):
        return ()
    rows: list[Row] = list(heading(sight.say(_TICKET)))
    if ticket := desk.ticket:
        klass = sight.say(words.CLASSES[ticket.klass])
        number = Span(ticket.number, Tone.INK, is_bold=True)
        rows += [
            fact(sight.say(_TICKET), number, Span(f"  {klass}", Tone.SOFT)),
            fact(sight.say(_ITEM), Span(sight.item(ticket.item), Tone.SOFT)),
            fact(sight.say(_WAITED), Span(sight.span(ticket.called_ms - ticket.issued_ms), Tone.SOFT)),
        ]
    rows += [
        fact(sight.say(_HELD), Span(f"{one.number}  {sight.minute(one.since_ms)}  {one.reason}", Tone.SOFT))
        for one in desk.held
    ]
    return tuple(rows)


def _fault_facts(sight: Sight, desk: DeskDoc | None) -> tuple[Row, ...]:
    if desk is None:
        return ()
    faults = [
        fact("", Span(device_fault(sight, device, fault), Tone.AMBER))
        for device, fault in desk.faults.items()
    ]
    well = [fact("", Span(sight.say(words.ALL_SILENT), Tone.DIM))]
    return (*heading(sight.say(words.DEVICES)), *(faults or well))


def _rating_facts(sight: Sight, spread: Spread | None) -> tuple[Row, ...]:
    if spread is None or not (sum(spread.stars) or spread.silent):
        return (*heading(sight.say(_RATINGS)), fact("", Span(sight.say(words.NO_RATING), Tone.DIM)))
    rows = [fact(sight.say(_MEAN), Span(mean_of(spread), Tone.INK, is_bold=True))]
    for level in (5, 4, 3, 2, 1):
        count = spread.stars[level - 1]
        tone = Tone.LINE if not count else Tone.AMBER if level < 3 else Tone.SOFT
        rows.append(fact(sight.say(words.STARS[level]), Span(str(count), tone)))
    rows.append(fact(sight.say(words.SILENT), Span(str(spread.silent), Tone.DIM)))
    return (*heading(sight.say(_RATINGS)), *rows)


def mean_of(spread: Spread) -> str:
    """Return the mean of ratings; silence is none."""
    rated = sum(spread.stars)
    return f"{sum(at * count for at, count in enumerate(spread.stars, 1)) / rated:.2f}" if rated else "-"


def queue_detail(sight: Sight, code: str) -> Detail | None:
    """Return a queue: its figures, since when the first of it waits, the windows that serve it."""
    queue = sight.queues.get(code)
    if queue is None:
        return None
    longest, over = queue.longest_since_ms, is_over(sight, queue)
    wait = f"{sight.span(sight.since(longest))}   {sight.minute(longest)}" if longest else ""
    asked = sight.say(words.NOBODY_WAITS) if not longest else wait
    area = sight.hall.areas.get(queue.area) if sight.hall else None
    serving = [desk for desk in desks(sight) if _serves(sight, desk.number, code)]
    tone = Tone.AMBER if queue.is_alarmed else Tone.INK
    return Detail(
        title=row(
            Span(sight.queue(code), Tone.INK, is_bold=True),
            Span(f"   {sight.name(area)}" if area else "", Tone.DIM),
        ),
        facts=(
            *heading(sight.say(_NOW)),
            fact(sight.say(_WAITING), Span(str(queue.waiting), tone, is_bold=True)),
            fact(sight.say(_LONGEST), Span(asked, Tone.AMBER if over else Tone.SOFT)),
            *_expected_fact(sight, queue),
            fact(sight.say(_OPEN), Span(str(queue.open_windows), Tone.SOFT)),
            *_day_facts(sight, sight.day.queues.get(code, QueueFigures()), queue.issued),
            *forecast_facts(sight, code),
        ),
        links_title=row(Span(f"{sight.say(_SERVING_IT)}  {len(serving)}", Tone.DIM)),
        links=tuple(window_plate(sight, desk) for desk in serving),
    )


def _expected_fact(sight: Sight, queue: QueueDoc) -> tuple[Row, ...]:
    if queue.expected is None:
        return ()
    return (fact(sight.say(_EXPECTED), Span(sight.say(wait_text(queue.expected)), expected_tone(queue))),)


def _serves(sight: Sight, number: str, code: str) -> bool:
    desk = sight.desks.get(number)
    items = (sight.items.get(item) for item in desk.skills) if desk else ()
    return any(item is not None and item.queue == code for item in items)


def _day_facts(sight: Sight, day: QueueFigures, issued: int) -> tuple[Row, ...]:
    target = sight.rules.wait_ceiling_min
    within = f"{share(day.within_target, day.called)} %" if day.called else "-"
    mean = sight.span(day.wait_sum_ms // day.called) if day.called else "-"
    note = Span(
        f"   {sight.say(words.TARGET)} {target} {sight.say(words.MINUTES)}" if target else "", Tone.DIM
    )
    return (
        *heading(sight.say(_FIGURES)),
        fact(sight.say(words.ISSUED), Span(str(issued), Tone.SOFT)),
        fact(sight.say(words.CALLED), Span(str(day.called), Tone.SOFT)),
        fact(sight.say(words.SERVED), Span(str(day.served), Tone.SOFT)),
        fact(sight.say(words.MISSED), Span(str(day.missed), Tone.SOFT)),
        fact(sight.say(_MEAN_WAIT), Span(mean, Tone.SOFT)),
        fact(sight.say(_WITHIN), Span(within, Tone.SOFT), note),
    )


def staff_detail(sight: Sight, staff: str) -> Detail | None:
    """Return a staff member's day: presence, place, punches, marks, ratings, cards."""
    one = sight.staff.get(staff)
    if one is None:
        return None
    cards = tuple(card for card in current_cards(sight) if card.staff == staff)
    marks = "  ".join(sight.rule(rule) for rule in one.marks)
    punches = "  ".join(sight.minute(at_ms) for at_ms in one.punches_ms)
    at_window = f"{sight.window(one.window)}  {sight.span(sight.since(one.since_ms))}" if one.window else "-"
    return Detail(
        title=row(
            Span(one.name or one.staff, Tone.INK, is_bold=True),
            Span(f"  {sight.say(words.CHIEF)}" if one.is_chief else "", Tone.DIM),
            Span(f"   {sight.say(words.PRESENCES[one.presence])}", Tone.SOFT),
        ),
        facts=(
            *heading(sight.say(_NOW)),
            fact(sight.say(_NUMBER), Span(one.staff, Tone.SOFT)),
            fact(sight.say(_DEPARTMENT), Span(sight.department(one.department), Tone.SOFT)),
            fact(sight.say(_WINDOW), Span(at_window, Tone.SOFT)),
            fact(sight.say(_PUNCHES), Span(punches or "-", Tone.SOFT)),
            fact(sight.say(_MARKS), Span(marks or "-", Tone.AMBER if marks else Tone.SOFT)),
            *_rating_facts(sight, sight.day.ratings_of_staff.get(one.staff)),
        ),
        links_title=row(Span(sight.say(_CARDS_OF if cards else _NO_CARDS), Tone.DIM)),
        links=tuple(card_plate(sight, card) for card in cards),
    )


def badge_detail(sight: Sight, mark: str) -> Detail | None:
    """Return an unknown badge: where and when it was read; a manager may say whose it is."""
    badge = next((one for one in sight.attendance.unknown_badges if one.mark == mark), None)
    if badge is None:
        return None
    return Detail(
        title=row(Span(sight.say(words.UNKNOWN_BADGE), Tone.AMBER, is_bold=True)),
        facts=(
            *heading(sight.say(_NOW)),
            fact(sight.say(_ENDS), Span(badge.last4, Tone.INK, is_bold=True)),
            fact(sight.say(_READER), Span(badge.reader, Tone.SOFT)),
            fact(sight.say(_FIRST), Span(sight.minute(badge.first_ms), Tone.SOFT)),
            fact(sight.say(_LAST), Span(sight.minute(badge.last_ms), Tone.SOFT)),
            fact(sight.say(_TIMES), Span(str(badge.times), Tone.SOFT)),
        ),
        deeds=(Deed("assign", sight.say(_ASSIGN)),),
    )
