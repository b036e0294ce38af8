"""What a client makes of what it is told: documents, announcements, where to go on, and its inbox."""

import asyncio
from itertools import islice

import pytest

from queue_server.errors import PeerError
from queue_server.vocabulary import CallKind, Role, TicketId, WindowNo, WindowState
from queue_server.wire.client import reconnect_delays
from queue_server.wire.documents import AnyDoc, WindowDoc, Words
from queue_server.wire.from_server import Announced, Delta, Skipped, Snapshot
from queue_server.wire.greeting import WIRE_VERSION, Hello, Welcome
from queue_server.wire.inbox import UNREAD_MAX, DocsChanged, Inbox, LinkLost, LinkUp, TroubleTold
from queue_server.wire.mirror import Mirror

HELLO = Hello(version=WIRE_VERSION, role=Role.BOARD, name="B1")


def doc(number: str, state: WindowState = WindowState.IDLE) -> AnyDoc:
    return WindowDoc(f"window/{number}", WindowNo(number), Words("窗口"), "L1", state)


def call(n: int) -> Announced:
    return Announced(n, 0, TicketId("20260302-A001"), "A001", WindowNo("01"), CallKind.NEXT)


def welcomed(announcement: int = 0, epoch: str = "e") -> Mirror:
    mirror = Mirror()
    mirror.welcome(Welcome(WIRE_VERSION, epoch, 5, 0, 480, announcement))
    return mirror


def test_a_snapshot_replaces_everything_and_names_what_differs() -> None:
    mirror = welcomed()
    assert mirror.snapshot(Snapshot(5, 0, (doc("01"), doc("02")))) == {"window/01", "window/02"}
    assert mirror.snapshot(Snapshot(6, 0, (doc("01"), doc("03")))) == {"window/02", "window/03"}
    assert mirror.docs.keys() == {"window/01", "window/03"}


def test_a_delta_changes_and_removes() -> None:
    mirror = welcomed()
    mirror.snapshot(Snapshot(5, 0, (doc("01"), doc("02"))))
    kept = mirror.docs
    changed = mirror.delta(Delta(6, 0, (doc("01", WindowState.CALLED),), ("window/02",)))
    assert changed == {"window/01", "window/02"}
    assert mirror.docs == {"window/01": doc("01", WindowState.CALLED)}
    assert kept == {"window/01": doc("01"), "window/02": doc("02")}


def test_a_delta_from_the_past_is_the_servers_mistake() -> None:
    mirror = welcomed()
    mirror.snapshot(Snapshot(5, 0, ()))
    with pytest.raises(PeerError):
        mirror.delta(Delta(4, 0))


def test_announcements_are_taken_once_and_in_order() -> None:
    mirror = welcomed(2)
    assert mirror.announced(call(3))
    assert not mirror.announced(call(3))
    assert not mirror.announced(call(1))
    with pytest.raises(PeerError, match="5 came after 3"):
        mirror.announced(call(5))
    assert mirror.skipped(Skipped(4))
    assert mirror.announced(call(5))


def test_the_greeting_goes_on_where_it_stood() -> None:
    mirror = welcomed(2)
    mirror.announced(call(3))
    mirror.snapshot(Snapshot(9, 0, ()))
    again = mirror.greeting(HELLO)
    assert (again.epoch, again.seq, again.announcement) == ("e", 9, 3)


def test_a_new_epoch_forgets_the_number_of_the_old() -> None:
    mirror = welcomed()
    mirror.snapshot(Snapshot(9, 0, ()))
    mirror.welcome(Welcome(WIRE_VERSION, "f", 1, 0, 480))
    assert mirror.seq == 0


async def test_unread_changes_become_one_and_announcements_stay_apart() -> None:
    inbox = Inbox()
    for event in (
        DocsChanged(frozenset("a"), 1), call(1), DocsChanged(frozenset("b"), 2), call(2), LinkLost("x"),
    ):  # fmt: skip
        await inbox.put(event)
    read = [await inbox.get() for _ in range(4)]
    assert read == [DocsChanged(frozenset("ab"), 2), call(1), call(2), LinkLost("x")]


async def test_a_full_inbox_makes_its_writer_wait_and_drops_nothing() -> None:
    inbox = Inbox(unread_max=2)

    async def write() -> None:
        for n in range(1, 6):
            await inbox.put(call(n))

    async with asyncio.TaskGroup() as tasks:
        writing = tasks.create_task(write())
        await asyncio.sleep(0)
        assert not writing.done()
        assert [await inbox.get() for _ in range(5)] == [call(n) for n in range(1, 6)]


async def test_a_link_that_nobody_listens_to_comes_and_goes_for_ever() -> None:
    inbox = Inbox()
    await inbox.put(call(1))
    async with asyncio.timeout(5):
        for n in range(UNREAD_MAX):
            await inbox.put(LinkUp(Welcome(WIRE_VERSION, str(n), 5, 0, 480)))
            await inbox.put(TroubleTold(f"trouble {n}"))
            await inbox.put(LinkLost(f"lost {n}"))
    up, trouble, lost = [await inbox.get() for _ in range(4)][1:]
    assert isinstance(up, LinkUp)
    assert up.welcome.epoch == str(UNREAD_MAX - 1)
    assert (trouble, lost) == (TroubleTold("trouble 255"), LinkLost("lost 255"))


async def test_how_things_stand_is_told_also_by_a_full_inbox() -> None:
    inbox = Inbox(unread_max=2)
    for n in (1, 2):
        await inbox.put(call(n))
    async with asyncio.timeout(5):
        await inbox.put(LinkLost("x"))
    assert [await inbox.get() for _ in range(3)] == [call(1), call(2), LinkLost("x")]


def test_delays_double_with_a_seeded_jitter_up_to_the_longest() -> None:
    delays = list(islice(reconnect_delays("K1"), 12))
    assert delays == list(islice(reconnect_delays("K1"), 12))
    assert delays != list(islice(reconnect_delays("K2"), 12))
    assert all(0.5 * 2**n * 0.1 <= delay <= 2**n * 0.1 for n, delay in enumerate(delays[:5]))
    assert all(2.5 <= delay <= 5.0 for delay in delays[7:])
