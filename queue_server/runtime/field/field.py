"""Runs the hall's serial lines: presses become commands, the hall's state becomes displays.

Every pad speaks through the one writer like everybody else. Presses of one line are taken in order. A press
that could not be kept is signalled on the pad as failed, never as done. What an earlier life of the server
wrote down is only echoed when the pad says it again.
"""

import asyncio
import uuid
from collections.abc import Callable
from functools import partial

import structlog

from devices.cable import Opener
from devices.counter_bus.keymap import KeyMeaning
from devices.counter_bus.protocol import RatingPressed
from devices.errors import AddressError
from devices.events import DeviceBack, DeviceSilent, LineBack, LineEvent, LineLost, PadPressed
from devices.line import Line
from queue_server import config as told
from queue_server.clock import Clock
from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.runtime.field.counters import Counters
from queue_server.runtime.field.lines import lines_of
from queue_server.runtime.field.presses import HELP_ACTS, SILENT_ACTS, Asked, command_for
from queue_server.runtime.field.readers import SILENT, Owners, Readers
from queue_server.runtime.field.repeats import Repeats
from queue_server.runtime.field.signs import Signs
from queue_server.runtime.field.unheard import Silence, Unheard
from queue_server.runtime.inbox import AnyAnswer, Envelope
from queue_server.runtime.staff_doors import StaffDoors
from queue_server.runtime.writer import Committed, LineWriter
from queue_server.supervision.commands import ReportReader, ShowLife
from queue_server.vocabulary import Device, RequestId, StaffId, WindowNo
from queue_server.wire.from_server import Busy, Done
from queue_server.wire.from_window import SignIn

log = structlog.stdlib.get_logger("queue_server.field")

SILENCES_MAX = 256
"""Silences that wait to be told; one more is told when it comes again."""
BUSY_AGAIN_MS = 50
BUSY_TRIES = 20
"""A full inbox is asked again for about a second; then the pad shows that it failed."""

OpenerOf = Callable[[told.Wired], Opener]


class Field:
    """All lines of a hall. ``run`` lasts until cancelled."""

    def __init__(
        self,
        config: told.Config,
        writer: LineWriter,
        hall: Hall,
        clock: Clock,
        doors: StaffDoors,
        opener: OpenerOf,
        owners: Owners,
    ) -> None:
        self._writer, self._hall, self._clock, self._doors = writer, hall, clock, doors
        self._counters = Counters(config)
        self._stars_of_key = config.stars_of_key
        self.lines = lines_of(config, opener, clock, lambda name: partial(self._heard, name))
        self._signs = Signs(self._counters, self.lines, hall)
        self._dirty = asyncio.Event()
        self._devices: dict[tuple[WindowNo, Device], tuple[str, str]] = {}
        """The line and the newest word on each device; at the start every one is held to work."""
        for counter in config.counters:
            self._devices[counter.window, Device.LINE] = (counter.line, "")
            self._devices[counter.window, Device.LED_BAR] = (counter.line, "")
        self._devices_untold = asyncio.Event()
        self._readers = Readers(config.readers, clock, opener, owners, self._submit)
        self._repeats = Repeats(owners.mark)
        self._unheard, self._silences = Unheard(config), asyncio.Queue[Silence](SILENCES_MAX)
        for window in self._unheard.windows:
            self._devices[window, Device.PAD] = (self._counters.line_of(window), "")
            self._devices[window, Device.EVALUATOR] = (self._counters.line_of(window), "")

    async def run(self) -> None:
        """Hold the lines, and keep their displays true, until cancelled."""
        self._writer.on_committed(self._committed)
        self._writer.on_trouble(self._troubled)
        self._repeats.begin(self._writer.pressed)
        async with asyncio.TaskGroup() as tasks:
            for name in self.lines:
                tasks.create_task(self._hold(name), name=f"line {name}")
            tasks.create_task(self._show_changes(), name="displays")
            tasks.create_task(self._tell_of_devices(), name="devices")
            tasks.create_task(self._tell_of_silences(), name="silences")
            tasks.create_task(self._readers.run(), name="badge readers")

    async def _hold(self, name: str) -> None:
        """Hold one line. An address that can never be opened is a fault of that line, not the hall's end."""
        try:
            await self.lines[name].run()
        except* AddressError as wrong:
            log.error("line_address_wrong", line=name, why=str(wrong.exceptions[0]))
            await self._line_changed(name, "端口地址有误")

    # --- what the hall shows ---

    def _committed(self, batch: Committed) -> None:
        """Note that something changed: displays are redrawn from the newest state, so one note is enough."""
        for recorded in batch.recorded:
            self._signs.note(recorded.event)
            self._note_silence(self._unheard.note(recorded))
        self._dirty.set()

    def _troubled(self, detail: str) -> None:
        if not detail:
            self._devices_untold.set()

    async def _tell_of_devices(self) -> None:
        """Say what is known of every device: at the start, and when writing works again.

        The journal may hold a fault from before this run, and a cable waits for no disk. What the hall knows
        already makes no event.
        """
        self._devices_untold.set()
        while True:
            await self._devices_untold.wait()
            self._devices_untold.clear()
            await self._tell_of_gone()
            for window, device in self._devices:
                await self._tell_of(window, device)
            await self._readers.tell_all()

    def _note_silence(self, silence: Silence | None) -> None:
        """Tell it from a task of its own: who listens to commits may not wait."""
        if silence is not None and not self._silences.full():
            self._silences.put_nowait(silence)

    async def _tell_of_silences(self) -> None:
        while True:
            window, device, is_silent = await self._silences.get()
            line, _ = self._devices[window, device]
            self._devices[window, device] = (line, SILENT if is_silent else "")
            await self._tell_of(window, device)

    async def _tell_of_gone(self) -> None:
        """End the faults and alarms of what the configuration no longer has: nobody could ever mend them."""
        for place, device in await self._writer.read(self._gone):
            await self._submit("field", c.ReportDevice(place, device))
        alarmed = await self._writer.read(lambda _: tuple(self._writer.rooms.supervision.state.alarms))
        for reader in (one for one in alarmed if one not in self._readers.names):
            await self._submit("field", ReportReader(reader))

    def _gone(self, room: HallRoom) -> list[tuple[str, Device]]:
        known = {(f"window:{window}", device) for window, device in self._devices}
        known |= {(f"reader:{name}", Device.BADGE_READER) for name in self._readers.names}
        told = ((place, device) for place, faults in room.state.faults.items() for device in faults)
        return [each for each in told if each[0].startswith(("window:", "reader:")) and each not in known]

    async def _show_changes(self) -> None:
        self._dirty.set()
        while True:
            await self._dirty.wait()
            self._dirty.clear()
            await self._writer.read(self._signs.show)

    # --- what the lines say ---

    async def _heard(self, line: str, event: LineEvent) -> None:
        match event:
            case PadPressed():
                await self._pressed(line, event)
            case RatingPressed(addr=addr, value=value):
                await self._rated(line, addr, value)
            case LineLost(reason=reason):
                log.warning("line_lost", line=line, reason=reason)
                await self._line_changed(line, reason)
            case LineBack(after_ms=after_ms):
                log.info("line_back", line=line, after_ms=after_ms)
                await self._line_changed(line, "")
            case DeviceSilent(addr=addr):
                await self._bar_changed(line, addr, "没有应答")
            case DeviceBack(addr=addr):
                await self._bar_changed(line, addr, "")

    async def _pressed(self, line: str, press: PadPressed) -> None:
        window = self._counters.window_of_pad(line, press.addr)
        meaning = self._counters.keymap(line).lookup(press.digits, press.function)
        if window is not None and self._unheard.heard_pad(window):
            self._note_silence((window, Device.PAD, False))
        actor, named = f"window:{window}/pad", self._repeats.named(line, press)
        if self._is_repeated(actor, named):
            return
        if window is None or meaning is None:
            # Not the digits themselves: a badge typed before the wrong key is still a badge.
            log.warning("press_means_nothing", line=line, pad=press.addr, digits=len(press.digits))
            self._signal(line, press.addr, is_ok=False)
            await self._show_life(window, named)
            return
        if meaning.act in HELP_ACTS:
            log.warning("help_called", window=window, act=meaning.act)
            # Nobody but the log hears of it yet, and a pad that says "done" would be believed.
            self._signal(line, press.addr, is_ok=False)
        if meaning.act in HELP_ACTS | SILENT_ACTS:
            await self._show_life(window, named)
            return
        act = self._sign_in if meaning.act == "sign_in" else self._act
        answer = await act(meaning, window, named)
        self._signal(line, press.addr, is_ok=isinstance(answer, Done))

    def _is_repeated(self, actor: str, named: str) -> bool:
        """Whether this is a press of before the start, said again; its line has echoed it."""
        is_repeated = self._repeats.is_one(actor, named, self._clock.now_ms())
        if is_repeated:
            log.info("press_known_again", actor=actor)
        return is_repeated

    async def _show_life(self, window: WindowNo | None, named: str) -> None:
        """A key is a sign of life, also one that means nothing; what it asks for tells it by itself."""
        if window is not None:
            await self._submit(f"window:{window}/pad", ShowLife(window, "key"), named=named)

    async def _sign_in(self, meaning: KeyMeaning, window: WindowNo, named: str) -> AnyAnswer | None:
        found = await self._doors.sign_in(window, SignIn(RequestId(""), badge=meaning.digits))
        staff, refusal = (StaffId(""), found) if isinstance(found, Refusal) else (found, None)
        command = c.SignIn(window, staff, relieves=self._doors.may_relieve(staff))
        return await self._submit(f"window:{window}/pad", command, refusal, named)

    async def _act(self, meaning: KeyMeaning, window: WindowNo, named: str) -> AnyAnswer | None:
        command = await self._writer.read(
            lambda room: command_for(meaning.act, Asked(room, self._hall, window, meaning.digits))
        )
        return None if command is None else await self._submit(f"window:{window}/pad", command, named=named)

    async def _submit(
        self, actor: str, command: c.Command, refusal: Refusal | None = None, named: str = ""
    ) -> AnyAnswer:
        """Ask the writer; a full inbox is asked again with the same request id, which begins as ``named``."""
        envelope = Envelope(RequestId(named + uuid.uuid4().hex), actor, command, refusal=refusal)
        answer = await self._writer.submit(envelope)
        for _ in range(BUSY_TRIES):
            if not isinstance(answer, Busy):
                break
            await self._clock.sleep_ms(BUSY_AGAIN_MS)
            answer = await self._writer.submit(envelope)
        return answer

    def _signal(self, line: str, pad: int, *, is_ok: bool) -> None:
        """Say on the pad whether the press had its effect; a failure beeps as well."""
        driver: Line = self.lines[line]
        if is_ok:
            driver.ok(pad)
        else:
            driver.fail(pad)
            driver.beep(pad)

    async def _rated(self, line: str, addr: int, value: int) -> None:
        window = self._counters.window_of_evaluator(line, addr)
        if window is not None and self._unheard.heard_evaluator(window):
            self._note_silence((window, Device.EVALUATOR, False))
        actor, named = f"evaluator:{window}", self._repeats.named(line, RatingPressed(addr, value))
        if self._is_repeated(actor, named):
            return
        stars = self._stars_of_key.get(str(value))
        if window is None or stars is None:
            log.warning("rating_means_nothing", line=line, evaluator=addr, key=value)
            return
        await self._submit(actor, c.RateService(window, stars), named=named)

    async def _line_changed(self, line: str, fault: str) -> None:
        """Tell of a lost or mended line at each of its windows: that is where people notice it."""
        for window in self._counters.windows_of(line):
            self._devices[window, Device.LINE] = (line, fault)
            await self._tell_of(window, Device.LINE)

    async def _bar_changed(self, line: str, addr: int, fault: str) -> None:
        window = self._counters.window_of_bar(line, addr)
        if window is not None:
            self._devices[window, Device.LED_BAR] = (line, fault)
            await self._tell_of(window, Device.LED_BAR)

    async def _tell_of(self, window: WindowNo, device: Device) -> None:
        line, fault = self._devices[window, device]
        await self._submit(f"line:{line}", c.ReportDevice(f"window:{window}", device, fault))
