"""Pads and evaluators that fall silent: counted, told as faults with a card, and taken back when heard."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from devices.memory_port import MemoryCable
from devices.player import BusPlayer
from devices.simulated_bus import SimulatedBus
from queue_server.config import Config
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.events import Event, Recorded
from queue_server.runtime.field.unheard import Unheard
from queue_server.runtime.inbox import Envelope
from queue_server.supervision.events import LifeShown
from queue_server.supervision.state import Card
from queue_server.vocabulary import (
    CardState,
    Device,
    ItemCode,
    RefusalCode,
    RequestId,
    Role,
    RuleCode,
    StaffId,
    TicketId,
    WindowNo,
)
from queue_server.wire.client import new_request_id
from queue_server.wire.from_server import Done
from queue_server.wire.from_window import ShowLife
from tests.field.test_field import Bench

W3, W4 = WindowNo("03"), WindowNo("04")
TICKET = TicketId("20260302-A001")


def limited(folder: Path, *, acts: int = 0, asks: int = 0) -> Config:
    config = small_hall(folder)
    (line,) = config.lines
    return replace(config, lines=(replace(line, pad_silent_acts=acts, evaluator_silent_asks=asks),))


def of(event: Event, actor: str = "window:03/S017", request: str = "") -> Recorded:
    return Recorded(1, 0, actor, request or uuid.uuid4().hex, event)


PAUSED = e.WindowPaused(W3, "午休")
LAPSED = e.RatingLapsed(TICKET, W3)


def test_a_pad_is_silent_after_so_many_acts_by_other_means(tmp_path: Path) -> None:
    unheard = Unheard(limited(tmp_path, acts=3))
    assert unheard.windows == {W3, W4}
    assert [unheard.note(of(PAUSED)) for _ in range(3)] == [None, None, (W3, Device.PAD, True)]
    assert unheard.heard_pad(W3)
    assert not unheard.heard_pad(W3)
    assert unheard.note(of(PAUSED)) is None


def test_acts_of_the_pad_of_others_and_refused_ones_do_not_count(tmp_path: Path) -> None:
    unheard = Unheard(limited(tmp_path, acts=1))
    refused = e.CommandRefused("call_next", RefusalCode.WINDOW_BUSY)
    for recorded in (of(PAUSED, "window:03/pad"), of(PAUSED, "clock"), of(PAUSED, "manager:M1"), of(refused)):
        assert unheard.note(recorded) is None
    assert not unheard.heard_pad(W3)
    assert unheard.note(of(PAUSED, "window:04")) == (W4, Device.PAD, True)


def test_the_events_of_one_request_are_one_act(tmp_path: Path) -> None:
    unheard = Unheard(limited(tmp_path, acts=2))
    events = (e.WindowClosed(W3), e.StaffSignedOut(W3, StaffId("S017")))
    assert [unheard.note(of(event, request="r1")) for event in events] == [None, None]
    assert unheard.note(of(PAUSED, request="r2")) == (W3, Device.PAD, True)


def test_an_evaluator_is_silent_after_so_many_services_that_nobody_rated(tmp_path: Path) -> None:
    unheard = Unheard(limited(tmp_path, asks=2))
    assert [unheard.note(of(LAPSED, "clock")) for _ in range(2)] == [None, (W3, Device.EVALUATOR, True)]
    assert unheard.heard_evaluator(W3)
    assert unheard.note(of(LAPSED, "clock")) is None


def test_what_found_no_room_is_told_again_and_a_limit_of_none_never(tmp_path: Path) -> None:
    unheard = Unheard(limited(tmp_path, acts=2))
    told = [unheard.note(of(PAUSED)) is not None for _ in range(6)]
    assert told == [False, True, False, True, False, True]
    off = Unheard(limited(tmp_path))
    assert off.windows == frozenset()
    assert {off.note(of(event)) for event in (PAUSED, LAPSED) for _ in range(9)} == {None}
    assert not off.heard_pad(W3)


@asynccontextmanager
async def bench(config: Config) -> AsyncIterator[Bench]:
    cable = MemoryCable("north")
    bus = SimulatedBus(pads=(3, 4), evaluators=(3, 4), bars=(3, 4))
    player = BusPlayer(cable.open_far, bus)
    opened = open_house(config, opener=lambda _: cable.open_near)
    async with opened as house, asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(player.run())
        stage = Bench(house, cable, player)
        await stage.pad_shows(lambda bus: bus.pads[3].waiting == 0)
        yield stage
        playing.cancel()


async def act(stage: Bench, *commands: c.Command, actor: str = "window:03") -> None:
    for command in commands:
        envelope = Envelope(RequestId(uuid.uuid4().hex), actor, command)
        assert isinstance(await stage.house.engine.submit(envelope), Done)


def fault_of(stage: Bench, device: Device) -> str:
    return stage.house.engine.room.state.faults.get("window:03", {}).get(device, "")


def card_of(stage: Bench, device: Device) -> Card | None:
    cards = stage.house.engine.rooms.supervision.state.cards.values()
    fitting = [one for one in cards if one.rule is RuleCode.DEVICE_FAULT and one.device is device]
    return fitting[-1] if fitting else None


def is_carded(stage: Bench, device: Device, state: CardState) -> Callable[[list[Event]], bool]:
    def holds(_: list[Event]) -> bool:
        card = card_of(stage, device)
        return card is not None and card.state is state

    return holds


async def test_a_silent_pad_has_a_fault_and_a_card_until_it_is_heard(tmp_path: Path) -> None:
    async with bench(limited(tmp_path, acts=3)) as stage:
        await act(stage, c.SignIn(W3, StaffId("S017")), c.PauseWindow(W3, "整理材料"))
        assert fault_of(stage, Device.PAD) == ""
        await act(stage, c.UnpauseWindow(W3))
        await stage.until(lambda _: fault_of(stage, Device.PAD) == "没有应答")
        await stage.until(is_carded(stage, Device.PAD, CardState.RUNNING))
        await stage.player.press(3, "9", 0x0E)  # a key without a meaning is heard too
        await stage.until(lambda _: fault_of(stage, Device.PAD) == "")
        await stage.until(is_carded(stage, Device.PAD, CardState.ENDED))


async def test_a_silent_evaluator_has_a_fault_and_a_card_until_it_is_heard(tmp_path: Path) -> None:
    config = limited(tmp_path, asks=1)
    plan = replace(config.plan, calling=replace(config.plan.calling, rating_within_s=1))
    async with bench(replace(config, plan=plan)) as stage:
        await act(stage, c.SignIn(W3, StaffId("S017")))
        await act(stage, c.TakeTicket(ItemCode("GA-1")), actor="kiosk:K1")
        await act(stage, c.CallNext(W3), c.StartService(W3), c.FinishService(W3))
        await stage.until(lambda _: fault_of(stage, Device.EVALUATOR) == "没有应答")
        await stage.until(is_carded(stage, Device.EVALUATOR, CardState.RUNNING))
        await stage.player.rate(3, 4)  # of no level in this hall, but it speaks
        await stage.until(lambda _: fault_of(stage, Device.EVALUATOR) == "")
        await stage.until(is_carded(stage, Device.EVALUATOR, CardState.ENDED))


@pytest.mark.parametrize("key", [("9", 0x0E), ("77", 0x0F)], ids=["without a meaning", "a wrong badge"])
async def test_any_key_says_that_somebody_is_at_the_post(tmp_path: Path, key: tuple[str, int]) -> None:
    async with bench(small_hall(tmp_path)) as stage:
        await act(stage, c.SignIn(W3, StaffId("S017")))
        posts = stage.house.engine.rooms.supervision.state.posts
        before_ms = posts[W3].life_ms
        await asyncio.sleep(0.01)
        await stage.player.press(3, *key)
        await stage.until(lambda _: posts[W3].life_ms > before_ms)


async def test_keys_without_a_meaning_write_one_line_a_minute(tmp_path: Path) -> None:
    async with bench(small_hall(tmp_path)) as stage:
        await stage.player.press(3, "9", 0x0E)
        await stage.until(lambda events: LifeShown(W3, "key") in events)
        await stage.player.press(3, "8", 0x0E)
        await stage.player.press(4, "8", 0x0E)  # presses of one line are taken in order
        await stage.until(lambda events: LifeShown(W4, "key") in events)
        assert stage.events.count(LifeShown(W3, "key")) == 1


async def test_a_touch_at_the_terminal_is_a_sign_of_life(tmp_path: Path) -> None:
    async with bench(small_hall(tmp_path)) as stage, asyncio.TaskGroup() as tasks:
        terminal = link_to(stage.house, Role.WINDOW, "03", "03")
        running = tasks.create_task(terminal.run())
        assert isinstance(await terminal.request(ShowLife(new_request_id())), Done)
        assert LifeShown(W3, "touch") in stage.events
        running.cancel()


async def test_the_named_substitute_relieves_on_the_pad_too(tmp_path: Path) -> None:
    config = small_hall(tmp_path)
    first = replace(config.staff[0], substitutes=(StaffId("S018"),))
    async with bench(replace(config, staff=(first, *config.staff[1:]))) as stage:
        await act(stage, c.SignIn(W3, StaffId("S017")))
        await stage.player.press(3, "0001000735", 0x0F)
        out = e.StaffSignedOut(W3, StaffId("S017"), relieved_by=StaffId("S018"))
        await stage.until(lambda events: out in events and e.StaffSignedIn(W3, StaffId("S018")) in events)
        await stage.player.press(3, "0001000734", 0x0F)  # nobody's substitute
        await stage.until(lambda events: any(getattr(event, "act", "") == "sign_in" for event in events))
        assert stage.house.engine.room.window(W3).staff == "S018"
