"""One physical line with pads, evaluators and LED bars: the only one who writes on it.

::

    line = Line("north", opener("/dev/serial/by-id/usb-...", PortSettings()), on_event, clock)
    tasks.create_task(line.run())          # until cancelled, in the caller's TaskGroup
    line.show_ticket(3, "A017")            # only puts into the outbox: never waits, never fails by cable

``on_event`` is awaited for one event after the other (``events.LineEvent``), in order, outside of the
reading: a pad's frame is acknowledged on the bus the moment it is understood, before anybody above has
heard of it. At most ``inbox_max`` events wait for it; then a press is *refused as busy*: it gets no echo,
and the pad repeats it. Addresses are window addresses, 1-127; the 80 of evaluators is ``counter_bus``'s
business.

After each write the line rests ``gap_ms``. When the cable is lost: LineLost at once, reopening by the same
address, LineBack, and everything that stood on the displays is said again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import msgspec

from devices.cable import Opener, Port
from devices.clock import Clock, SystemClock
from devices.counter_bus.protocol import (
    Beep,
    Fail,
    Ok,
    PadKeys,
    PleaseRate,
    RatingAck,
    RatingPressed,
    ShowTicket,
    ShowWaiting,
    Stars,
    acknowledge,
    decode_up,
    encode,
    ticket_digits,
)
from devices.counter_bus.retries import RETRY_WINDOW_MS, RetryFilter
from devices.events import LineBack, LineEvent, LineLost, PadPressed
from devices.framing import RawFrame, Splitter
from devices.led_bar.protocol import LedColour, LedKind, LedReply, LedRun, LedText, decode_led, encode_led
from devices.outbox import Outbox, Outgoing, Slot
from devices.reconnect import both_ways, stay_connected
from devices.roll_call import RollCall
from devices.self_hearing import SelfHearing

OnEvent = Callable[[LineEvent], Awaitable[None]]

Spoken = ShowTicket | ShowWaiting | Ok | Fail | Beep | Stars | PleaseRate
"""What others say on a line; acknowledgements are the line's own."""

LED_SLOT = "led"
COUNTED = ("writes", "presses", "repeats", "refused_busy", "unknown_frames", "own_voice")


class LineSettings(msgspec.Struct, frozen=True):
    """How a line is driven."""

    gap_ms: int = 80
    """Rest after each write; pads lose frames that follow closer."""
    retry_window_ms: int = RETRY_WINDOW_MS
    """The same keys of the same pad within this are one press."""
    stale_ms: int = 300
    """Half a frame, then silence for so long: the other half will not come."""
    rating_ack: RatingAck = RatingAck.SAME_FRAME
    short_ack_windows: frozenset[int] = frozenset()
    """Windows whose evaluators are of the other make, on a line that has both."""
    refresh_ms: int = 60_000
    """What stands on the displays is said again so often, since pads acknowledge nothing: a number lost to a
    collision, or a pad that was switched off, is right again before long. 0: never."""
    silent_after_ms: int = 0
    """A two-colour bar that answers nothing for so long is silent; 0: bars are not expected to answer."""
    inbox_max: int = 256
    """Events that may wait for ``on_event``."""


class Line:
    """The driver of one line. See the module for how it is used."""

    def __init__(
        self,
        name: str,
        open_port: Opener,
        on_event: OnEvent,
        clock: Clock | None = None,
        settings: LineSettings | None = None,
    ) -> None:
        self.name = name
        self.is_connected = False
        self._open_port = open_port
        self._on_event = on_event
        self._clock = clock or SystemClock()
        self._settings = settings or LineSettings()
        self._outbox = Outbox()
        self._inbox: asyncio.Queue[LineEvent] = asyncio.Queue(self._settings.inbox_max)
        self._splitter = Splitter()
        self._retries = RetryFilter(self._settings.retry_window_ms)
        self._own_voice = SelfHearing()
        self._roll = RollCall(self._settings.silent_after_ms)
        self._left_at_ms = 0
        self._has_words = asyncio.Event()
        self._counts = dict.fromkeys(COUNTED, 0)

    async def run(self) -> None:
        """Drive the line until cancelled. AddressError, and whatever ``on_event`` raises, ends it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._deliver())
            tasks.create_task(stay_connected(self._open_port, self._talk, self._tell, self._clock))
            if self._settings.refresh_ms:
                tasks.create_task(self._refresh(self._settings.refresh_ms))
            if self._settings.silent_after_ms:
                tasks.create_task(self._call_the_roll())

    def counts(self) -> Mapping[str, int]:
        """Return what was counted since the start, for a technician; drops are ``dropped_<reason>``."""
        dropped = {f"dropped_{reason}": count for reason, count in self._splitter.drops.items()}
        return {**self._counts, "overflows": self._outbox.overflows, **dropped}

    # What others say

    def show_ticket(self, addr: int, number: int | str) -> None:
        """Show a ticket's last three digits at a pad; "" clears it."""
        self._put("show", ShowTicket(addr, ticket_digits(number)), is_standing=True)

    def show_waiting(self, addr: int, waiting: int, ticket: int | str | None = None) -> None:
        """Show how many people wait, at most 999, and beside it a ticket."""
        shown = None if ticket is None else ticket_digits(ticket)
        self._put("show", ShowWaiting(addr, waiting, shown), is_standing=True)

    def ok(self, addr: int) -> None:
        """Say at a pad: done."""
        self._put("verdict", Ok(addr))

    def fail(self, addr: int) -> None:
        """Say at a pad: refused."""
        self._put("verdict", Fail(addr))

    def beep(self, addr: int) -> None:
        """Let a pad beep."""
        self._put("beep", Beep(addr))

    def stars(self, addr: int, stars: int) -> None:
        """Light 0-5 stars of the evaluator at window ``addr``, once."""
        self._put("stars", Stars(addr, stars))  # said again, it would wipe the next citizen's question away

    def please_rate(self, addr: int) -> None:
        """Let the evaluator at window ``addr`` ask for a rating."""
        self._put("ask", PleaseRate(addr))

    def led(
        self,
        addr: int,
        text: str,
        colour: LedColour = LedColour.RED,
        kind: LedKind = LedKind.TWO_COLOUR,
    ) -> None:
        """Put ``text`` on the LED bar ``addr``; a one-colour bar takes no heed of ``colour``."""
        self.led_runs(LedText(addr, (LedRun(text, colour),)), kind)

    def led_runs(self, text: LedText, kind: LedKind = LedKind.TWO_COLOUR) -> None:
        """Put text of several colours on an LED bar."""
        display = LED_SLOT if kind is LedKind.TWO_COLOUR else f"{LED_SLOT} {kind}"
        self._say(Slot(text.addr, display, is_standing=True), encode_led(text, kind))

    def say_again(self) -> None:
        """Say again what stands on every display: for a device that was exchanged."""
        self._outbox.repeat()
        self._has_words.set()

    # How it is said

    def _put(self, display: str, frame: Spoken, *, is_standing: bool = False) -> None:
        self._say(Slot(frame.addr, display, is_standing), encode(frame))

    def _say(self, slot: Slot, data: bytes) -> None:
        self._outbox.put(slot, data)
        self._has_words.set()

    async def _talk(self, port: Port) -> None:
        """Read and write until the cable is lost."""
        self._outbox.restore()
        self._has_words.set()
        now_ms = self._clock.now_ms()
        self._roll.begin_anew(now_ms)
        self._retries.skip(now_ms - self._left_at_ms)
        self.is_connected = True
        try:
            await both_ways(port, self._listen, self._speak)
        finally:
            self.is_connected = False
            self._left_at_ms = self._clock.now_ms()

    async def _speak(self, port: Port) -> None:
        while True:
            outgoing = self._outbox.take()
            if outgoing is None:
                self._has_words.clear()
                await self._has_words.wait()
                continue
            self._own_voice.wrote(outgoing.data, self._clock.now_ms())
            await port.write(outgoing.data)
            self._note_written(outgoing)
            await self._clock.sleep_ms(self._settings.gap_ms)

    def _note_written(self, outgoing: Outgoing) -> None:
        self._counts["writes"] += 1
        if outgoing.slot is not None and outgoing.slot.display == LED_SLOT:
            self._roll.asked(outgoing.slot.addr, self._clock.now_ms())

    # What is heard

    async def _listen(self, port: Port) -> None:
        self._splitter.expire()
        heard_at_ms = self._clock.now_ms()
        while True:
            data = await port.read()
            now_ms = self._clock.now_ms()
            is_stale = now_ms - heard_at_ms > self._settings.stale_ms
            late = self._splitter.expire() if is_stale else []
            heard_at_ms = now_ms
            for raw in (*late, *self._splitter.feed(data)):
                self._heard(raw, now_ms)

    def _heard(self, raw: RawFrame, at_ms: int) -> None:
        said = decode_up(raw)
        if self._own_voice.is_own(raw.data, at_ms):
            self._counts["own_voice"] += 1
        elif said is not None:
            self._pressed(said, at_ms)
        elif isinstance(reply := decode_led(raw), LedReply):
            self._bar_answered(reply, at_ms)
        else:
            self._counts["unknown_frames"] += 1

    def _pressed(self, said: PadKeys | RatingPressed, at_ms: int) -> None:
        """Echo at once what can be taken; deliver it once."""
        if self._retries.is_new(said, at_ms):
            event = PadPressed(said.addr, said.digits, said.function) if isinstance(said, PadKeys) else said
            if not self._offer(event):
                self._counts["refused_busy"] += 1
                self._retries.forget(said)
                return
            self._counts["presses"] += 1
        else:
            self._counts["repeats"] += 1
        is_short = said.addr in self._settings.short_ack_windows
        self._outbox.put_ack(acknowledge(said, RatingAck.SHORT if is_short else self._settings.rating_ack))
        self._has_words.set()

    def _bar_answered(self, reply: LedReply, at_ms: int) -> None:
        """Note it, unless the news could not be told now: the bar is asked again before long."""
        if self._inbox.full():
            return
        news = self._roll.answered(reply.addr, at_ms)
        if news is not None:
            self._offer(news)

    def _offer(self, event: LineEvent) -> bool:
        """Put an event before ``on_event``; False where too many wait."""
        try:
            self._inbox.put_nowait(event)
        except asyncio.QueueFull:
            return False
        return True

    async def _deliver(self) -> None:
        while True:
            await self._on_event(await self._inbox.get())

    async def _tell(self, event: LineLost | LineBack) -> None:
        await self._inbox.put(event)

    async def _refresh(self, every_ms: int) -> None:
        while True:
            await self._clock.sleep_ms(every_ms)
            if self.is_connected:
                self.say_again()

    async def _call_the_roll(self) -> None:
        """Find bars that fell silent, and speak to each bar often enough to know."""
        while True:
            await self._clock.sleep_ms(max(1, self._settings.silent_after_ms // 4))
            if not self.is_connected:
                continue
            now_ms = self._clock.now_ms()
            for news in self._roll.fallen_silent(now_ms):
                await self._inbox.put(news)
            for addr in self._roll.due(now_ms):
                self._outbox.repeat_one(Slot(addr, LED_SLOT, is_standing=True))
                self._has_words.set()
