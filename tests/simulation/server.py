"""One life of the server: the product's own engine, ticker, audience and conversations, over a day's disk.

Left out of the product: the listener's port and the slow proof of a PIN.
"""

import asyncio
from collections.abc import Callable
from typing import cast

from websockets.asyncio.server import ServerConnection

from queue_server.clock import SystemClock
from queue_server.config import Config
from queue_server.errors import Refusal
from queue_server.hall.lookup import Hall
from queue_server.runtime.audience import Audience
from queue_server.runtime.codes import TicketKeys
from queue_server.runtime.conversation import Conversation
from queue_server.runtime.engine import Engine
from queue_server.runtime.field.field import Field
from queue_server.runtime.field.readers import Owners
from queue_server.runtime.limits import Limits
from queue_server.runtime.metrics import Metrics
from queue_server.runtime.reception import Reception
from queue_server.runtime.rehearsal import SECRET
from queue_server.runtime.restored import go_on_after_restore
from queue_server.runtime.seat import Bounds
from queue_server.runtime.staff_doors import Proof, StaffDoors
from queue_server.runtime.ticker import Ticker
from queue_server.runtime.tokens import Doorkeeper
from queue_server.runtime.translate import Translator
from queue_server.vocabulary import StaffId, WindowNo
from queue_server.wire.session import Rates
from tests.simulation.disk import Disk, Handle
from tests.simulation.link import Socket
from tests.simulation.wires import Wires


class OpenDoors(StaffDoors):
    """Believes every staff number: argon2 works in threads, which no simulated day may have."""

    def __init__(self) -> None:
        return None

    async def sign_in(self, window: WindowNo, said: Proof) -> StaffId | Refusal:
        return said.staff

    async def vouch(self, place: str, said: Proof) -> StaffId | Refusal:
        return said.staff

    def may_relieve(self, staff: StaffId) -> tuple[StaffId, ...]:
        return ()


class Server:
    """From its start to its being killed."""

    def __init__(
        self,
        disk: Disk,
        config: Config,
        limits: Limits,
        wires: Wires | None,
        started: Callable[[], None],
        died: Callable[[Exception], None],
    ) -> None:
        self.handle, self._started, self._died = Handle(disk), started, died
        self._hall = hall = Hall(config.plan)
        doors = OpenDoors()
        self._clock = SystemClock()
        self.engine = Engine(
            self.handle, hall, self._clock, SECRET, limits=limits, supervision=config.supervision
        )
        self._field = (
            Field(config, self.engine, hall, self._clock, doors, wires.opener, Owners(config.staff, SECRET))
            if wires is not None
            else None
        )
        self.audience = Audience(self.engine, hall, self._clock)
        keys = TicketKeys(SECRET, hall.queues, hall.plan.away.marks.values())
        self._reception = Reception(
            writer=self.engine,
            audience=self.audience,
            doorkeeper=Doorkeeper((), hall.windows, keys.ticket_of),
            translator=Translator(doors, keys.ticket_of),
            metrics=Metrics(),
            clients_max=100,
            rates=Rates(),
            bounds=Bounds(),
        )
        self._sockets: list[Socket] = []
        self._conversations: asyncio.TaskGroup | None = None
        self._life: asyncio.Task[None] | None = None
        self.is_killed = False

    def begin(self, tasks: asyncio.TaskGroup) -> None:
        """Start; ``accept`` says when it listens."""
        self._life = tasks.create_task(self._live())

    def accept(self, socket: Socket) -> bool:
        """Take a connection, unless nobody listens yet or any more."""
        if self._conversations is None or self.is_killed:
            return False
        self._sockets.append(socket)
        self._conversations.create_task(self._converse(socket))
        return True

    def kill(self) -> None:
        """No good-bye: the disk hears nothing more of this life, and neither does any terminal."""
        self.is_killed = self.handle.is_dead = True
        for socket in self._sockets:
            socket.cut()
        if self._life is not None:
            self._life.cancel()

    async def _live(self) -> None:
        try:
            await self._start_and_run()
        except Exception as error:
            if not self.is_killed:
                self._died(error)

    async def _start_and_run(self) -> None:
        await self.engine.start()
        self._clock.not_before(self.engine.room.state.at_ms)
        async with asyncio.TaskGroup() as core:
            core.create_task(self.engine.run())
            await go_on_after_restore(self.engine, self.handle)
            core.create_task(Ticker(self.engine, self._hall, self._clock).run())
            await self.engine.read(lambda _: self.audience.begin())
            core.create_task(self.audience.run())
            if self._field is not None:
                core.create_task(self._field.run())
            self._started()
            async with asyncio.TaskGroup() as self._conversations:
                await self._until_killed()

    async def _until_killed(self) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            self._conversations = None

    async def _converse(self, socket: Socket) -> None:
        await Conversation(self._reception, cast("ServerConnection", socket)).hold()
        socket.cut()
