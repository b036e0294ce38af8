"""What is counted, rated or broken: hasty services, picks, bad ratings, devices, readers.

Sources: MONITORING, window and staff rules (call without service; out-of-order picks; bad rating; device
silent).
"""

from queue_server.supervision import events as e
from queue_server.supervision.ladder import Draft, climb
from queue_server.supervision.state import Card
from queue_server.supervision.watching import NOTHING, Case, Look, Watch
from queue_server.vocabulary import (
    CardAct,
    CardState,
    Device,
    RuleCode,
    StaffId,
    TaskId,
    TicketId,
    WindowNo,
)


def look_at_hasty(watch: Watch, key: tuple[str, ...]) -> Look:
    """Called, started and finished within seconds, again and again."""
    post = watch.room.post(WindowNo(key[1]))
    at_most_ms = watch.book.numbers.hasty_s * 1000
    return _counted(watch, RuleCode.HASTY_CALLS, key[1], sum(ms <= at_most_ms for ms in post.quick_ms))


def look_at_picks(watch: Watch, key: tuple[str, ...]) -> Look:
    """More picks out of order than a day bears."""
    return _counted(watch, RuleCode.OUT_OF_ORDER, key[1], watch.room.post(WindowNo(key[1])).picks)


def _counted(watch: Watch, code: RuleCode, place: str, times: int) -> Look:
    """Raise one card a day for a window; each further time is noted on it."""
    rule = watch.rule(code)
    if rule is None or times <= rule.steps[0].over:
        return NOTHING
    staff = watch.hall_room.window(WindowNo(place)).staff
    case = Case(rule, f"window:{place}", "", staff, WindowNo(place), facts={"times": str(times)})
    before = _today(watch, code, case.subject)
    draft = Draft(watch)
    if before is None:
        draft.reach(case, 0, watch.at_ms, times)
    elif before.amount < times:
        draft.events.append(e.CardRepeated(before.id, watch.at_ms, watch.at_ms, times))
    return Look(tuple(draft.events))


def _today(watch: Watch, code: RuleCode, subject: str) -> Card | None:
    cards = watch.room.state.cards.values()
    today = watch.room.state.day
    found = (one for one in cards if one.rule is code and one.subject == subject and one.day == today)
    return next(found, None)


def look_at_rating(watch: Watch, key: tuple[str, ...]) -> Look:
    """A bad rating: the citizen is to be called back within a working day."""
    _, ticket, window, staff, stars = key
    task = TaskId(ticket)
    if task in watch.room.state.tasks:
        return NOTHING
    due = watch.book.deadline(watch.at_ms, watch.book.deadlines.call_back_days)
    opened = e.TaskOpened(
        task,
        TicketId(ticket),
        WindowNo(window),
        StaffId(staff),
        int(stars),
        due.at_ms,
        due.is_provisional,
    )
    return Look((opened,))


def look_at_task(watch: Watch, key: tuple[str, ...]) -> Look:
    """A call-back task at its deadline: nobody called, and that has a card."""
    task = watch.room.state.tasks.get(TaskId(key[1]))
    if task is None or task.is_overdue:
        return NOTHING
    if watch.at_ms < task.deadline_ms:
        return Look((), task.deadline_ms)
    draft, rule = Draft(watch), watch.rule(RuleCode.BAD_RATING)
    draft.events.append(e.TaskOverdue(task.id, task.deadline_ms))
    if rule is not None:
        facts = {"number": task.ticket.rpartition("-")[2], "stars": str(task.stars)}
        case = Case(rule, f"window:{task.window}", "", task.staff, task.window, task.ticket, facts=facts)
        draft.reach(case, 0, task.opened_ms, (watch.at_ms - task.opened_ms) // 1000)
    return Look(tuple(draft.events))


def look_at_device(watch: Watch, key: tuple[str, ...]) -> Look:
    """A device does not answer, or says itself that it cannot go on."""
    _, place, name = key
    rule, device = watch.rule(RuleCode.DEVICE_FAULT), Device(name)
    if rule is None:
        return NOTHING
    fault = watch.hall_room.state.faults.get(place, {}).get(device, "")
    kind, _, number = place.partition(":")
    case = Case(
        rule,
        f"device:{place}/{name}",
        f"{place}/{name}",
        window=WindowNo(number if kind == "window" else ""),
        device=device,
        facts={"place": place, "fault": fault},
    )
    return climb(watch, case, watch.room.state.faults.get(f"{place}/{name}") if fault else None)


def look_at_reader(watch: Watch, key: tuple[str, ...]) -> Look:
    """A badge reader has a security event that lasts."""
    rule, reader = watch.rule(RuleCode.READER_ALARM), key[1]
    if rule is None:
        return NOTHING
    alarm = watch.room.state.alarms.get(reader, "")
    case = Case(rule, f"reader:{reader}", reader, facts={"reader": reader, "alarm": alarm})
    spell = watch.room.state.spells.get(case.spell)
    since_ms = spell.since_ms if spell else watch.at_ms
    return climb(watch, case, since_ms if alarm else None)


def end_warnings(draft: Draft) -> None:
    """End every warning raised on a day before that has no cause which could end by itself."""
    state = draft.watch.room.state
    lasting = {spell.card for spell in state.spells.values()}
    for card in state.cards.values():
        is_old = not card.id.startswith(f"{state.day}-")
        if card.state is CardState.RUNNING and card.id not in lasting and is_old:
            draft.move(card.id, CardAct.END, CardState.ENDED)
