"""The identity card reader on its cable: one showing of a card is one event, and only while it is wanted.

::

    reader = IdCardReader(opener("/dev/serial/by-id/usb-...", PortSettings(BAUD)), on_event, clock)
    tasks.create_task(reader.run())              # until cancelled, in the caller's TaskGroup
    reader.want(True)                            # a screen asks for a card
    reader.want(False)                           # that screen has gone

``on_event`` is awaited for one event after the other. ``DeviceBack`` says that the reader has passed its
self-test: at the start, when the cable came back, and after a trouble.

Nobody's card is read in passing: while no card is wanted the reader is asked for its self-test alone, and
what was read for a screen that has gone is dropped, also when the next screen wants a card already. After a
reading, good or bad, a card must be lifted before any is read again, and it is looked for, wanted or not,
until it was: a card that was forgotten is not read for the next citizen, who is told to put it on anew.

At most ``INBOX_MAX`` events wait; of more cards the newest is dropped, and can be put on again.
"""

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

from devices.cable import Opener, Port
from devices.clock import Clock, SystemClock
from devices.errors import OutOfRange
from devices.events import DeviceBack, DeviceSilent, LineBack, LineLost
from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from devices.id_card_reader.protocol import Command, Reply, ReplySplitter, is_answer, is_good, question
from devices.reconnect import both_ways, stay_connected

BAUD = 115_200
POLL_EVERY_MS_MIN = 300
"""No reader is to be asked for a card more often."""
SILENT_AFTER = 3
"""So many questions in a row without an answer: switched off, or at another speed."""
LIFTED_AFTER = 2
"""So many vain finds in a row: the card was lifted; one may fail while a card is shifted."""
INBOX_MAX = 16


class IdCardShown(msgspec.Struct, frozen=True):
    """A citizen put a card on the reader; ``number`` shows itself as its last four signs only."""

    number: CardNumber


class IdCardUnreadable(msgspec.Struct, frozen=True):
    """A citizen put a card on the reader and it must be put on again, or the number be typed."""

    why: CardUnreadable


class SelfTestFailed(msgspec.Struct, frozen=True):
    """The reader answers and says that it is broken."""


_Condition = DeviceSilent | DeviceBack | SelfTestFailed
ReaderEvent = IdCardShown | IdCardUnreadable | _Condition | LineLost | LineBack


class ReaderTimings(msgspec.Struct, frozen=True):
    """How often a reader is asked, and how long it may take. OutOfRange where it would be asked too often."""

    poll_every_ms: int = POLL_EVERY_MS_MIN
    answer_within_ms: int = 1000
    """For everything but the reading."""
    read_within_ms: int = 3000
    """For the reading, whose 1295 bytes alone take 0.11 s at 115200 baud."""
    check_every_ms: int = 5000
    """How often it is asked for its self-test while no card is wanted."""

    def __post_init__(self) -> None:
        if self.poll_every_ms < POLL_EVERY_MS_MIN:
            raise OutOfRange("poll_every_ms", self.poll_every_ms, f"{POLL_EVERY_MS_MIN} or more")


class _Question:
    """What the reader was asked, and where its answer will be."""

    def __init__(self, command: Command) -> None:
        self.command = command
        self.answer: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()


class IdCardReader:
    """One reader."""

    def __init__(
        self,
        open_port: Opener,
        on_event: Callable[[ReaderEvent], Awaitable[None]],
        clock: Clock | None = None,
        timings: ReaderTimings | None = None,
    ) -> None:
        self.splitter = ReplySplitter()
        self.overflows = 0
        self._open_port = open_port
        self._on_event = on_event
        self._clock = clock or SystemClock()
        self._timings = timings or ReaderTimings()
        self._inbox: asyncio.Queue[tuple[int, ReaderEvent]] = asyncio.Queue(INBOX_MAX)
        self._wanted = asyncio.Event()
        self._period = 0
        self._question: _Question | None = None
        self._unanswered = 0
        self._condition: _Condition | None = None
        self._must_be_lifted = False
        self._told_in = 0
        self._vain_finds = 0

    @property
    def is_wanted(self) -> bool:
        """Whether a card put on the reader is read."""
        return self._wanted.is_set()

    def want(self, is_wanted: bool) -> None:
        """Read cards from now on, or no more; what was read for the time before is dropped."""
        if is_wanted == self.is_wanted:
            return
        self._period += 1
        if is_wanted:
            self._wanted.set()
        else:
            self._wanted.clear()

    async def run(self) -> None:
        """Read until cancelled. AddressError, and whatever ``on_event`` raises, ends it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._deliver())
            tasks.create_task(stay_connected(self._open_port, self._talk, self._tell, self._clock))

    # On the cable

    async def _talk(self, port: Port) -> None:
        self.splitter.expire()
        self._condition, self._unanswered = None, 0
        await both_ways(port, self._listen, self._work)

    async def _listen(self, port: Port) -> None:
        while True:
            for reply in self.splitter.feed(await port.read()):
                self._heard(reply)

    def _heard(self, reply: Reply) -> None:
        """Keep what answers the open question; everything else, a late card too, is forgotten."""
        asked = self._question
        if asked is not None and not asked.answer.done() and is_answer(asked.command, reply):
            asked.answer.set_result(reply)

    async def _work(self, port: Port) -> None:
        while True:
            if self._is_well and (self.is_wanted or self._must_be_lifted):
                await self._look(port)
                await self._clock.sleep_ms(self._timings.poll_every_ms)
            else:
                await self._check(port)
                await self._rest()

    async def _rest(self) -> None:
        """Wait until a card is wanted, or the reader is to be asked again how it is."""
        if not self._is_well or self._unanswered:
            await self._clock.sleep_ms(self._timings.answer_within_ms)
            return
        async with asyncio.TaskGroup() as tasks:
            timer = tasks.create_task(self._clock.sleep_ms(self._timings.check_every_ms))
            wanted = tasks.create_task(self._wanted.wait())
            await asyncio.wait((timer, wanted), return_when=asyncio.FIRST_COMPLETED)
            timer.cancel()
            wanted.cancel()

    async def _ask(self, port: Port, command: Command) -> Reply | None:
        """Ask, and return the answer; None where none comes in time."""
        is_reading = command is Command.READ
        within_ms = self._timings.read_within_ms if is_reading else self._timings.answer_within_ms
        self.splitter.expire()
        self._question = asked = _Question(command)
        try:
            await port.write(question(command))
            await self._until(asked.answer, within_ms)
        finally:
            self._question = None
        reply = asked.answer.result() if asked.answer.done() else None
        await self._note(is_answered=reply is not None)
        return reply

    async def _until(self, answer: asyncio.Future[Reply], within_ms: int) -> None:
        async with asyncio.TaskGroup() as tasks:
            timer = tasks.create_task(self._clock.sleep_ms(within_ms))
            await asyncio.wait((timer, answer), return_when=asyncio.FIRST_COMPLETED)
            timer.cancel()

    # How the reader is

    @property
    def _is_well(self) -> bool:
        return isinstance(self._condition, DeviceBack)

    async def _check(self, port: Port) -> None:
        reply = await self._ask(port, Command.STATUS)
        if reply is not None:
            await self._become(DeviceBack() if is_good(Command.STATUS, reply) else SelfTestFailed())

    async def _note(self, *, is_answered: bool) -> None:
        self._unanswered = 0 if is_answered else self._unanswered + 1
        if self._unanswered >= SILENT_AFTER:
            await self._become(DeviceSilent())

    async def _become(self, condition: _Condition) -> None:
        if condition != self._condition:
            self._condition = condition
            await self._tell(condition)

    # Cards

    async def _look(self, port: Port) -> None:
        """Look for a card; where one is wanted, read one that was not there before."""
        period = self._period
        found = await self._ask(port, Command.FIND)
        if found is None or period != self._period:
            return
        if not is_good(Command.FIND, found):
            self._found_nothing()
            return
        self._vain_finds = 0
        if not self.is_wanted:
            return
        if not self._must_be_lifted:
            self._must_be_lifted, self._told_in = True, period
            self._tell_card(period, await self._card(port, period))
        elif self._told_in != period:
            self._told_in = period
            self._tell_card(period, CardUnreadable.LYING)

    def _found_nothing(self) -> None:
        self._vain_finds += 1
        if self._vain_finds >= LIFTED_AFTER:
            self._must_be_lifted = False

    async def _card(self, port: Port, period: int) -> CardNumber | CardUnreadable:
        selected = await self._ask(port, Command.SELECT)
        if selected is None or not is_good(Command.SELECT, selected) or period != self._period:
            return CardUnreadable.NOT_READ
        reply = await self._ask(port, Command.READ)
        return CardUnreadable.NOT_READ if reply is None or reply.card is None else reply.card

    def _tell_card(self, period: int, card: CardNumber | CardUnreadable) -> None:
        event = IdCardShown(card) if isinstance(card, CardNumber) else IdCardUnreadable(card)
        try:
            self._inbox.put_nowait((period, event))
        except asyncio.QueueFull:
            self.overflows += 1

    async def _deliver(self) -> None:
        while True:
            period, event = await self._inbox.get()
            is_of_a_card = isinstance(event, IdCardShown | IdCardUnreadable)
            if not is_of_a_card or period == self._period:
                await self._on_event(event)

    async def _tell(self, event: ReaderEvent) -> None:
        await self._inbox.put((self._period, event))
