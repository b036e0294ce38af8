"""How conduct cards and call-back tasks move: raised, stepped, told, led on, and ended."""

from msgspec.structs import replace

from queue_server.hall.events import Recorded
from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.state import Card, Spell, Task
from queue_server.vocabulary import CardAct, CardState

TEXT_OF = {
    CardAct.EXPLAIN: "explanation",
    CardAct.INVESTIGATE: "finding",
    CardAct.MEASURE: "measure",
    CardAct.CHASE: "",
    CardAct.ACKNOWLEDGE: "",
}
"""Where the text of an act is kept; of every other it is the reason of the last decision."""


def raised(room: SupervisionRoom, recorded: Recorded, event: e.CardRaised) -> None:
    fields = {name: getattr(event, name) for name in event.__struct_fields__ if name != "card"}
    card = Card(id=event.card, raised_ms=recorded.at_ms, **fields)
    put(room, card)
    room.index(card)
    room.state.raised_today += 1
    if event.spell:
        room.state.spells[event.spell] = Spell(event.since_ms, event.step, event.card, event.staff)


def stepped(room: SupervisionRoom, _recorded: Recorded, event: e.CardStepped) -> None:
    card = room.card(event.card)
    put(room, replace(card, step=event.step, amount=event.amount, half_days=event.half_days))
    spell = room.state.spells.get(event.spell)
    if spell is not None:
        room.state.spells[event.spell] = replace(spell, step=event.step)


def repeated(room: SupervisionRoom, _recorded: Recorded, event: e.CardRepeated) -> None:
    card = room.card(event.card)
    also = (*card.also, event.mark) if event.mark else card.also
    amount = card.amount if event.mark else event.amount
    put(room, replace(card, times=card.times + 1, amount=amount, also=also))
    if event.mark:
        room.index_day(card, event.day)
    if event.spell:
        before = room.state.spells.get(event.spell)
        staff = before.staff if before else card.staff
        room.state.spells[event.spell] = Spell(event.since_ms, event.step, event.card, staff)


def relieved(room: SupervisionRoom, _recorded: Recorded, event: e.CardRelieved) -> None:
    card = room.card(event.card)
    also = tuple(mark for mark in card.also if mark != event.mark)
    put(room, replace(card, times=card.times - 1, also=also))


def moved(room: SupervisionRoom, _recorded: Recorded, event: e.CardMoved) -> None:
    """A rule's own end ends the spell as well; a chase moves the deadline alone."""
    card = room.card(event.card)
    changes: dict[str, object] = {"state": event.state, "deadline_ms": event.deadline_ms}
    changes["is_provisional"] = event.is_provisional
    text_field = TEXT_OF.get(event.move, "reason")
    if text_field and event.text:
        changes[text_field] = event.text
    if event.move is CardAct.CHASE:
        changes["chases"] = event.chases
    elif event.state is not card.state:
        changes["chases"] = 0
    if event.appeal_until_ms:
        changes["appeal_until_ms"] = event.appeal_until_ms
    if event.state not in life.OPEN and card.state in life.OPEN | {CardState.RECORDED}:
        changes["ended_ms"] = event.at_due_ms
    elif event.state in life.OPEN:
        changes["ended_ms"] = 0
    put(room, replace(card, **changes))
    if event.ends and event.ends in room.state.spells:
        del room.state.spells[event.ends]


def put(room: SupervisionRoom, card: Card) -> None:
    """Replace the card; the index of open ones follows."""
    room.state.cards[card.id] = card
    room.note(card)
    key = f"{card.rule}/{card.subject}"
    if card.state in life.LIVING:
        # A measured card comes back by an appeal: meanwhile another one may have been raised.
        standing = room.state.open_of.setdefault(key, card.id)
        assert standing == card.id or card.state in life.OF_AN_APPEAL, f"two open cards for {key}"
    elif room.state.open_of.get(key) == card.id:
        del room.state.open_of[key]


def told(room: SupervisionRoom, _recorded: Recorded, event: e.Told) -> None:
    card = room.state.cards.get(event.card)
    if card is not None:
        both = tuple(dict.fromkeys((*card.told, *event.recipients)))
        put(room, replace(card, told=both))


def acknowledged(room: SupervisionRoom, _recorded: Recorded, event: e.TellingAcknowledged) -> None:
    card = room.card(event.card)
    put(room, replace(card, acknowledged=(*card.acknowledged, event.recipient)))


def task_opened(room: SupervisionRoom, recorded: Recorded, event: e.TaskOpened) -> None:
    room.state.tasks[event.task] = Task(
        event.task,
        event.ticket,
        event.window,
        event.staff,
        event.stars,
        recorded.at_ms,
        event.deadline_ms,
    )


def task_answered(room: SupervisionRoom, _recorded: Recorded, event: e.TaskAnswered) -> None:
    room.state.tasks.pop(event.task, None)


def task_overdue(room: SupervisionRoom, _recorded: Recorded, event: e.TaskOverdue) -> None:
    task = room.state.tasks.get(event.task)
    if task is not None:
        room.state.tasks[event.task] = replace(task, is_overdue=True)


def selection_published(room: SupervisionRoom, _recorded: Recorded, event: e.SelectionPublished) -> None:
    room.state.selection = event
