"""The audience beside the wire: the end of a day, devices, phones in slices, and leaving in order."""

import asyncio
from contextlib import AsyncExitStack
from itertools import count
from typing import NoReturn

import pytest

from queue_server.hall import commands as c
from queue_server.runtime.announcer import NEW_BOARD_SHOWS, starting_point
from queue_server.runtime.audience import PHONES_OF_TICKET_MAX
from queue_server.runtime.codes import subkey, ticket_code
from queue_server.runtime.doorstep import at_work, doorstep, greet, heard, until
from queue_server.runtime.library import KINDS, Library, View
from queue_server.runtime.pace import Pace
from queue_server.runtime.rehearsal import ITEM, SECRET
from queue_server.runtime.seat import Seat
from queue_server.runtime.tokens import Admitted
from queue_server.vocabulary import Device, RequestId, Role, TicketId, WindowNo
from queue_server.wire import codec
from queue_server.wire.documents import DeskDoc, KioskDoc, QueueDoc, TicketDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Delta, Done, FromServer
from queue_server.wire.greeting import WIRE_VERSION, Hello

DAY_MS = 86_400_000


def code(ticket: str) -> str:
    return ticket_code(subkey(SECRET, "ticket"), TicketId(ticket))


async def test_a_phone_is_told_that_its_day_has_ended() -> None:
    async with doorstep() as door, door.stranger() as phone:
        await door.rehearsal.take()
        await greet(phone, Role.PHONE, "p", ticket=code("20260302-A001"))
        door.rehearsal.clock.advance_ms(DAY_MS)
        await door.rehearsal.ask(c.Tick(), "clock")
        gone: set[str] = set()
        while not gone:
            word = await heard(phone)
            gone |= set(word.gone) if isinstance(word, Delta) else set()
        assert gone == {"ticket/20260302-A001"}


async def test_every_phone_is_told_of_a_call_slice_by_slice() -> None:
    async with doorstep(pace=Pace(round_s=0, phones_s=0, phones_slice=3)) as door:
        await door.rehearsal.sign_in("01")
        links = []
        for n in range(1, 11):
            await door.rehearsal.take()
            links.append(door.link(Role.PHONE, f"p{n}", ticket=code(f"20260302-A{n:03d}")))
        async with asyncio.TaskGroup() as tasks:
            running = [tasks.create_task(link.run()) for link in links]
            await until(lambda: all(link.is_connected for link in links))
            await door.rehearsal.call("01")
            for n, link in enumerate(links[1:], start=2):
                key = f"ticket/20260302-A{n:03d}"
                while not isinstance(doc := link.docs.get(key), TicketDoc) or doc.ahead != n - 2:
                    await link.next_event()
            for task in running:
                task.cancel()


async def test_the_faults_of_a_window_and_a_kiosk_reach_the_wall() -> None:
    async with doorstep() as door, at_work(door.link(Role.WALL, "W")) as wall:
        await door.rehearsal.ask(c.ReportDevice("window:01", Device.PAD, "silent"), "line:1")
        await door.rehearsal.ask(c.ReportDevice("kiosk:K7", Device.PRINTER, "no paper"), "kiosk:K7")
        await door.rehearsal.ask(c.ReportDevice("line:1", Device.LINE, "unplugged"), "line:1")
        while not isinstance(kiosk := wall.docs.get("kiosk/K7"), KioskDoc) or not kiosk.faults:
            await wall.next_event()
        desk = wall.docs["desk/01"]
        assert isinstance(desk, DeskDoc)
        assert (desk.faults, kiosk.faults) == ({Device.PAD: "silent"}, {Device.PRINTER: "no paper"})


async def test_who_asks_is_answered_before_the_screens_are_told_what_it_changed() -> None:
    async with doorstep() as door, door.stranger() as kiosk:
        await greet(kiosk, Role.KIOSK, "K1")
        await kiosk.send(codec.encode(TakeTicket(RequestId("r1"), ITEM)), text=True)
        words: list[FromServer] = [await heard(kiosk)]
        while not any(map(_tells_of_one_waiting, words)):
            words.append(await heard(kiosk))
        assert [word for word in words if isinstance(word, Done)]


def _tells_of_one_waiting(word: FromServer) -> bool:
    docs = word.docs if isinstance(word, Delta) else ()
    return any(isinstance(doc, QueueDoc) and doc.waiting == 1 for doc in docs)


async def test_a_client_that_reads_nothing_cannot_keep_the_server_from_stopping(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("queue_server.runtime.listener.GOODBYE_S", 0.05)
    async with AsyncExitStack() as outer:
        async with doorstep() as door:
            stuck = await outer.enter_async_context(door.stranger(ping_interval=None, max_queue=1))
            await greet(stuck, Role.WALL, "stuck")
            stuck.transport.pause_reading()
            seat = door.listener.audience.seat(Role.WALL, "stuck")
            assert seat is not None
            for n in count():
                if seat.is_full:
                    break
                await door.rehearsal.ask(c.PostNotice(f"{n}" + "通" * 3000), "manager:M1")
        assert not seat.is_open
        assert door.listener.audience.size == 0


class _Unwalked(dict[str, Seat]):
    """Seats that nobody may walk through."""

    def values(self) -> NoReturn:
        raise AssertionError("every phone was looked at for the sake of one")


async def test_one_more_phone_is_let_in_without_a_walk_through_all(monkeypatch: pytest.MonkeyPatch) -> None:
    async with doorstep() as door, AsyncExitStack() as phones:
        await door.rehearsal.take()
        audience, ticket = door.listener.audience, TicketId("20260302-A001")
        for n in range(PHONES_OF_TICKET_MAX):
            assert audience.has_room(Admitted(Role.PHONE, f"{ticket}/p{n}", ticket=ticket), 100)
            phone = await phones.enter_async_context(door.stranger())
            await greet(phone, Role.PHONE, f"p{n}", ticket=code(ticket))
        with monkeypatch.context() as patch:
            patch.setitem(audience._seats, Role.PHONE, _Unwalked(audience._seats[Role.PHONE]))
            assert not audience.has_room(Admitted(Role.PHONE, f"{ticket}/more", ticket=ticket), 100)
            assert audience.has_room(Admitted(Role.PHONE, f"{ticket}/p0", ticket=ticket), 100)
            assert audience.has_room(Admitted(Role.PHONE, "other/p0", ticket=TicketId("other")), 100)


async def test_a_phone_that_left_or_came_again_is_not_counted_twice() -> None:
    async with doorstep() as door:
        await door.rehearsal.take()
        audience, ticket = door.listener.audience, TicketId("20260302-A001")
        async with door.stranger() as first, door.stranger() as again:
            await greet(first, Role.PHONE, "p", ticket=code(ticket))
            await greet(again, Role.PHONE, "p", ticket=code(ticket))
            assert audience._phones.followers == {ticket: 1}
        await until(lambda: not audience.size)
        assert audience._phones.followers == {}


@pytest.mark.parametrize(
    ("said", "epoch", "remembered", "announced", "start"),
    [
        (7, "e", 3, 9, 7),
        (7, "", 3, 9, 7),
        (0, "e", 3, 9, 0),
        (0, "", 3, 9, 3),
        (0, "", 0, 40, 40 - NEW_BOARD_SHOWS),
        (0, "", 0, 2, 0),
        (99, "e", 3, 9, 3),
        (99, "e", 99, 9, 0),
        (-5, "e", 0, 9, 0),
    ],
)
def test_where_a_board_goes_on(said: int, epoch: str, remembered: int, announced: int, start: int) -> None:
    hello = Hello(version=WIRE_VERSION, role=Role.BOARD, name="B", announcement=said, epoch=epoch)
    assert starting_point(hello, remembered, announced) == start


def test_the_library_remembers_what_changed_and_what_is_gone() -> None:
    library, everything = Library(), View(KINDS[Role.WALL])
    doc = KioskDoc("kiosk/K1", "K1", is_connected=True)
    assert library.put("kiosk/K1", doc, 5)
    assert not library.put("kiosk/K1", doc, 9)
    assert library.since(everything, 5) == {"kiosk/K1"}
    assert library.since(everything, 6) == set()
    assert library.put("kiosk/K1", None, 7)
    assert not library.put("kiosk/K1", None, 8)
    assert "kiosk/K1" not in library
    assert library.since(everything, 6) == {"kiosk/K1"}
    assert library.since(View(KINDS[Role.BOARD]), 0) == set()
    assert library.put("kiosk/K1", doc, 9)
    assert library.since(everything, 8) == {"kiosk/K1"}


def test_no_role_but_the_phone_sees_tickets_and_no_other_role_sees_desks() -> None:
    for role, kinds in KINDS.items():
        assert "ticket" not in kinds
        assert ("desk" in kinds) is (role in {Role.WALL, Role.MANAGER})
    view = View(KINDS[Role.WINDOW], frozenset({f"desk/{WindowNo('01')}"}))
    assert view.sees("desk/01")
    assert not view.sees("desk/02")
