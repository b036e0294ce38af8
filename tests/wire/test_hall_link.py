"""The link against a real server over real sockets: what a screen lives on."""

from collections.abc import Callable

from queue_server.runtime.doorstep import BADGE, at_work, doorstep
from queue_server.vocabulary import ItemCode, RequestId, Role, WindowState
from queue_server.wire.client import HallLink, LinkUp, new_request_id
from queue_server.wire.documents import AnyDoc, DeskDoc, QueueDoc, WindowDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Announced, Done
from queue_server.wire.from_window import CallNext, SignIn


async def until_doc(link: HallLink, key: str, is_wanted: Callable[[AnyDoc], bool] = lambda _: True) -> None:
    """Read events until the document of this key is there and looks as wanted."""
    while (doc := link.docs.get(key)) is None or not is_wanted(doc):
        await link.next_event()


async def announced(link: HallLink) -> Announced:
    while True:
        event = await link.next_event()
        if isinstance(event, Announced):
            return event


async def test_a_kiosk_sees_the_hall_and_takes_a_ticket() -> None:
    async with doorstep() as door, at_work(door.link(Role.KIOSK, "K1")) as kiosk:
        assert isinstance(await kiosk.next_event(), LinkUp)
        await until_doc(kiosk, "queue/A")
        assert {"hall", "queue/B", "item/I1", "window/02"} <= kiosk.docs.keys()
        assert not any(key.startswith(("desk", "kiosk")) for key in kiosk.docs)
        answer = await kiosk.request(TakeTicket(request=new_request_id(), item=ItemCode("I1")))
        assert isinstance(answer, Done)
        assert answer.slip is not None
        assert answer.slip.number == "A001"
        await until_doc(kiosk, "queue/A", lambda doc: isinstance(doc, QueueDoc) and doc.waiting == 1)


async def test_a_window_calls_and_the_board_hears_it_once() -> None:
    async with (
        doorstep() as door,
        at_work(door.link(Role.KIOSK, "K1")) as kiosk,
        at_work(door.link(Role.WINDOW, "01")) as window,
        at_work(door.link(Role.BOARD, "B1")) as board,
    ):
        await until_doc(board, "window/01")
        await kiosk.request(TakeTicket(request=RequestId("t1"), item=ItemCode("I1")))
        signed = await window.request(SignIn(request=RequestId("s1"), badge=BADGE))
        assert isinstance(signed, Done)
        called = await window.request(CallNext(request=RequestId("c1")))
        assert isinstance(called, Done)
        call = await announced(board)
        assert (call.n, call.number, call.window, call.is_current) == (1, "A001", "01", True)
        await until_doc(window, "desk/01", lambda doc: isinstance(doc, DeskDoc) and doc.ticket is not None)
        await until_doc(
            board, "window/01", lambda doc: isinstance(doc, WindowDoc) and doc.state is WindowState.CALLED
        )
