"""What a technician reads while a badge reader is watched or played, and the file with the readers' keys."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from devices.badge_reader.driver import BadgeReader, BadgeReaderSettings, ReaderKind
from devices.badge_reader.events import (
    BadgeReaderEvent,
    BadgeShown,
    Distrust,
    OsdpEvent,
    ReaderNotTrusted,
    ReaderReady,
    ReaderSilent,
)
from devices.badge_reader.protocol import BadgeDropReason, em_frame
from devices.badge_reader.simulated import SimulatedEmReader
from devices.clock import SystemClock
from devices.errors import ReaderKeyError
from devices.events import LineBack, LineLost
from devices.memory_port import MemoryCable
from devices.technician.badge_words import describe_badge_event
from devices.technician.badges import BadgePlay, simulated_reader, watch_reader
from devices.technician.readers_file import read_readers
from devices.virtual_time import run_virtually

PAGE = (Path(__file__).parents[3] / "docs" / "devices.md").read_text(encoding="utf-8")
SECTION = PAGE.partition("## Badge readers")[2]
KEY = "00112233445566778899AABBCCDDEEFF"


def test_a_watched_reader_is_told_badge_by_badge_through_a_loss_of_its_cable() -> None:
    said: list[str] = []

    async def program() -> None:
        cable = MemoryCable()
        watch = watch_reader(cable.open_near, said.append, SystemClock(), BadgeReaderSettings())
        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(watch.run())
            await asyncio.sleep(0.1)
            await cable.plug_far().write(b"??" + em_frame(1000734) * 3)
            await asyncio.sleep(2)
            cable.unplug()
            await asyncio.sleep(1)
            cable.plug()
            await asyncio.sleep(1)
            run.cancel()
        said.append(watch.totals())

    run_virtually(program())
    assert [line[14:] for line in said[:4]] == [
        "已连接 connected",
        "工牌 badge 0001000734 (015,17694)",
        "丢弃 dropped: garbage=2",
        "线路断开 line lost: unplugged",
    ]
    assert "已连接 connected" in said[4]
    assert "线路恢复 line back after" in said[5]
    assert said[6:] == ["丢弃 dropped: garbage=2"]


@pytest.mark.parametrize("kind", list(ReaderKind))
def test_a_reader_is_played_by_typed_lines(kind: ReaderKind) -> None:
    said: list[str] = []
    events: list[BadgeReaderEvent] = []

    async def typed() -> AsyncIterator[str]:
        for line in (
            "0001000734",
            "",
            "lay 090.00324",
            "what is this",
            "A017",
            "raw xx",
            "raw 02FF",
            "quit",
            "1",
        ):
            yield line
            await asyncio.sleep(5)

    async def take(event: BadgeReaderEvent) -> None:
        events.append(event)

    async def program() -> None:
        cable = MemoryCable()
        play = BadgePlay(cable.open_far, simulated_reader(kind), said.append, SystemClock())
        driver = BadgeReader(cable.open_near, take, settings=BadgeReaderSettings(kind))
        async with asyncio.TaskGroup() as tasks:
            run = tasks.create_task(driver.run())
            await play.run(typed())
            run.cancel()

    run_virtually(program())
    assert events == [BadgeShown("0001000734"), BadgeShown("0005898564")]
    assert [line.partition(":")[0] for line in said] == [
        "?  例如 for example",
        "?  不是工牌号 no badge is printed so",
        "?  不是十六进制 no hexadecimal bytes",
    ]


def test_a_badge_is_lifted_by_typing() -> None:
    device = SimulatedEmReader()

    async def typed() -> AsyncIterator[str]:
        yield "lay 0001000734"
        await asyncio.sleep(1)
        assert device.due_at_ms() is not None
        yield "lift"

    async def program() -> None:
        cable = MemoryCable()
        await BadgePlay(cable.open_far, device, print, SystemClock()).run(typed())

    run_virtually(program())
    assert device.due_at_ms() is None
    assert device.tick(10_000_000) == b""


def test_every_news_of_readers_has_its_words() -> None:
    news: list[OsdpEvent] = [
        BadgeShown("0001000734", 2),
        BadgeShown("37-0A"),
        ReaderReady(2),
        ReaderSilent(2),
    ]
    news += [ReaderNotTrusted(2, why) for why in Distrust]
    words = [describe_badge_event(event) for event in (*news, LineLost("unplugged"), LineBack(1500))]
    assert words[:2] == ["2号读卡器 reader 2: 工牌 badge 0001000734 (015,17694)", "工牌 badge 37-0A"]
    assert all("2号读卡器" in word for word in words[2:6])
    assert words[-1] == "线路恢复 line back after 1.5 s"
    assert len(set(words)) == len(words)


def test_addresses_and_keys_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "readers.toml"
    path.write_text(f'0 = "{KEY}"\n7 = "{KEY.lower()}"\n')
    readers = read_readers(path)
    assert [reader.addr for reader in readers] == [0, 7]
    assert {reader.key.reveal() for reader in readers} == {bytes.fromhex(KEY)}


@pytest.mark.parametrize(
    "text", [f'1 = "{KEY}"\n1 = "{KEY}"', f'1 = "{KEY}0"', f"1 = {KEY}", f'x = "{KEY}"', "1 = 112233", "\xff"]
)
def test_a_wrong_file_is_explained_without_a_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "readers.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ReaderKeyError) as caught:
        read_readers(path)
    assert str(path) in str(caught.value)
    assert "112233" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReaderKeyError, match=r"none\.toml: cannot be read: No such file"):
        read_readers(tmp_path / "none.toml")


def test_the_page_shows_what_the_command_says() -> None:
    shown: list[OsdpEvent] = [BadgeShown("0001000734"), BadgeShown("0005898564", 1), ReaderReady(1)]
    assert [one for one in shown if f"  {describe_badge_event(one)}\n" not in SECTION] == []
    told: list[OsdpEvent] = [ReaderSilent(1), *(ReaderNotTrusted(1, why) for why in Distrust)]
    for event in told:
        english = describe_badge_event(event).partition("reader 1 ")[2].split()
        assert english[-1] in SECTION.partition("| told |")[2]


def test_the_page_explains_every_kind_of_reader_and_every_reason_for_dropping_bytes() -> None:
    assert [word for word in (*ReaderKind, *BadgeDropReason) if f"`{word}`" not in SECTION] == []


def test_the_pages_file_of_keys_is_one(tmp_path: Path) -> None:
    path = tmp_path / "readers.toml"
    path.write_text("\n".join(re.findall(r'^\d+ = ".*"$', SECTION, re.MULTILINE)))
    assert [reader.addr for reader in read_readers(path)] == [1]
