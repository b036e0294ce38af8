"""A duty manager at the wall, over a websocket: leave put on file by PIN, and nobody else's hand obeyed."""

from pathlib import Path

import msgspec
import pytest

from queue_server.config import Config, StaffMember, Token
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.runtime.house import House
from queue_server.runtime.staff_doors import hash_pin
from queue_server.vocabulary import AbsenceKind, RefusalCode, Role, StaffId
from queue_server.wire.client import HallLink, LinkDown, new_request_id
from queue_server.wire.from_server import Done, Refused
from queue_server.wire.from_wall import FileAbsence
from queue_server.wire.greeting import WIRE_VERSION, Hello
from tests.end_to_end.conftest import linked, until

PIN, WRONG = "271828", "314159"
HOUR_MS = 3_600_000
TOKEN = "0123456789abcdef"


def managed(folder: Path) -> Config:
    """Return the small hall with a manager who has a PIN, and no line."""
    config = small_hall(folder)
    manager = StaffMember(StaffId("S001"), pin_hash=hash_pin(PIN), is_manager=True, shift="")
    staff = (*config.staff, manager)
    return msgspec.structs.replace(config, staff=staff, lines=(), counters=())


def leave(house: House, pin: str) -> FileAbsence:
    now_ms = house.engine.room.state.at_ms
    until_ms = now_ms + HOUR_MS
    member, manager = StaffId("S017"), StaffId("S001")
    return FileAbsence(
        new_request_id(), member, AbsenceKind.OFFICIAL, now_ms, until_ms, "送件", staff=manager, pin=pin
    )


async def test_a_pin_at_the_wall_files_one_leave_however_often_it_is_sent(tmp_path: Path) -> None:
    async with open_house(managed(tmp_path)) as house, linked(link_to(house, Role.WALL, "w1")) as wall:
        refused = await wall.request(leave(house, WRONG))
        assert isinstance(refused, Refused)
        assert (refused.code, refused.facts) == (RefusalCode.WRONG_BADGE_OR_PIN, {})
        message = leave(house, PIN)
        answers = [await wall.request(message) for _ in range(3)]
        assert answers[0] == answers[1] == answers[2]
        assert isinstance(answers[0], Done)
        absences = house.engine.rooms.supervision.state.absences.values()
        assert [(one.staff, one.reason) for one in absences] == [("S017", "送件")]
    written = journal_in(tmp_path)
    assert b"wall:w1/S001" in written
    assert PIN.encode() not in written
    assert WRONG.encode() not in written


def journal_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("hall.db*"))


async def test_a_window_cannot_say_what_is_a_managers(tmp_path: Path) -> None:
    async with open_house(managed(tmp_path)) as house:
        async with linked(link_to(house, Role.WINDOW, "03", "03")) as window:
            with pytest.raises(LinkDown):
                await window.request(leave(house, PIN), timeout_s=1.0)
        assert not house.engine.rooms.supervision.state.absences


async def test_a_wall_without_the_halls_token_is_not_let_in(tmp_path: Path) -> None:
    config = msgspec.structs.replace(managed(tmp_path), tokens=(Token(Role.WALL, TOKEN),))
    async with open_house(config) as house:
        told: list[str] = []
        hello = Hello(WIRE_VERSION, Role.WALL, "w1", token="f" * 16)
        stranger = HallLink(house.url, hello, tell=lambda _level, why: told.append(why))
        async with linked(stranger):
            await until(lambda: told)
            with pytest.raises(LinkDown):
                await stranger.request(leave(house, PIN), timeout_s=0.5)
        async with linked(HallLink(house.url, Hello(WIRE_VERSION, Role.WALL, "w1", token=TOKEN))) as wall:
            assert isinstance(await wall.request(leave(house, PIN)), Done)
