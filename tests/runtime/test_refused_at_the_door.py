"""What is refused before the writer stands in the journal like every other refusal."""

import asyncio

import pytest

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.rehearsal import STAFF, Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import RefusalCode, RequestId, StaffId, TicketId, WindowNo
from queue_server.wire.from_server import Refused

WRONG = Refusal(RefusalCode.WRONG_BADGE_OR_PIN)


async def test_a_wrong_badge_is_recorded_and_repeated_with_its_first_answer() -> None:
    rehearsal = Rehearsal(MemoryJournal())
    command = c.SignIn(WindowNo("01"), StaffId(""))
    envelope = Envelope(RequestId("r1"), "window:01", command, refusal=WRONG)
    async with running(rehearsal):
        first = await rehearsal.engine.submit(envelope)
        again = await rehearsal.engine.submit(envelope)
        assert first == again == Refused(RequestId("r1"), RefusalCode.WRONG_BADGE_OR_PIN)
        assert rehearsal.engine.room.window(WindowNo("01")).staff == ""
    rows = [row async for chunk in rehearsal.journal.read(0) for row in chunk]
    assert [(row.actor, row.kind) for row in rows if row.request] == [("window:01", "command_refused")]


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (c.TransferTicket(WindowNo("01"), to_window=WindowNo("0001000704"), reason="按键"), "unknown_window"),
        (c.ReturnTicket(TicketId("E12345678")), "unknown_ticket"),
        (c.ReturnTicket(TicketId("20260302-E12345678")), "unknown_ticket"),
        (c.TakeTicket(appointment="E12345678"), "unknown_appointment"),
        (c.CancelAppointment("E12345678"), "unknown_appointment"),
    ],
)
async def test_what_was_typed_in_a_wrong_place_is_not_kept_for_ever(
    hall: Rehearsal, journal: MemoryJournal, command: c.AnyCommand, code: str
) -> None:
    await hall.sign_in()
    await hall.take()
    await hall.call()
    await hall.ask(c.StartService(WindowNo("01")), "window:01")
    answer = await hall.ask(command, "window:01")
    assert isinstance(answer, Refused)
    assert answer.code.value == code
    written = [row.body async for rows in journal.read() for row in rows]
    assert not [body for body in written if "0001000704" in body or "12345678" in body]


async def test_a_ticket_that_was_never_issued_is_named_in_the_refusal(hall: Rehearsal) -> None:
    answer = await hall.ask(c.ReturnTicket(TicketId("20260302-A099")))
    assert isinstance(answer, Refused)
    assert answer.facts["number"] == "A099"


async def test_each_act_of_a_burst_names_who_sat_there_when_it_was_decided(
    hall: Rehearsal, journal: MemoryJournal
) -> None:
    window = WindowNo("01")
    for _ in range(2):
        await hall.take()
    await hall.sign_in()
    asks = (
        hall.envelope(c.CallNext(window), "window:01"),
        hall.envelope(c.MarkNoShow(window), "window:01"),
        hall.envelope(c.SignOut(window), "window:01"),
        hall.envelope(c.SignIn(window, StaffId("S2")), "window:01/S2"),
        hall.envelope(c.CallNext(window), "window:01"),
    )
    async with asyncio.TaskGroup() as tasks:
        for envelope in asks:
            tasks.create_task(hall.engine.submit(envelope))
    rows = [row async for part in journal.read() for row in part]
    actors = {row.kind: row.actor for row in rows if row.actor.startswith("window:01/")}
    assert actors["ticket_missed"] == actors["staff_signed_out"] == f"window:01/{STAFF}"
    assert actors["ticket_called"] == "window:01/S2"
