"""A press that an earlier life of the server wrote down has no second effect when its pad says it again."""

import hashlib
from pathlib import Path

import pytest

from devices.counter_bus.protocol import RatingPressed
from devices.counter_bus.retries import REPEATS_FOR_MS
from devices.events import PadPressed
from queue_server.hall import commands as c
from queue_server.hall.events import (
    CommandRefused,
    Event,
    ServiceFinished,
    StaffSignedIn,
    TicketCalled,
    TicketRecalled,
)
from queue_server.runtime.field.repeats import Repeats
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.live import Pressed
from queue_server.vocabulary import ItemCode, RequestId
from tests.field.test_field import Bench, bench

PAD = "window:03/pad"
CALL, FINISH, RECALL = 0x0C, 0x0B, 0x0D


def mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def begun(said: PadPressed | RatingPressed, at_ms: int = 1_000) -> tuple[Repeats, str]:
    """Return what knows one press of before, and how that press is named."""
    repeats = Repeats(mark)
    named = repeats.named("north", said)
    repeats.begin({PAD: Pressed(f"{named}0123", at_ms)})
    return repeats, named


@pytest.mark.parametrize("said", [PadPressed(3, "6", 0x0F), RatingPressed(3, 2)])
def test_the_last_press_before_the_start_is_known_as_long_as_it_may_be_repeated(
    said: PadPressed | RatingPressed,
) -> None:
    repeats, named = begun(said)
    assert repeats.is_one(PAD, named, 1_000)
    assert repeats.is_one(PAD, named, 1_000 + REPEATS_FOR_MS - 1), "each repetition is one"
    assert not repeats.is_one(PAD, named, 1_000 + REPEATS_FOR_MS)


def test_it_is_only_known_of_its_own_device() -> None:
    repeats, named = begun(PadPressed(3, "", CALL))
    assert not repeats.is_one("window:04/pad", named, 1_000)
    assert repeats.is_one(PAD, named, 1_000)


def test_other_keys_are_a_press_and_end_the_waiting() -> None:
    repeats, named = begun(PadPressed(3, "", CALL))
    assert not repeats.is_one(PAD, repeats.named("north", PadPressed(3, "", FINISH)), 1_000)
    assert not repeats.is_one(PAD, named, 1_001), "a pad repeats nothing but its last press"


def test_a_press_is_named_by_line_address_and_keys_and_no_digit_is_in_the_name() -> None:
    repeats = Repeats(mark)
    said = (PadPressed(3, "12", CALL), PadPressed(3, "1", CALL), PadPressed(4, "12", CALL))
    names = {repeats.named(line, each) for line in ("north", "south") for each in said}
    assert len(names) == 6
    assert not any("0001000734" in repeats.named("north", PadPressed(3, "0001000734", 0x0F)) for _ in names)


def calls_of(events: list[Event]) -> list[TicketCalled]:
    return [event for event in events if isinstance(event, TicketCalled)]


async def press(stage: Bench, digits: str, function: int, leads_to: type[Event]) -> None:
    """Press a key of pad 3, and wait until a new event of that kind is there."""
    before = sum(isinstance(event, leads_to) for event in stage.events)
    await stage.player.press(3, digits, function)
    await stage.until(lambda events: sum(isinstance(event, leads_to) for event in events) > before)


async def serve_until_a_call(folder: Path) -> None:
    """One life of the server: two citizens, one of whom a pad calls as the last thing."""
    async with bench(folder) as stage:
        for n in range(2):
            command = c.TakeTicket(item=ItemCode("GA-1"))
            await stage.house.engine.submit(Envelope(RequestId(f"q{n}"), "kiosk:K1", command))
        await press(stage, "0001000734", 0x0F, StaffSignedIn)
        await press(stage, "", CALL, TicketCalled)


async def test_a_press_of_before_the_start_is_echoed_and_has_no_second_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long a busy machine takes for the second start.
    monkeypatch.setattr("queue_server.runtime.field.repeats.REPEATS_FOR_MS", 3_600_000)
    await serve_until_a_call(tmp_path)
    async with bench(tmp_path) as stage:
        await stage.player.press(3, "", CALL)
        await stage.pad_shows(lambda bus: bus.pads[3].is_acknowledged)
        await press(stage, "", RECALL, TicketRecalled)
        assert not calls_of(stage.events), "the repetition called again"
        await press(stage, "", FINISH, ServiceFinished)


async def test_the_same_keys_are_a_new_press_when_no_repetition_can_come_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("queue_server.runtime.field.repeats.REPEATS_FOR_MS", 0)
    await serve_until_a_call(tmp_path)
    async with bench(tmp_path) as stage:
        await press(stage, "", CALL, CommandRefused)  # it has a ticket: the call is asked for, and refused
