"""The badge readers at the doors: what is shown there becomes a reading, whoever's badge it is.

The badge's number ends here: what is written is a keyed digest and its last four digits, since a badge opens
windows. A reader that is lost, silent or not trusted is told of; its readings are not waited for.
"""

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from itertools import groupby

import structlog

from devices.badge_reader.badge import BadgeForm, one_text
from devices.badge_reader.driver import BadgeReader, BadgeReaderSettings, ReaderKind
from devices.badge_reader.events import (
    BadgeShown,
    Distrust,
    OsdpEvent,
    ReaderNotTrusted,
    ReaderReady,
    ReaderSilent,
)
from devices.badge_reader.osdp_panel import OsdpReader
from devices.badge_reader.osdp_reader import OsdpLine, OsdpSettings
from devices.badge_reader.osdp_words import ReaderKey
from devices.cable import Opener
from devices.errors import AddressError
from devices.events import LineBack, LineLost
from queue_server import config as told
from queue_server.clock import Clock
from queue_server.config_file.check_files import read_channel_key
from queue_server.hall.commands import Command, ReportDevice
from queue_server.supervision.commands import ReadBadge, ReportReader
from queue_server.vocabulary import Device, StaffId

log = structlog.stdlib.get_logger("queue_server.field")

MARK_CHARS = 16
LAST = 4
SILENT = "没有应答"
ADDRESS_WRONG = "端口地址有误"
WORDS = {Distrust.KEY_WRONG: "密钥不符", Distrust.NOT_SECURE: "不支持安全通道"}
FORMS = {"decimal": BadgeForm.TEN_DIGITS, "wiegand": BadgeForm.PAIR}
KINDS = {
    "em4100": ReaderKind.EM4100,
    "wiegand": ReaderKind.WIEGAND26,
    "wiegand_hex": ReaderKind.WIEGAND26_HEX,
}

Submit = Callable[[str, Command], Awaitable[object]]
Driver = BadgeReader | OsdpLine


class Owners:
    """Whose badge is whose, and what of a badge may be written down."""

    def __init__(self, staff: tuple[told.StaffMember, ...], key: bytes) -> None:
        self._key = key
        self._by_mark = {self.mark(one_text(one.badge)): one.id for one in staff if one.badge}

    def mark(self, badge: str) -> str:
        """Return what stands for a badge in the journal; it cannot be made into one again."""
        return hmac.digest(self._key, badge.encode(), "sha256").hex()[:MARK_CHARS]

    def reading(self, reader: str, badge: str) -> ReadBadge:
        """Return the reading of a badge, with its owner if it has one."""
        mark = self.mark(one_text(badge))
        return ReadBadge(reader, mark, _last_of(badge), self._by_mark.get(mark, StaffId("")))


def _last_of(badge: str) -> str:
    """Return what people tell an unknown badge by: four letters, and never more than half of it."""
    return badge[len(badge) - min(LAST, len(badge) // 2) :]


class Readers:
    """All badge readers of a hall. ``run`` lasts until cancelled."""

    def __init__(
        self,
        readers: tuple[told.Reader, ...],
        clock: Clock,
        opener: Callable[[told.Reader], Opener],
        owners: Owners,
        submit: Submit,
    ) -> None:
        self._owners, self._submit = owners, submit
        self._faults = {reader.name: "" for reader in readers}
        self._alarms = {reader.name: "" for reader in readers if reader.kind != "osdp"}
        """What is known of each reader's trust; nothing yet of one that has not answered since the start."""
        self._lines: list[tuple[tuple[told.Reader, ...], Driver]] = [
            (line, self._driver(line, opener(line[0]), clock)) for line in _lines_of(readers)
        ]

    async def run(self) -> None:
        """Hold every reader, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            for line, driver in self._lines:
                tasks.create_task(self._hold(line, driver), name=f"reader {line[0].name}")

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._faults)

    async def tell_all(self) -> None:
        """Say what is known of every reader; what the hall knows already makes no event."""
        for name, fault in tuple(self._faults.items()):
            await self._tell(name, fault)
        for name, alarm in tuple(self._alarms.items()):
            await self._tell_alarm(name, alarm)

    def _driver(self, line: tuple[told.Reader, ...], open_port: Opener, clock: Clock) -> Driver:
        first, hears = line[0], partial(self._heard, line)
        if first.kind == "osdp":
            at_line = [OsdpReader(one.address, ReaderKey(_key_of(one))) for one in line]
            return OsdpLine(open_port, hears, at_line, clock, OsdpSettings(first.again_after_ms))
        settings = BadgeReaderSettings(KINDS[first.kind], FORMS[first.printed], first.again_after_ms)
        return BadgeReader(open_port, hears, clock, settings)

    async def _hold(self, line: tuple[told.Reader, ...], driver: Driver) -> None:
        """Hold one cable. An address that can never be opened is that reader's fault, not the hall's end."""
        try:
            await driver.run()
        except* AddressError as wrong:
            log.error("reader_address_wrong", reader=line[0].name, why=str(wrong.exceptions[0]))
            for reader in line:
                await self._fault(reader.name, ADDRESS_WRONG)

    async def _heard(self, line: tuple[told.Reader, ...], event: OsdpEvent) -> None:
        match event:
            case BadgeShown(badge=badge, addr=addr):
                name = _named(line, addr)
                await self._submit(f"reader:{name}", self._owners.reading(name, badge))
            case LineLost(reason=reason):
                for reader in line:
                    await self._fault(reader.name, reason)
            case LineBack():
                for reader in line:
                    await self._fault(reader.name, "")
            case ReaderReady(addr=addr):
                await self._trust(_named(line, addr), "")
                await self._fault(_named(line, addr), "")
            case ReaderSilent(addr=addr):
                await self._fault(_named(line, addr), SILENT)
            case ReaderNotTrusted(addr=addr, why=why):
                log.error("reader_not_trusted", reader=_named(line, addr), why=why.value)
                await self._trust(_named(line, addr), WORDS[why])

    async def _fault(self, name: str, fault: str) -> None:
        self._faults[name] = fault
        await self._tell(name, fault)

    async def _tell(self, name: str, fault: str) -> None:
        place = f"reader:{name}"
        await self._submit(place, ReportDevice(place, Device.BADGE_READER, fault))

    async def _trust(self, name: str, alarm: str) -> None:
        self._alarms[name] = alarm
        await self._tell_alarm(name, alarm)

    async def _tell_alarm(self, name: str, alarm: str) -> None:
        await self._submit(f"reader:{name}", ReportReader(name, alarm))


def _lines_of(readers: tuple[told.Reader, ...]) -> Iterator[tuple[told.Reader, ...]]:
    """Yield the readers of each port together: OSDP readers may share one."""
    by_port = sorted(readers, key=lambda reader: reader.port)
    for _, together in groupby(by_port, key=lambda reader: reader.port):
        yield tuple(together)


def _named(line: tuple[told.Reader, ...], addr: int | None) -> str:
    """Return which reader of a cable spoke."""
    return next((one.name for one in line if addr is not None and one.address == addr), line[0].name)


def _key_of(reader: told.Reader) -> str:
    return read_channel_key(reader.key_file).hex()
