"""What is counted, rated or broken: hasty services, picks, bad ratings, devices, readers.

Sources: MONITORING, window and staff rules (call without service; out-of-order picks; bad rating; device
silent).
"""

from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.ladder import CORRECTED, Draft, climb, is_recomputed
from queue_server.supervision.plan import Rule
from queue_server.supervision.state import Card, Task
from queue_server.supervision.timers import NEVER
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
    """Raise one card a day for a window; each further time is noted on it, an undone one taken back."""
    rule = watch.rule(code)
    if rule is None:
        return NOTHING
    staff = watch.hall_room.window(WindowNo(place)).staff
    case = Case(rule, f"window:{place}", "", staff, WindowNo(place), facts={"times": str(times)})
    before = _today(watch, code, case.subject)
    step = max((n for n, one in enumerate(rule.steps) if times > one.over), default=-1)
    draft = Draft(watch)
    if step < 0:
        if before is not None and before.state in life.RECOMPUTABLE:
            draft.revoke(before, f"{CORRECTED}：撤销了一步")
    elif before is None or step > before.step:
        draft.reach(case, step, watch.at_ms, times, standing=before)
    elif before.amount < times:
        draft.events.append(e.CardRepeated(before.id, watch.at_ms, watch.at_ms, times))
    return Look(tuple(draft.events))


def _today(watch: Watch, code: RuleCode, subject: str) -> Card | None:
    """Return the newest of today's cards, without those that gave way or were taken back."""
    cards = reversed(watch.room.state.cards.values())
    today = watch.room.state.day
    found = (one for one in cards if one.rule is code and one.subject == subject and one.day == today)
    return next((one for one in found if not _is_gone(one)), None)


def _is_gone(card: Card) -> bool:
    return card.state is CardState.SUPERSEDED or is_recomputed(card)


def look_at_rating(watch: Watch, key: tuple[str, ...]) -> Look:
    """A bad rating: the citizen is to be called back within a working day."""
    _, ticket, window, staff, stars = key
    task = TaskId(ticket)
    if task in watch.room.state.tasks or watch.rule(RuleCode.BAD_RATING) is None:
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
    """A call-back task from its deadline on, from where ``over`` counts: nobody called."""
    task, rule = watch.room.state.tasks.get(TaskId(key[1])), watch.rule(RuleCode.BAD_RATING)
    spell_key = f"{RuleCode.BAD_RATING}/{key[1]}"
    spell = watch.room.state.spells.get(spell_key)
    draft = Draft(watch)
    if task is None:
        if spell is not None:
            draft.end(spell_key, spell)
        return Look(tuple(draft.events))
    if watch.at_ms >= task.deadline_ms and not task.is_overdue:
        draft.events.append(e.TaskOverdue(task.id, task.deadline_ms))
    due = [task.deadline_ms, *(task.deadline_ms + step.over * 1000 for step in (rule.steps if rule else ()))]
    step = spell.step + 1 if spell else 0
    if rule is not None and step < len(rule.steps) and watch.at_ms >= due[step + 1]:
        draft.reach(_case_of(rule, task), step, task.opened_ms, (watch.at_ms - task.opened_ms) // 1000)
        due = due[step + 2 :]
    ahead = (at_ms for at_ms in due if at_ms > watch.at_ms)
    return Look(tuple(draft.events), min(ahead, default=watch.at_ms + 1 if draft.events and due else NEVER))


def _case_of(rule: Rule, task: Task) -> Case:
    facts = {"number": task.ticket.rpartition("-")[2], "stars": str(task.stars)}
    return Case(rule, f"window:{task.window}", task.id, task.staff, task.window, task.ticket, facts=facts)


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
    return climb(watch, case, watch.room.state.alarmed_ms.get(reader))


def end_warnings(draft: Draft) -> None:
    """End every warning raised on a day before that has no cause which could end by itself."""
    state = draft.watch.room.state
    lasting = {spell.card for spell in state.spells.values()}
    for card in state.cards.values():
        is_old = not card.id.startswith(f"{state.day}-")
        if card.state is CardState.RUNNING and card.id not in lasting and is_old:
            draft.move(card.id, CardAct.END, CardState.ENDED)
