"""``hall-devices``, the technician's command: it parses and prints; what it does stands in ``technician``."""

import argparse
import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Sequence
from functools import partial
from pathlib import Path

from devices.badge_reader.badge import BadgeForm
from devices.badge_reader.driver import BadgeReaderSettings, ReaderKind
from devices.cable import PortSettings
from devices.clock import SystemClock
from devices.errors import DeviceError, ReaderKeyError
from devices.port import list_ports, opener
from devices.simulated_bus import SimulatedBus
from devices.technician.badges import BadgePlay, BadgeWatch, simulated_reader, watch_osdp, watch_reader
from devices.technician.badges import __doc__ as typed_at_a_reader
from devices.technician.keymap_file import read_keymap
from devices.technician.playing import Play
from devices.technician.readers_file import read_readers
from devices.technician.typed import __doc__ as typed_help
from devices.technician.watching import Watch

OSDP = "osdp"
READER_KINDS = [kind.value for kind in ReaderKind]

say = partial(print, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; 0 when it did its work, 2 when a port or a key map is wrong."""
    arguments = _parser().parse_args(argv)
    wrong: list[DeviceError] = []
    try:
        with contextlib.suppress(KeyboardInterrupt):
            arguments.run(arguments)
    except* DeviceError as group:
        wrong = [error for error in _flat(group) if isinstance(error, DeviceError)]
    for error in wrong:
        say(f"hall-devices: {error}", file=sys.stderr)
    return 2 if wrong else 0


def _flat(group: BaseExceptionGroup[DeviceError]) -> list[BaseException]:
    """Return the errors of nested groups."""
    found: list[BaseException] = []
    for error in group.exceptions:
        found += _flat(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hall-devices", description="大厅串口设备 the hall's serial devices"
    )
    commands = parser.add_subparsers(required=True)
    listing = commands.add_parser("list", help="列出串口 list ports with their stable names")
    listing.set_defaults(run=_list)
    watching = commands.add_parser("watch", help="旁听线路 say what passes on a line; writes nothing")
    watching.set_defaults(run=_watch)
    watching.add_argument("--keymap", type=Path, metavar="FILE", help="键位表 key map (TOML)")
    watching.add_argument("--keymap-name", default="", metavar="NAME", help="which of several key maps")
    watching.add_argument("--reader", choices=[*READER_KINDS, OSDP], help="读卡器 a badge reader instead")
    watching.add_argument("--form", choices=[*BadgeForm], default=BadgeForm.TEN_DIGITS, help="工牌号 badges")
    watching.add_argument("--readers", type=Path, metavar="FILE", help="OSDP 地址与密钥 addresses and keys")
    watching.add_argument("--seconds", type=float, help="stop after so long (default: Ctrl-C)")
    playing = commands.add_parser(
        "simulate",
        help="模拟设备 play pads, evaluators and LED bars on a port",
        epilog=f"{typed_help}\n{typed_at_a_reader}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    playing.set_defaults(run=_simulate)
    for option, what in (
        ("pads", "呼叫器"),
        ("evaluators", "评价器"),
        ("leds", "双色屏"),
        ("one-colour", "单色屏"),
    ):
        playing.add_argument(f"--{option}", type=_addresses, default=(), metavar="1,2,3", help=what)
    playing.add_argument("--reader", choices=READER_KINDS, help="读卡器 a badge reader instead")
    for command in (watching, playing):
        command.add_argument("port", help="/dev/serial/by-id/..., socket://host:port")
        command.add_argument("--baud", type=int, default=9600)
    return parser


def _addresses(text: str) -> tuple[int, ...]:
    addresses = tuple(int(part) for part in text.split(",") if part.strip())
    if any(not 1 <= addr <= 127 for addr in addresses):
        raise argparse.ArgumentTypeError("窗口地址 window addresses are 1-127")
    return addresses


def _list(_arguments: argparse.Namespace) -> None:
    ports = list_ports()
    for seen in ports:
        say(f"{seen.stable or seen.address}\n    -> {seen.address}  {seen.description}")
    if not ports:
        say("没有找到串口 no serial port found")


def _watch(arguments: argparse.Namespace) -> None:
    watch = _watched_reader(arguments) if arguments.reader else _watched_line(arguments)
    try:
        asyncio.run(_for_a_while(watch, arguments.seconds))
    finally:
        say(watch.totals())


def _watched_line(arguments: argparse.Namespace) -> Watch:
    keymap = read_keymap(arguments.keymap, arguments.keymap_name) if arguments.keymap else None
    return Watch(opener(arguments.port, PortSettings(arguments.baud)), say, SystemClock(), keymap)


def _watched_reader(arguments: argparse.Namespace) -> BadgeWatch:
    cable, clock = opener(arguments.port, PortSettings(arguments.baud)), SystemClock()
    if arguments.reader == OSDP:
        if arguments.readers is None:
            raise ReaderKeyError("--reader osdp needs --readers FILE, with an address and a key in each line")
        return watch_osdp(cable, say, clock, read_readers(arguments.readers))
    settings = BadgeReaderSettings(ReaderKind(arguments.reader), BadgeForm(arguments.form))
    return watch_reader(cable, say, clock, settings)


async def _for_a_while(watch: Watch | BadgeWatch, seconds: float | None) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await watch.run()


def _simulate(arguments: argparse.Namespace) -> None:
    if arguments.reader:
        _simulate_reader(arguments)
        return
    bus = SimulatedBus(arguments.pads, arguments.evaluators, arguments.leds, arguments.one_colour)
    cable = opener(arguments.port, PortSettings(arguments.baud))
    asyncio.run(Play(cable, bus, say, SystemClock()).run(_typed_lines()))


def _simulate_reader(arguments: argparse.Namespace) -> None:
    reader = simulated_reader(ReaderKind(arguments.reader))
    cable = opener(arguments.port, PortSettings(arguments.baud))
    asyncio.run(BadgePlay(cable, reader, say, SystemClock()).run(_typed_lines()))


async def _typed_lines() -> AsyncIterator[str]:
    """Yield each line typed, without a thread and without changing the terminal."""
    fd, pending = sys.stdin.fileno(), b""
    while True:
        await _until_readable(fd)
        piece = os.read(fd, 4096)
        *lines, pending = (pending + piece).split(b"\n")
        for line in lines if piece else [pending]:
            yield line.decode(errors="replace")
        if not piece:
            return


async def _until_readable(fd: int) -> None:
    loop = asyncio.get_running_loop()
    future: asyncio.Future[None] = loop.create_future()
    try:
        loop.add_reader(fd, _wake, future)
    except PermissionError:
        return  # an ordinary file: it never blocks
    try:
        await future
    finally:
        loop.remove_reader(fd)


def _wake(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)


if __name__ == "__main__":
    sys.exit(main())
