"""Telling everybody what is on disk: announcements, rounds of documents, and phones last.

Announcements go out with the commit that made them. Documents go out in rounds: at once when the last round
is a little while ago, else merged into the next one, so that a crowd at the kiosks costs the screens nothing.
A round looks at the room only while it equals the disk. Which screen is told first is ``screens``', bounds
and overflow rules are ``seat``'s.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

import msgspec
import structlog

from queue_server.clock import Clock, PatientClock
from queue_server.errors import PeerError
from queue_server.hall.events import TicketIssued
from queue_server.hall.lookup import MINUTE_MS, Hall
from queue_server.runtime.announcer import Announcer, starting_point
from queue_server.runtime.documents import Sight, document
from queue_server.runtime.drains import Drains
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.library import Library
from queue_server.runtime.pace import STEADY, Pace
from queue_server.runtime.phones import Phones
from queue_server.runtime.screens import TIERS, Screens
from queue_server.runtime.seat import Seat, say_to_all
from queue_server.runtime.tokens import Admitted
from queue_server.runtime.touched import all_keys, touched_by
from queue_server.runtime.wall_touched import FIGURES, all_wall_keys, by_the_minute, wall_keys
from queue_server.runtime.writer import Committed, Writer
from queue_server.vocabulary import Role
from queue_server.wire import codec
from queue_server.wire.documents import HallDoc
from queue_server.wire.from_server import Trouble
from queue_server.wire.greeting import WIRE_VERSION, Hello, Welcome

log = structlog.stdlib.get_logger("queue_server.audience")

T = TypeVar("T")

PHONES_OF_TICKET_MAX = 8
"""A family may follow one ticket; a code passed around must not fill the server."""


class Audience:
    """Everybody who is connected and in role."""

    def __init__(
        self,
        writer: Writer,
        hall: Hall,
        clock: Clock,
        pace: Pace = STEADY,
        expectations: Expectations | None = None,
    ) -> None:
        """Nothing is read of the writer before ``begin``: it may not have started yet."""
        self._writer, self._hall, self._clock, self._pace = writer, hall, clock, pace
        self.epoch = secrets.token_hex(8)
        """This run of the server."""
        self.library = Library()
        self.announcer = Announcer()
        self.a_board_came = asyncio.Event()
        """Set from the first board on."""
        self._seats: dict[Role, dict[str, Seat]] = {role: {} for role in Role}
        self._touched: set[str] = set()
        self._expectations = expectations
        self._phones = Phones(writer, hall, clock, self.library, self._seats[Role.PHONE], expectations)
        self._round_wanted = asyncio.Event()
        self._drains = Drains(writer, clock, self.library, self.announcer, self._seats, pace.drain_s)
        self._screens = Screens(clock, self.library, self._seats, self._drains, pace.kiosks_s)
        self._next_round_s = 0.0
        self._slow: set[str] = set()
        """Figures that changed and wait for their own pace."""
        self._minute = 0

    # --- what the writer tells, synchronously, when memory equals the disk --------------------------------

    def announced(self, _batch: Committed) -> None:
        """Tell the boards of the calls in a batch that is on disk: nothing goes before them."""
        boards = self._seats[Role.BOARD].values()
        if self.announcer.live(self._writer.room, boards):
            for board in boards:
                self._drains.watch(board)

    def committed(self, batch: Committed) -> None:
        """Note what a batch that is on disk has changed for the screens; whoever asked has the answer."""
        room = self._writer.room
        self._touched |= touched_by(room, self._hall, batch.recorded)
        self._touch_wall(batch)
        self._phones.moved(room, batch.recorded)
        self._round_wanted.set()

    def _touch_wall(self, batch: Committed) -> None:
        """Note what the wall shows of a batch. Numbers issued move its figures and nothing else."""
        self._slow.add("day")
        rooms, book = self._writer.rooms, self._writer.book
        for recorded in batch.recorded:
            if not isinstance(recorded.event, TicketIssued):
                for key in wall_keys(rooms, book, recorded.event):
                    (self._slow if key in FIGURES else self._touched).add(key)

    def troubled(self, detail: str) -> None:
        """Tell everybody that nothing can be written now, or (empty) that it can again."""
        self._tell_hall_trouble(detail)
        data = codec.encode(Trouble(detail))
        for seats in self._seats.values():
            say_to_all(seats.values(), data)
        if not detail:
            self._touched.update(self._every_key())
            self._round_wanted.set()

    def foreseen(self, keys: set[str]) -> None:
        """Tell what is expected now: of the shared documents these, of phones those that follow a ticket."""
        self._touched |= keys
        self._phones.foreseen()
        self._round_wanted.set()

    # --- who comes and goes -------------------------------------------------------------------------------

    @property
    def clients(self) -> dict[Role, int]:
        """How many are connected in each role."""
        return {role: len(seats) for role, seats in self._seats.items()}

    @property
    def size(self) -> int:
        return sum(map(len, self._seats.values()))

    def has_room(self, client: Admitted, clients_max: int) -> bool:
        """Return whether one more may come. Phones leave an eighth to the hall, and a ticket has so many.

        Who comes back under its name takes its own place, so a full hall keeps nobody out for good.
        """
        if client.name in self._seats[client.role]:
            return True
        if client.role is not Role.PHONE:
            return self.size < clients_max
        phones = len(self._seats[Role.PHONE])
        is_followed = self._phones.followers[client.ticket] >= PHONES_OF_TICKET_MAX
        return not is_followed and phones < clients_max - clients_max // 8

    def seat(self, role: Role, name: str) -> Seat | None:
        """Return the seat of a client, if it is here."""
        return self._seats[role].get(name)

    def lag_of_boards(self) -> dict[str, int]:
        """Announcements made and not yet acknowledged, by board."""
        made, heard_until = self.announcer.announced_to, self._writer.heard_until
        return {name: made - heard_until(name) for name in self._seats[Role.BOARD]}

    def join(self, seat: Seat, hello: Hello) -> None:
        """Seat a client whose greeting was right and tell it where the hall stands.

        Call it while the writer is at rest. The newest client of a name wins; the one before is closed.
        """
        seats = self._seats[seat.role]
        before = seats.get(seat.name)
        if before is not None:
            before.end("replaced", f"another {seat.role.value} took the name {seat.name}")
        elif seat.role is Role.PHONE:
            self._phones.came(seat)
        remembered = self._writer.heard_until(seat.name)
        seat.announced_to = starting_point(hello, remembered, self.announcer.announced_to)
        seats[seat.name] = seat
        if seat.role is Role.BOARD:
            self.a_board_came.set()
        seat.say_message(self._welcome(seat))
        seat.say(self._first_documents(seat, hello))
        self.announcer.catch_up(self._writer.room, seat)
        if self._writer.trouble:
            seat.say_message(Trouble(self._writer.trouble))
        self._drains.watch(seat)
        self._kiosk_changed(seat)

    def leave(self, seat: Seat) -> None:
        """Forget a client, unless another has taken its place."""
        seats = self._seats[seat.role]
        if seats.get(seat.name) is seat:
            del seats[seat.name]
            self._phones.left(seat)
            self._kiosk_changed(seat)

    def heard(self, seat: Seat, n: int) -> None:
        """A board has shown every announcement up to ``n``. Raises PeerError for one never told to it."""
        if not 0 <= n <= seat.announced_to:
            raise PeerError(f"the board says it heard announcement {n}; it was told {seat.announced_to}")
        self._writer.heard(seat.name, n)

    def end_all(self, code: str, detail: str) -> None:
        """Say good-bye to everybody."""
        for seats in self._seats.values():
            for seat in tuple(seats.values()):
                seat.end(code, detail)

    async def run(self) -> None:
        """Make the late rounds, the phones' rounds, and watch full connections; until cancelled."""
        self._round_wanted.set()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._late_rounds(), name="audience rounds")
            tasks.create_task(self._kiosk_rounds(), name="audience kiosks")
            tasks.create_task(self._figures(), name="audience figures")
            tasks.create_task(self._phone_rounds(), name="audience phones")
            tasks.create_task(self._drains.run(), name="audience drains")

    # --- rounds -------------------------------------------------------------------------------------------

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time()

    def begin(self, kiosks: Iterable[str] = ()) -> None:
        """Make every document once, also of kiosks known by name, and listen to the writer, at rest."""
        self.announcer.begin(self._writer.room)
        self._touched.update(self._every_key(), (f"kiosk/{name}" for name in kiosks))
        self._make()
        self._writer.on_committed(self.announced, first=True)
        self._writer.on_committed(self.committed)
        self._writer.on_trouble(self.troubled)

    def _every_key(self) -> Iterator[str]:
        yield from all_keys(self._hall)
        yield from all_wall_keys(self._writer.rooms, self._writer.book)

    def _make(self) -> set[str]:
        """Make the touched documents anew; return the keys of those that changed. The writer is at rest."""
        room, kiosks = self._writer.room, frozenset(self._seats[Role.KIOSK])
        at_ms, writer = self._clock.now_ms(), self._writer
        looked_at = (writer.rooms, writer.book, self._expectations)
        sight = Sight(room, self._hall, at_ms, writer.trouble, kiosks, *looked_at)
        touched, self._touched = self._touched, set()
        self._round_wanted.clear()
        self.library.seq = max(self.library.seq, room.state.seq)
        changed = {key for key in touched if self.library.put(key, document(sight, key), room.state.seq)}
        if changed:
            self._phones.shared_changed(changed)
        return changed

    async def _late_rounds(self) -> None:
        while True:
            await self._round_wanted.wait()
            await asyncio.sleep(max(0.0, self._next_round_s - self._now_s()))
            await self._round()

    async def _round(self) -> None:
        """Make documents while memory and disk agree; tell them kind by kind of screen, with calls between.

        What is told is the library's, and so on disk, whatever the writer does meanwhile.
        """
        began_s = self._now_s()
        changed, spent_s = await self._writer.read(partial(self._timed, self._make))
        for role in TIERS if changed else ():
            spent_s += self._timed(partial(self._screens.tell_role, role, changed))[1]
            await asyncio.sleep(0)
        self._screens.tell_kiosks_soon(changed, self._now_s())
        # A round over hundreds of windows takes long: acts get as much of the core after it as it took.
        self._next_round_s = max(began_s + self._pace.round_s, self._now_s() + spent_s)

    def _timed(self, do: Callable[[], T], _: object = None) -> tuple[T, float]:
        """Do it and return how long that took, in seconds."""
        began_s = self._now_s()
        return do(), self._now_s() - began_s

    async def _kiosk_rounds(self) -> None:
        while True:
            await self._screens.wanted.wait()
            await asyncio.sleep(max(0.0, self._screens.kiosks_due_s - self._now_s()))
            await self._writer.read(lambda _: self._screens.tell_kiosks(self._now_s()))

    async def _figures(self) -> None:
        """Tell the day's figures in their own pace, and each minute what time alone has changed."""
        while True:
            await asyncio.sleep(self._pace.figures_s)
            self.want_figures()

    def want_figures(self) -> None:
        """Have the next round tell what has waited for the figures' pace."""
        minute = self._clock.now_ms() // MINUTE_MS
        if minute != self._minute:
            self._minute = minute
            self._slow.update(by_the_minute(self._writer.book))
        if self._slow:
            self._touched |= self._slow
            self._slow = set()
            self._round_wanted.set()

    async def _phone_rounds(self) -> None:
        spent_s = 0.0
        while True:
            await self._phones.wanted.wait()
            await asyncio.sleep(max(self._pace.phones_s, spent_s / self._pace.phones_share - spent_s))
            spent_s = 0.0
            for part in self._phones.stale_slices(self._pace.phones_slice):
                tell = partial(self._tell_phones, part)
                spent_s += (await self._writer.read(partial(self._timed, tell)))[1]
                await asyncio.sleep(0)

    def _tell_phones(self, part: tuple[tuple[Seat, frozenset[str]], ...]) -> None:
        self._phones.tell(part)
        for seat, _keys in part:
            self._drains.watch(seat)

    # --- the first words ----------------------------------------------------------------------------------

    def _welcome(self, seat: Seat) -> Welcome:
        return Welcome(
            version=WIRE_VERSION,
            epoch=self.epoch,
            seq=self.library.seq,
            at_ms=self._clock.now_ms(),
            speed=self._clock.speed if isinstance(self._clock, PatientClock) else 1.0,
            utc_offset_min=self._hall.plan.utc_offset_min,
            announcement=seat.announced_to if seat.role is Role.BOARD else 0,
        )

    def _first_documents(self, seat: Seat, hello: Hello) -> bytes:
        at_ms = self._clock.now_ms()
        if seat.role is Role.PHONE:
            return self._phones.first(seat, at_ms)
        if hello.epoch == self.epoch and 0 < hello.seq <= self.library.seq:
            return self.library.delta(self.library.since(seat.view, hello.seq), at_ms)
        recent = self.announcer.recent(self._writer.room, seat) if seat.role is Role.BOARD else ()
        return self.library.snapshot(seat.view, at_ms, recent=recent)

    def _kiosk_changed(self, seat: Seat) -> None:
        if seat.role is Role.KIOSK:
            self._touched.add(f"kiosk/{seat.name}")
            self._round_wanted.set()

    def _tell_hall_trouble(self, detail: str) -> None:
        """Change the hall's document without looking at the room: it may be ahead of the disk now."""
        doc = self.library.get("hall")
        if isinstance(doc, HallDoc):
            doc = msgspec.structs.replace(doc, is_durable=not detail, trouble=detail)
            if self.library.put("hall", doc, self.library.seq):
                self._phones.shared_changed({"hall"})
                for role in TIERS:
                    self._screens.tell_role(role, {"hall"})
                self._screens.tell_kiosks_soon({"hall"}, self._now_s())
                self._screens.tell_kiosks(self._now_s())
