"""The bridge tells an app of everything, in its own words, and swallows only what is out of date."""

import asyncio

import pytest
from textual.message import Message

from kiosk.screenkit import link
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.vocabulary import CallKind, RequestId, TicketId, WindowNo
from queue_server.wire import client
from queue_server.wire.documents import KioskDoc
from queue_server.wire.from_kiosk import ReprintTicket
from queue_server.wire.from_server import Announced, Done, Skipped
from queue_server.wire.greeting import Welcome

CALL = Announced(7, 1000, TicketId("20260302-A012"), "A012", WindowNo("03"), CallKind.NEXT)
ACT = ReprintTicket(RequestId("r1"), TicketId("20260302-A012"))


@pytest.mark.parametrize(
    ("event", "kind"),
    [
        (client.LinkUp(Welcome(1, "e", 0, 0, 480)), link.LinkUp),
        (client.LinkLost("cable"), link.LinkLost),
        (client.DocsChanged(frozenset({"hall"}), 3), link.DocsChanged),
        (client.TroubleTold("disk full"), link.TroubleTold),
        (Skipped(4), link.CallsSkipped),
        (CALL, link.CallAnnounced),
    ],
)
def test_each_event_of_the_link_has_its_message(event: client.LinkEvent, kind: type[Message]) -> None:
    assert type(link.told(event)) is kind


def test_a_newer_state_swallows_an_older_one_of_its_kind() -> None:
    assert link.DocsChanged().can_replace(link.DocsChanged())
    assert not link.DocsChanged().can_replace(link.LinkUp(480))


def test_a_call_never_swallows_another() -> None:
    assert not link.CallAnnounced(CALL).can_replace(link.CallAnnounced(CALL))


async def test_following_tells_of_everything_in_order() -> None:
    hall, told = MemoryLink([KioskDoc("kiosk/K1", "K1", True)]), asyncio.Queue[Message]()
    async with asyncio.TaskGroup() as tasks:
        following = tasks.create_task(link.follow(hall, told.put_nowait))
        first, second = await told.get(), await told.get()
        hall.say(CALL)
        third = await told.get()
        following.cancel()
    assert [type(first), type(second), type(third)] == [link.LinkUp, link.DocsChanged, link.CallAnnounced]


async def test_an_answer_comes_back_with_its_act() -> None:
    hall, told = MemoryLink(), list[Message]()
    hall.will_answer(lambda act: Done(act.request, 9))
    await link.ask(hall, ACT, told.append)
    assert isinstance(told[0], link.Answered)
    assert (told[0].act, told[0].answer) == (ACT, Done(RequestId("r1"), 9))


async def test_silence_is_told_and_the_same_act_may_be_asked_again() -> None:
    hall, told = MemoryLink(), list[Message]()
    await link.ask(hall, ACT, told.append, timeout_s=0.01)
    assert isinstance(told[0], link.Unanswered)
    hall.answer(Done(RequestId("r1"), 9))
    await link.ask(hall, ACT, told.append)
    assert isinstance(told[1], link.Answered)
    assert hall.asked == [ACT]
