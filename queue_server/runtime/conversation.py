"""One client, from greeting to good-bye: the I/O around ``wire.session``. A wrong word ends it alone.

Reading never waits for the writer: commands are offered to it in their order (``asking``), and each answer
goes out when it is on disk. What a client says within its rate is heard in the breath in which it arrives;
one that says more is read more slowly, nobody else.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import structlog
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from queue_server.errors import PeerError
from queue_server.hall.room import HallRoom
from queue_server.runtime.asking import Asker
from queue_server.runtime.connections import BoundedConnection
from queue_server.runtime.library import KINDS, OWN_KIND, View
from queue_server.runtime.phones import phone_view
from queue_server.runtime.reception import Reception
from queue_server.runtime.seat import Seat
from queue_server.runtime.tokens import Admitted
from queue_server.vocabulary import Role, TicketId
from queue_server.wire import codec
from queue_server.wire.from_board import Heard
from queue_server.wire.from_server import Busy
from queue_server.wire.greeting import Hello, Rejected
from queue_server.wire.session import Session

log = structlog.stdlib.get_logger("queue_server.listener")

ASKS_NOTHING = frozenset({Role.PHONE, Role.BOARD})
"""Roles without a command: each of their thousands has neither a line nor a task that waits at it."""


class Conversation:
    """One connection's handling."""

    def __init__(self, reception: Reception, socket: ServerConnection) -> None:
        self._reception, self._socket = reception, socket
        self._session = Session(reception.rates)

    async def hold(self) -> None:
        """Talk until either side ends it."""
        try:
            seat = await self._greeted()
            if seat is not None:
                await self._in_role(seat)
        except PeerError as error:
            await self._reject(Rejected("protocol", str(error)))
        except TimeoutError:
            # Its machine, or this one, may only be slow: it is to come back soon, not when it was mended.
            await self._reject(Rejected("late", "no greeting came"))
        except ConnectionClosed:
            log.debug("left_before_greeting")
        finally:
            self._session.close()

    # --- the greeting -------------------------------------------------------------------------------------

    async def _greeted(self) -> Seat | None:
        async with asyncio.timeout(self._reception.greeting_s):
            hello = self._session.greet(await self._socket.recv())
        request = self._socket.request
        is_browser = request is not None and "Origin" in request.headers
        client = self._reception.doorkeeper.judge(hello, is_browser)
        audience, clients_max = self._reception.audience, self._reception.clients_max
        if isinstance(client, Admitted) and not audience.has_room(client, clients_max):
            client = Rejected("busy", "the server has as many clients as it may have")
        if isinstance(client, Rejected):
            await self._reject(client)
            return None
        return await self._seated(client, hello)

    async def _seated(self, client: Admitted, hello: Hello) -> Seat | None:
        writer = self._reception.writer
        seat = await writer.read(lambda _: self._seat(client))
        if seat is None:
            await self._reject(await writer.read(partial(_not_there, client.ticket)))
            return None
        self._session.admit(hello, _now_ms())
        await writer.read(lambda _: self._join(seat, hello))
        _note("client_joined", seat)
        return seat

    def _join(self, seat: Seat, hello: Hello) -> None:
        self._reception.audience.join(seat, hello)
        if isinstance(self._socket, BoundedConnection):
            # In the same breath as the welcome: what it says next is no stranger's.
            self._socket.admit()

    def _seat(self, client: Admitted) -> Seat | None:
        """Return the client's seat, or None for a phone whose ticket the hall no longer has."""
        kinds, keys = KINDS[client.role], frozenset[str]()
        view = View(kinds, keys)
        if client.role in OWN_KIND:
            view = View(kinds, frozenset({f"{OWN_KIND[client.role]}/{client.window}"}))
        if client.role is Role.PHONE:
            ticket = self._reception.writer.room.state.tickets.get(client.ticket)
            if ticket is None:
                return None
            view = phone_view(ticket.queue)
        return Seat(self._socket, client, view, self._reception.bounds)

    async def _reject(self, rejected: Rejected) -> None:
        self._reception.metrics.rejected(rejected.code)
        log.warning("client_rejected", code=rejected.code, detail=rejected.detail)
        try:
            await self._socket.send(codec.encode(rejected), text=True)
            await self._socket.close(1008, rejected.code)
        except ConnectionClosed:
            log.debug("left_while_rejected")

    # --- in role ------------------------------------------------------------------------------------------

    async def _in_role(self, seat: Seat) -> None:
        if seat.role in ASKS_NOTHING:
            await self._listen(seat, None)
        else:
            async with asyncio.TaskGroup() as tasks:
                asker = Asker(self._reception, self._session, seat, tasks)
                asking = tasks.create_task(asker.run())
                await self._listen(seat, asker)
                asking.cancel()
        _note("client_left", seat)

    async def _listen(self, seat: Seat, asker: Asker | None) -> None:
        """Hear a client until it goes or breaks the protocol; then it has left the audience."""
        try:
            with suppress(ConnectionClosed):
                await self._hear(seat, asker)
        except PeerError as error:
            self._broke(seat, error)
        finally:
            self._reception.audience.leave(seat)

    async def _hear(self, seat: Seat, asker: Asker | None) -> None:
        while seat.is_open:
            self._hear_at_once(partial(self._at_once, seat, asker))
            data = await self._socket.recv(decode=False)
            self._hear_at_once(None)
            if seat.is_open:
                self._take(seat, asker, data)
            await asyncio.sleep(self._session.pause_s())

    def _hear_at_once(self, hear: Callable[[bytes], None] | None) -> None:
        if isinstance(self._socket, BoundedConnection):
            self._socket.hear_at_once(hear)

    def _at_once(self, seat: Seat, asker: Asker | None, data: bytes) -> None:
        """Take what arrives while nothing is in front of it; beyond its rate, the rest waits for its turn."""
        if not seat.is_open:
            return
        try:
            self._take(seat, asker, data)
        except PeerError as error:
            self._broke(seat, error)
        if self._session.pause_s():
            self._hear_at_once(None)

    def _take(self, seat: Seat, asker: Asker | None, data: bytes) -> None:
        said = self._session.receive(data, _now_ms())
        if isinstance(said, Heard):
            self._reception.audience.heard(seat, said.n)
        elif self._session.may_ask():
            assert asker is not None, "who asks nothing has nothing else to say"
            asker.ask(said)
        else:
            seat.say_message(Busy(said.request))

    def _broke(self, seat: Seat, error: PeerError) -> None:
        self._reception.metrics.rejected("protocol")
        log.warning("peer_broke_protocol", role=seat.role.value, name=seat.name, detail=str(error))
        seat.end("protocol", str(error))


def _note(event: str, seat: Seat) -> None:
    """Note who comes and goes, but for phones: a line costs more than their coming, and they are counted."""
    if seat.role is not Role.PHONE:
        log.info(event, role=seat.role.value, name=seat.name)


def _now_ms() -> float:
    """Return the loop's own time: rates and timeouts are the machine's, whatever the hall's clock does."""
    return asyncio.get_running_loop().time() * 1000


def _not_there(ticket: TicketId, room: HallRoom) -> Rejected:
    """Say why a true code leads to no ticket: its day is over, or the kiosk has not handed it in yet."""
    if ticket.partition("-")[0] == room.state.day:
        return Rejected("not_handed_in", "this number was issued while the server was away; it comes soon")
    return Rejected("ticket", "this ticket is not one of today")
