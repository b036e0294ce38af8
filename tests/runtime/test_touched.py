"""The table of touched documents is complete: after any history the library equals everything made anew."""

import random

import msgspec
import pytest

from queue_server.hall import commands as c
from queue_server.hall.memory_hall import Rehearsal
from queue_server.runtime.documents import Sight, document
from queue_server.runtime.library import Library
from queue_server.runtime.touched import all_keys, touched_by, touched_keys
from queue_server.vocabulary import Device, ItemCode, StaffId, TicketClass, TicketId, TicketState, WindowNo
from queue_server.wire.documents import AnyDoc, DeskDoc

WINDOWS = tuple(WindowNo(number) for number in ("01", "02", "03"))
ITEMS = tuple(ItemCode(code) for code in ("A1", "A2", "B1"))


def some_ticket(hall: Rehearsal, chance: random.Random, *states: TicketState) -> TicketId:
    fitting = [one.id for one in hall.room.state.tickets.values() if not states or one.state in states]
    return chance.choice(fitting or [TicketId("20260302-A999")])


def some_command(hall: Rehearsal, chance: random.Random) -> c.AnyCommand:
    """Return something that a hall is asked; the likelier acts stand more than once."""
    window, item = chance.choice(WINDOWS), chance.choice(ITEMS)
    klass = chance.choice(tuple(TicketClass))
    choices: tuple[c.AnyCommand, ...] = (
        *(c.TakeTicket(item, klass if klass is not TicketClass.APPOINTMENT else TicketClass.REGULAR),) * 4,
        *(c.CallNext(window),) * 4,
        *(c.StartService(window),) * 2,
        *(c.FinishService(window),) * 2,
        *(c.MarkNoShow(window),) * 2,
        c.ReturnTicket(some_ticket(hall, chance, TicketState.MISSED)),
        c.RecallTicket(window),
        c.HoldTicket(window, "材料"),
        c.ResumeTicket(window),
        c.TransferTicket(window, to_item=item),
        c.TransferTicket(window, to_window=chance.choice(WINDOWS)),
        c.TransferTicket(window, to_item=item, comes_back=True),
        c.AddItem(window, item),
        c.CancelTicket(some_ticket(hall, chance, TicketState.WAITING)),
        c.ChangeClass(some_ticket(hall, chance, TicketState.WAITING), TicketClass.PRIORITY, "理由"),
        c.PickTicket(window, some_ticket(hall, chance, TicketState.WAITING), "理由"),
        c.PauseWindow(window, "午休"),
        c.UnpauseWindow(window),
        c.UndoStep(window),
        c.RateService(window, chance.randint(1, 5)),
        c.SignIn(window, StaffId(f"S{window}")),
        c.SignOut(window),
        c.OpenWindow(window),
        c.CloseWindow(window),
        c.ChangeSkills(window, tuple(chance.sample(ITEMS, 2)), "调整"),
        c.PostNotice(chance.choice(("", "通知"))),
        c.BookAppointment(code := f"YY{chance.randint(1, 3)}", item, hall.at_ms + 60_000),
        c.CancelAppointment(code),
        c.ReportDevice(f"window:{window}", Device.PAD, chance.choice(("", "silent"))),
        *(c.Tick(),) * 2,
    )
    return chance.choice(choices)


def settled(doc: AnyDoc | None) -> AnyDoc | None:
    """Leave out what moves with time alone: the order of a pick list, and whether undo has expired."""
    if not isinstance(doc, DeskDoc):
        return doc
    picks = tuple(sorted(doc.pick_list, key=lambda one: one.ticket))
    return msgspec.structs.replace(doc, undo=None, undo_until_ms=0, pick_list=picks)


@pytest.mark.parametrize("seed", range(12))
def test_what_an_event_touches_is_all_that_changed(seed: int) -> None:
    chance = random.Random(seed)
    hall, library, told = Rehearsal(), Library(), 0
    hall.staff(*WINDOWS)
    for key in all_keys(hall.hall):
        library.put(key, document(Sight(hall.room, hall.hall, hall.at_ms), key), 0)
    for _ in range(200):
        command = some_command(hall, chance)
        hall.ask(command)
        hall.at_ms += chance.choice((0, 1_000, 9_000, 60_000))
        sight = Sight(hall.room, hall.hall, hall.at_ms)
        fresh, told = hall.records[told:], len(hall.records)
        for key in touched_by(hall.room, hall.hall, fresh):
            library.put(key, document(sight, key), len(hall.records))
        for key in all_keys(hall.hall):
            assert settled(library.get(key)) == settled(document(sight, key)), (command, key, fresh)
    assert told > 40


def test_an_issued_ticket_touches_neither_items_nor_the_hall() -> None:
    hall = Rehearsal()
    hall.do(c.Tick())
    issued = hall.do(c.TakeTicket(ITEMS[2]))
    assert set(touched_keys(hall.room, hall.hall, issued[-1])) == {"queue/B", "desk/03"}
