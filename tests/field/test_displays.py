"""Devices show the hall as it is: the ticket or the people waiting, and where to go."""

from queue_server.hall import commands as c
from queue_server.hall.events import ServiceFinished, ServiceRated
from queue_server.hall.lookup import Hall
from queue_server.runtime.field.displays import PadShows, Showing, asks_for_rating, rated, showing
from queue_server.runtime.rehearsal import PLAN, Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import ItemCode, TicketId, WindowNo

WINDOW = WindowNo("01")


async def shown(rehearsal: Rehearsal) -> Showing:
    return await rehearsal.engine.read(lambda room: showing(room, Hall(PLAN), WINDOW))


async def test_a_window_s_devices_follow_its_ticket_from_call_to_finish() -> None:
    async with running(Rehearsal(MemoryJournal())) as rehearsal:
        await rehearsal.take()
        await rehearsal.take()
        assert await shown(rehearsal) == Showing(PadShows(waiting=2), "未开放")
        await rehearsal.sign_in()
        assert await shown(rehearsal) == Showing(PadShows(waiting=2), "空闲")
        await rehearsal.call()
        assert await shown(rehearsal) == Showing(PadShows(number="A001"), "请A001号", is_urgent=True)
        await rehearsal.ask(c.StartService(WINDOW), "window:01")
        assert await shown(rehearsal) == Showing(PadShows(number="A001"), "A001办理中")
        await rehearsal.ask(c.FinishService(WINDOW), "window:01")
        assert await shown(rehearsal) == Showing(PadShows(waiting=1), "空闲")


async def test_a_paused_window_says_so() -> None:
    async with running(Rehearsal(MemoryJournal())) as rehearsal:
        await rehearsal.sign_in()
        await rehearsal.ask(c.PauseWindow(WINDOW, "整理材料"), "window:01")
        assert (await shown(rehearsal)).bar == "暂停服务"


def test_a_finished_service_asks_for_a_rating_and_a_rating_lights_its_stars() -> None:
    finished = ServiceFinished(TicketId("t"), WINDOW, ItemCode("I1"), rate_until_ms=1)
    assert asks_for_rating(finished) == WINDOW
    assert rated(finished) is None
    assert rated(ServiceRated(TicketId("t"), WINDOW, 4)) == (WINDOW, 4)
    assert asks_for_rating(ServiceRated(TicketId("t"), WINDOW, 4)) is None
