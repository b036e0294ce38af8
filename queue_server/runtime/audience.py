"""Telling everybody what is on disk: announcements, rounds of documents, and phones last.

Announcements go out with the commit that made them. Documents go out in rounds: at once when the last round
is a little while ago, else merged into the next one, so that a crowd at the kiosks costs the screens nothing.
A round looks at the room only while it equals the disk. Which screen is told first is ``screens``', bounds
and overflow rules are ``seat``'s.
"""

import asyncio
import secrets
from collections.abc import Iterable, Iterator
from functools import partial

import msgspec
import structlog
from websockets.asyncio.server import broadcast

from queue_server.clock import Clock, PatientClock
from queue_server.errors import PeerError
from queue_server.hall.events import TicketIssued
from queue_server.hall.lookup import MINUTE_MS, Hall
from queue_server.hall.room import HallRoom
from queue_server.runtime.announcer import Announcer, starting_point
from queue_server.runtime.documents import Sight, document
from queue_server.runtime.drains import Drains
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.library import Library
from queue_server.runtime.pace import STEADY, Pace
from queue_server.runtime.phones import Phones
from queue_server.runtime.screens import Screens
from queue_server.runtime.seat import Seat
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

    def committed(self, batch: Committed) -> None:
        """Take in a batch that is on disk, and tell what cannot wait."""
        room = self._writer.room
        boards = self._seats[Role.BOARD].values()
        if self.announcer.live(room, boards):
            for board in boards:
                self._drains.watch(board)
        self._touched |= touched_by(room, self._hall, batch.recorded)
        self._touch_wall(batch)
        self._phones.moved(room, batch.recorded)
        # Not now: whoever asked hears the answer before the screens hear what it changed.
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
            broadcast([seat.socket for seat in seats.values() if seat.is_open], data, text=True)
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
        self._round()
        self._writer.on_committed(self.committed)
        self._writer.on_trouble(self.troubled)

    def _every_key(self) -> Iterator[str]:
        yield from all_keys(self._hall)
        yield from all_wall_keys(self._writer.rooms, self._writer.book)

    def _round(self) -> None:
        began_s, room = self._now_s(), self._writer.room
        kiosks = frozenset(self._seats[Role.KIOSK])
        at_ms, writer = self._clock.now_ms(), self._writer
        looked_at = (writer.rooms, writer.book, self._expectations)
        sight = Sight(room, self._hall, at_ms, writer.trouble, kiosks, *looked_at)
        touched, self._touched = self._touched, set()
        self._round_wanted.clear()
        self.library.seq = max(self.library.seq, room.state.seq)
        changed = {key for key in touched if self.library.put(key, document(sight, key), room.state.seq)}
        self._tell(changed)
        # A round over hundreds of windows takes long: acts get as much of the core after it as it took.
        now_s = self._now_s()
        self._next_round_s = max(began_s + self._pace.round_s, now_s + (now_s - began_s))

    def _tell(self, changed: set[str]) -> None:
        if changed:
            self._phones.shared_changed(changed)
            self._screens.tell(changed, self._now_s())

    async def _late_rounds(self) -> None:
        while True:
            await self._round_wanted.wait()
            await asyncio.sleep(max(0.0, self._next_round_s - self._now_s()))
            await self._writer.read(lambda _: self._late_round())

    def _late_round(self) -> None:
        if self._round_wanted.is_set():
            self._round()

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
        while True:
            await self._phones.wanted.wait()
            await asyncio.sleep(self._pace.phones_s)
            for part in self._phones.stale_slices(self._pace.phones_slice):
                await self._writer.read(partial(self._tell_phones, part))
                await asyncio.sleep(0)

    def _tell_phones(self, part: tuple[tuple[Seat, frozenset[str]], ...], _: HallRoom) -> None:
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
                self._tell({"hall"})
                self._screens.tell_kiosks(self._now_s())
