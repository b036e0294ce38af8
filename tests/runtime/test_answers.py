"""What a sender is told, for each kind of command."""

from queue_server.hall import commands as c
from queue_server.runtime.rehearsal import ITEM, Rehearsal
from queue_server.vocabulary import Device, ItemCode, TicketId, WindowNo
from queue_server.wire.from_server import Done

FIRST = TicketId("20260302-A001")


def done(answer: object) -> Done:
    assert isinstance(answer, Done), answer
    return answer


async def test_a_call_is_answered_with_the_number_called(hall: Rehearsal) -> None:
    await hall.take()
    await hall.take()
    await hall.sign_in()
    assert done(await hall.call()).number == "A001"
    await hall.ask(c.StartService(WindowNo("01")), "window:01")
    answer = done(await hall.call())
    assert (answer.number, answer.slip) == ("A002", None)


async def test_a_reprint_carries_the_slip_and_its_count(hall: Rehearsal) -> None:
    first = done(await hall.take()).slip
    await hall.take()
    slip = done(await hall.ask(c.ReprintTicket(FIRST))).slip
    assert first is not None
    assert slip is not None
    assert (slip.reprints, slip.number, slip.code, slip.issued_ms) == (1, "A001", first.code, first.issued_ms)


async def test_the_windows_on_a_slip_are_those_that_can_serve_it_now(hall: Rehearsal) -> None:
    await hall.ask(c.ChangeSkills(WindowNo("01"), (ItemCode("I2"),), "借调"), "manager:S1")
    slip = done(await hall.take(item=ITEM)).slip
    assert slip is not None
    assert slip.windows == ("02",)


async def test_a_command_without_effect_is_done_at_the_journals_last_number(hall: Rehearsal) -> None:
    before = done(await hall.ask(c.ReportDevice("kiosk:K1", Device.PRINTER, "缺纸")))
    again = done(await hall.ask(c.ReportDevice("kiosk:K1", Device.PRINTER, "缺纸")))
    assert (again.seq, again.number, again.slip) == (before.seq, "", None)
