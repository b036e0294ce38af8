"""What the port serves besides the screens: health, metrics, a page for phones; and the phones themselves."""

import asyncio
import json
from contextlib import AsyncExitStack

import pytest
from prometheus_client.parser import text_string_to_metric_families

from queue_server.config import Listen
from queue_server.hall.commands import MarkNoShow
from queue_server.runtime.codes import subkey, ticket_code
from queue_server.runtime.doorstep import (
    Doorstep,
    at_work,
    config_of,
    doorstep,
    greet,
    heard,
    until,
)
from queue_server.runtime.rehearsal import ITEM, SECRET, Rehearsal
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import RequestId, Role, TicketId, TicketState, WindowNo
from queue_server.wire.client import TroubleTold
from queue_server.wire.documents import HallDoc, KioskDoc, TicketDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Delta, Done, Faulted, Snapshot
from queue_server.wire.greeting import Rejected, Welcome


async def get(
    door: Doorstep, path: str, method: str = "GET", *, more: str = ""
) -> tuple[int, dict[str, str], bytes]:
    """Ask over a bare connection, with ``more`` header lines; return status, headers and body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", door.listener.port)
    writer.write(f"{method} {path} HTTP/1.1\r\nHost: hall\r\n{more}\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    first, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return int(first.split()[1]), headers, body


async def code_of(door: Doorstep, role: Role, name: str, **more: object) -> str:
    """Greet; return why the server said no, or ``welcome``."""
    async with door.stranger() as socket:
        word = await greet(socket, role, name, **more)
        return word.code if isinstance(word, Rejected) else "welcome"


# --- pages -----------------------------------------------------------------------------------------------


async def test_health_is_ok_and_turns_503_in_trouble_and_back() -> None:
    journal = MemoryJournal()
    rehearsal = Rehearsal(journal)
    async with (
        doorstep(rehearsal=rehearsal) as door,
        at_work(door.link(Role.KIOSK, "K1")) as kiosk,
    ):
        status, headers, body = await get(door, "/healthz")
        assert (status, json.loads(body)["status"]) == (200, "ok")
        assert headers["Content-Type"] == "application/json"
        journal.fail_with = "disk full"
        answer = await kiosk.request(TakeTicket(request=RequestId("t1"), item=ITEM))
        assert isinstance(answer, Faulted)
        status, _, body = await get(door, "/healthz")
        assert (status, json.loads(body)["trouble"]) == (503, "disk full")
        await until(lambda: isinstance(doc := kiosk.docs.get("hall"), HallDoc) and not doc.is_durable)
        journal.fail_with = ""
        async with asyncio.TaskGroup() as tasks:
            healing = tasks.create_task(move_time(door))
            while not isinstance(event := await kiosk.next_event(), TroubleTold) or event.detail:
                pass
            healing.cancel()
        assert (await get(door, "/healthz"))[0] == 200
        await until(lambda: isinstance(doc := kiosk.docs.get("hall"), HallDoc) and doc.is_durable)
        again = await kiosk.request(TakeTicket(request=RequestId("t1"), item=ITEM))
        assert isinstance(again, Done)
        assert again.number == "A001"


async def move_time(door: Doorstep) -> None:
    while True:
        door.rehearsal.clock.advance_ms(1000)
        await asyncio.sleep(0.001)


async def test_the_metrics_can_be_read_by_prometheus() -> None:
    async with doorstep() as door, at_work(door.link(Role.BOARD, "B1")) as board:
        await until(lambda: board.is_connected)
        await door.rehearsal.sign_in("01")
        await door.rehearsal.take()
        await door.rehearsal.take()
        await door.rehearsal.call("01")
        status, _, body = await get(door, "/metrics")
        assert status == 200
        numbers = {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(body.decode())
            for sample in family.samples
        }
        assert numbers["hall_events_total", "ticket_issued"] == 2
        assert numbers["hall_events_total", "ticket_called"] == 1
        assert numbers["hall_waiting", "A"] == 1
        assert numbers["hall_windows", "called"] == 1
        assert numbers["hall_clients", "board"] == 1
        assert numbers["hall_board_lag", "B1"] == 1
        assert numbers["hall_batch_events_count",] >= 4
        assert numbers["hall_trouble",] == 0
        issued = ("hall_queue_forecast_issued", "A"), ("hall_queue_forecast_missing", "A")
        assert sum(numbers[name] for name in issued) == 2


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/t/", 404),
        ("GET", "/t/../healthz", 404),
        ("GET", "/t/" + "A" * 81, 404),
        ("GET", "/t/%3Cscript%3E", 404),
        ("GET", "/t/20260302-A001-XYZ/more", 404),
        ("POST", "/healthz", 405),
        ("PUT", "/metrics", 405),
        ("DELETE", "/t/20260302-A001-XYZ", 405),
        ("HEAD", "/healthz", 200),
        ("GET", "/healthz?x=1", 200),
    ],
)
async def test_only_these_pages_and_methods_are_served(method: str, path: str, status: int) -> None:
    async with doorstep() as door:
        found, headers, body = await get(door, path, method)
        assert found == status
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert method != "HEAD" or body == b""


UPGRADE = "Upgrade: websocket\r\nConnection: Upgrade\r\n"


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("//[x", ""),
        ("//[x", UPGRADE),
        ("/healthz", "Host: other\r\n"),
        ("/t/20260302-A001-XYZ", "Host: hall\r\n"),
        ("/", UPGRADE + "Host: other\r\nOrigin: http://hall\r\n"),
        ("/", UPGRADE + "Origin: http://[\r\n"),
        ("/healthz", "Origin: http://[\r\n"),
    ],
)
async def test_what_cannot_be_understood_is_a_bad_request_and_no_fault_of_ours(path: str, more: str) -> None:
    async with doorstep() as door:
        status, _, body = await get(door, path, more=more)
        assert (status, body) == (400, b"not understood\n")


async def test_the_phone_page_is_our_own_and_loads_nothing_from_elsewhere() -> None:
    async with doorstep() as door:
        status, headers, page = await get(door, "/t/20260302-A001-XYZ")
        assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        for name in ("page.js", "page.css"):
            status, _, body = await get(door, f"/t/{name}")
            assert status == 200
            assert name.encode() in page
            assert b"http://" not in body
            assert b"https://" not in body
        assert b"http" not in page.replace(b"https://www.w3.org", b"")


# --- phones ----------------------------------------------------------------------------------------------


def code(ticket: str) -> str:
    return ticket_code(subkey(SECRET, "ticket"), TicketId(ticket))


async def test_a_phone_follows_its_ticket_and_sees_nothing_else() -> None:
    async with doorstep() as door:
        await door.rehearsal.sign_in("01")
        await door.rehearsal.take()
        await door.rehearsal.take()
        ticket = "20260302-A002"
        async with door.stranger() as phone:
            assert isinstance(await greet(phone, Role.PHONE, "p", ticket=code(ticket)), Welcome)
            snapshot = await heard(phone)
            assert isinstance(snapshot, Snapshot)
            docs = {doc.key: doc for doc in snapshot.docs}
            assert docs.keys() == {"hall", "queue/A", f"ticket/{ticket}"}
            mine = docs[f"ticket/{ticket}"]
            assert isinstance(mine, TicketDoc)
            assert (mine.number, mine.ahead, mine.state) == ("A002", 1, TicketState.WAITING)
            await door.rehearsal.call("01")
            mine = await next_ticket(await_from=phone)
            assert mine.ahead == 0
            await door.rehearsal.ask(MarkNoShow(WindowNo("01")), "window:01")
            await door.rehearsal.call("01")
            while mine.state is not TicketState.CALLED:
                mine = await next_ticket(await_from=phone)
            assert mine.window == "01"


async def next_ticket(await_from: object) -> TicketDoc:
    while True:
        word = await heard(await_from)  # type: ignore[arg-type]  # a connection
        if isinstance(word, Delta):
            for doc in word.docs:
                if isinstance(doc, TicketDoc):
                    return doc


async def test_a_phone_needs_a_code_that_was_given_out() -> None:
    async with doorstep() as door:
        await door.rehearsal.take()
        good = code("20260302-A001")
        assert await code_of(door, Role.PHONE, "p", ticket=good) == "welcome"
        assert await code_of(door, Role.PHONE, "p", ticket=good[:-1] + "2") == "ticket"
        assert await code_of(door, Role.PHONE, "p", ticket="20260302-A001") == "ticket"
        assert await code_of(door, Role.PHONE, "p") == "ticket"
        assert await code_of(door, Role.PHONE, "p", ticket=code("20260301-A001")) == "ticket"


async def test_a_code_passed_around_does_not_fill_the_server() -> None:
    async with doorstep() as door, AsyncExitStack() as phones:
        await door.rehearsal.take()
        for n in range(8):
            phone = await phones.enter_async_context(door.stranger())
            await greet(phone, Role.PHONE, f"p{n}", ticket=code("20260302-A001"))
        assert await code_of(door, Role.PHONE, "p9", ticket=code("20260302-A001")) == "busy"
        assert await code_of(door, Role.PHONE, "p7", ticket=code("20260302-A001")) == "welcome"


async def test_phones_leave_room_for_the_hall() -> None:
    config = config_of(listen=Listen(port=0, clients_max=8))
    async with doorstep(config) as door, AsyncExitStack() as phones:
        for n in range(1, 8):
            await door.rehearsal.take()
            phone = await phones.enter_async_context(door.stranger())
            await greet(phone, Role.PHONE, "p", ticket=code(f"20260302-A00{n}"))
        await door.rehearsal.take()
        assert await code_of(door, Role.PHONE, "p", ticket=code("20260302-A008")) == "busy"
        assert await code_of(door, Role.KIOSK, "K1") == "welcome"


async def test_the_wall_sees_kiosks_come_and_go() -> None:
    async with doorstep() as door, at_work(door.link(Role.WALL, "W")) as wall:
        async with at_work(door.link(Role.KIOSK, "K1")):
            while not isinstance(doc := wall.docs.get("kiosk/K1"), KioskDoc) or not doc.is_connected:
                await wall.next_event()
        while not isinstance(doc := wall.docs.get("kiosk/K1"), KioskDoc) or doc.is_connected:
            await wall.next_event()
