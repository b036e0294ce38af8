"""``hall-devices`` as a technician runs it, on real terminals."""

import asyncio
import contextlib
import os
import sys
import tty
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from devices.__main__ import main
from devices.port import list_ports

WITHIN_S = 45.0
CALL = bytes.fromhex("FF 68 03 03 68 03 01 0C 10 16")


class Terminal:
    """The far end of a port given to the command."""

    def __init__(self) -> None:
        self.master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self.master, False)
        self.address = os.ttyname(self._slave)

    async def hears(self, count: int) -> bytes:
        loop, heard, readable = asyncio.get_running_loop(), b"", asyncio.Event()
        loop.add_reader(self.master, readable.set)
        try:
            while len(heard) < count:
                await readable.wait()
                readable.clear()
                with contextlib.suppress(BlockingIOError):
                    heard += os.read(self.master, count - len(heard))
        finally:
            loop.remove_reader(self.master)
        return heard

    def close(self) -> None:
        os.close(self.master)
        os.close(self._slave)


@asynccontextmanager
async def command(*arguments: str) -> AsyncIterator[tuple[asyncio.StreamWriter, asyncio.StreamReader]]:
    """Run the command; give its keyboard and its screen."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "devices",
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        async with asyncio.timeout(WITHIN_S):
            yield process.stdin, process.stdout
    finally:
        process.stdin.close()
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def line_with(screen: asyncio.StreamReader, text: str) -> str:
    while line := (await screen.readline()).decode():
        if text in line:
            return line
    raise AssertionError(f"the command never said {text!r}")


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    end = Terminal()
    yield end
    end.close()


async def test_watch_says_each_frame_in_hex_and_words_and_counts_what_it_drops(
    terminal: Terminal, tmp_path: Path
) -> None:
    keys = tmp_path / "keys.toml"
    keys.write_text('"0C" = "call_next"')
    async with command("watch", terminal.address, "--keymap", str(keys)) as (_, screen):
        await line_with(screen, "connected")
        os.write(terminal.master, b"??" + CALL)
        line = await line_with(screen, "FF 68 03 03 68 03 01 0C 10 16")
        assert "3号呼叫器按键 0C(call) pad 3 keys 0C(call) = call_next" in line
        assert "garbage=2" in await line_with(screen, "dropped")


async def test_simulate_presses_what_is_typed_and_says_what_the_host_shows(terminal: Terminal) -> None:
    async with command("simulate", terminal.address, "--pads", "3", "--leds", "3") as (keyboard, screen):
        keyboard.write(b"3 call\n")
        assert await terminal.hears(len(CALL)) == CALL
        os.write(terminal.master, CALL)
        assert "3号呼叫器得到回显" in await line_with(screen, "hears its echo")
        os.write(terminal.master, bytes.fromhex("FF 68 08 08 68 03 02 0A 0A 0A 00 01 07 2B 16"))
        assert "3号呼叫器显示号票 017" in await line_with(screen, "shows ticket")
        os.write(
            terminal.master, bytes.fromhex("A0 90 03 A5 00 0E C7 EB 00 41 00 30 00 31 00 37 00 BA C5 00 8C")
        )
        assert await terminal.hears(5) == bytes.fromhex("A0 90 03 A5 AA")
        keyboard.write(b"9 call\nnonsense\nshow\nquit\n")
        assert "--pads 9" in await line_with(screen, "?")
        assert "017" in await line_with(screen, "pad 3:")
        assert "「请A017号」" in await line_with(screen, "bar 3:")


async def test_watch_says_each_badge_of_a_reader(terminal: Terminal) -> None:
    async with command("watch", terminal.address, "--reader", "em4100", "--form", "pair") as (_, screen):
        await line_with(screen, "connected")
        os.write(terminal.master, b"??\x0262E3086CED08\x03")
        assert "工牌 badge 0000552173 (008,27885)" in await line_with(screen, "badge")
        assert "garbage=2" in await line_with(screen, "dropped")


async def test_watch_asks_osdp_readers_with_the_keys_of_a_file(terminal: Terminal, tmp_path: Path) -> None:
    keys = tmp_path / "readers.toml"
    keys.write_text('1 = "00112233445566778899AABBCCDDEEFF"')
    async with command("watch", terminal.address, "--reader", "osdp", "--readers", str(keys)) as (_, screen):
        await line_with(screen, "connected")
        assert await terminal.hears(5) == bytes.fromhex("FF 53 01 09 00")


async def test_simulate_shows_the_badge_that_is_typed(terminal: Terminal) -> None:
    async with command("simulate", terminal.address, "--reader", "em4100") as (keyboard, screen):
        keyboard.write(b"015,17694\n")
        assert await terminal.hears(14) == b"\x0200000F451E54\x03"
        keyboard.write(b"nonsense\nquit\n")
        assert "nonsense" in await line_with(screen, "?")


def test_list_shows_stable_names_first(tmp_path: Path) -> None:
    device = tmp_path / "ttyUSB7"
    device.touch()
    by_id = tmp_path / "by-id"
    by_id.mkdir()
    (by_id / "usb-adapter").symlink_to(device)
    first = list_ports(by_id)[0]
    assert (first.address, first.stable) == (str(device), str(by_id / "usb-adapter"))


def test_list_always_has_something_to_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.parametrize(
    "arguments",
    [
        ["watch", "COM1"],
        ["simulate", "COM1", "--pads", "1"],
        ["watch", "/dev/x", "--keymap", "/none.toml"],
        ["watch", "COM1", "--reader", "wiegand26"],
        ["simulate", "COM1", "--reader", "wiegand26"],
        ["watch", "/dev/x", "--reader", "osdp"],
        ["watch", "/dev/x", "--reader", "osdp", "--readers", "/none.toml"],
    ],
)
def test_a_wrong_port_or_key_map_is_explained(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    assert "hall-devices: " in capsys.readouterr().err


def test_watch_can_stop_by_itself(terminal: Terminal, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", terminal.address, "--seconds", "0.2"]) == 0
    assert "帧 frames: 0   丢弃 dropped: 0" in capsys.readouterr().out


@pytest.mark.parametrize("addresses", ["0", "128", "a"])
def test_an_address_that_no_device_can_have_is_refused(addresses: str) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", "/dev/x", "--pads", addresses])


async def test_what_to_type_may_come_from_a_file(terminal: Terminal, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("show\n3 call")
    with script.open() as typed:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "devices", "simulate", terminal.address, "--pads", "3",
            stdin=typed, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        async with asyncio.timeout(WITHIN_S):
            out, _ = await process.communicate()
    assert "pad 3:" in out.decode()
    assert await terminal.hears(len(CALL)) == CALL
