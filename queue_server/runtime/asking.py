"""What one client asks for, in its order, and what it is answered. The only I/O is the doors' and the seat's.

Most words become commands in the same breath and are offered to the writer, whose answer goes straight to the
seat: no task and no queue for each. What the doors of the staff have to look at (a PIN takes time) waits in a
line, and so does everything that the same client says after it.
"""

import asyncio
from functools import partial

from queue_server.runtime.inbox import AnyAnswer, Envelope, Hear
from queue_server.runtime.reception import Reception
from queue_server.runtime.seat import Seat
from queue_server.runtime.translate import Asked
from queue_server.wire.session import OUTSTANDING_MAX, Session


class Asker:
    """One client's commands; ``tasks`` are its conversation's."""

    def __init__(self, reception: Reception, session: Session, seat: Seat, tasks: asyncio.TaskGroup) -> None:
        self._reception, self._session, self._seat, self._tasks = reception, session, seat, tasks
        self._line: asyncio.Queue[Asked] = asyncio.Queue(OUTSTANDING_MAX)
        self._in_line = 0
        """Said and not yet offered to the writer, also the one that is at a door."""

    def ask(self, said: Asked) -> None:
        """Take in what was said; the session has counted it."""
        reception = self._reception
        envelope = None
        if not self._in_line:
            envelope = reception.translator.at_once(self._seat.client, said, reception.writer.room)
        if envelope is not None:
            self._offer(envelope)
        else:
            self._in_line += 1
            self._line.put_nowait(said)

    async def run(self) -> None:
        """Bring what waits in the line through the doors, one after the other, until cancelled."""
        reception = self._reception
        while True:
            said = await self._line.get()
            envelope = await reception.translator.envelope(self._seat.client, said, reception.writer.room)
            self._in_line -= 1
            self._offer(envelope)

    def _offer(self, envelope: Envelope) -> None:
        hear = partial(self._answered, asyncio.get_running_loop().time())
        if not self._reception.writer.offer(envelope, hear):
            self._tasks.create_task(self._submit(envelope, hear))

    async def _submit(self, envelope: Envelope, hear: Hear) -> None:
        hear(await self._reception.writer.submit(envelope))

    def _answered(self, began_s: float, answer: AnyAnswer) -> None:
        self._session.answered()
        self._reception.metrics.answered(answer, asyncio.get_running_loop().time() - began_s)
        self._seat.say_message(answer)
