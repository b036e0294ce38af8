"""The server's one port: conversations over websockets and a few pages. It opens and shuts in order.

What is said is ``conversation``'s, who hears what is ``audience``'s, who may come in is ``tokens``'.
"""

import asyncio
import logging
import ssl
from collections.abc import Iterator
from pathlib import Path

import structlog
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.protocol import State

from queue_server.clock import Clock
from queue_server.config import Config, Listen
from queue_server.errors import ConfigError
from queue_server.hall.lookup import Hall
from queue_server.runtime.audience import Audience
from queue_server.runtime.codes import TicketKeys
from queue_server.runtime.connections import AT_ONCE, BACKLOG, capacity_for, deepen, type_within
from queue_server.runtime.conversation import Conversation
from queue_server.runtime.foresight.expectations import Expectations
from queue_server.runtime.metrics import Metrics
from queue_server.runtime.pace import STEADY, Pace
from queue_server.runtime.pages import Health, Pages
from queue_server.runtime.reception import Reception
from queue_server.runtime.seat import Bounds
from queue_server.runtime.staff_doors import StaffDoors
from queue_server.runtime.tokens import Doorkeeper, check_guarded
from queue_server.runtime.translate import Translator
from queue_server.runtime.writer import Writer
from queue_server.vocabulary import Role, TicketId
from queue_server.wire import codec
from queue_server.wire.session import USUAL, Rates

log = structlog.stdlib.get_logger("queue_server.listener")

HANDSHAKE_S = 5.0
HEARTBEAT_S = 15.0
"""A client that answers no ping within this is gone: its cable was pulled."""
CLOSE_S = 1.0
GOODBYE_S = 2.0
"""Who has not left this long after the good-bye is cut."""
FRAME_BYTES_MAX = max(*codec.BYTES_MAX.values(), codec.HELLO_BYTES_MAX)


class Listener:
    """The listening side of a server. The writer has been started when ``run`` is called."""

    def __init__(
        self,
        config: Config,
        writer: Writer,
        hall: Hall,
        clock: Clock,
        secret: bytes,
        *,
        doors: StaffDoors | None = None,
        pace: Pace = STEADY,
        bounds: Bounds | None = None,
        rates: Rates = USUAL,
        greeting_s: float = 5.0,
        heartbeat_s: float = HEARTBEAT_S,
        expectations: Expectations | None = None,
    ) -> None:
        """Raises ConfigError when others could reach a role without a token."""
        check_guarded(config.listen, config.tokens)
        self._config, self._writer, self._hall, self._clock = config, writer, hall, clock
        self._heartbeat_s = heartbeat_s
        self._ticket_keys = TicketKeys(secret, hall.queues, hall.plan.away.marks.values())
        self.audience = Audience(writer, hall, clock, pace, expectations)
        self.metrics = Metrics()
        doors = doors or StaffDoors(
            config.staff, config.lockout, clock, utc_offset_min=config.plan.utc_offset_min
        )
        self._reception = Reception(
            writer=writer,
            audience=self.audience,
            doorkeeper=Doorkeeper(config.tokens, hall.windows, self._ticket_of),
            translator=Translator(doors, self._ticket_of),
            metrics=self.metrics,
            clients_max=config.listen.clients_max,
            rates=rates,
            bounds=bounds or Bounds(),
            greeting_s=greeting_s,
        )
        self._pages = Pages(self._health, self._metrics_text)
        self.is_listening = asyncio.Event()
        self.port = 0
        """The port really listened on, once ``is_listening`` is set."""

    async def run(self) -> None:
        """Listen until cancelled, then say good-bye to everybody. Raises ConfigError for a port not free."""
        await self._writer.read(lambda _: self.audience.begin(self._kiosk_names()))
        self._writer.on_committed(self.metrics.committed)
        server = await self._open()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self.audience.run(), name="audience")
                self.is_listening.set()
                log.info("listening", host=self._config.listen.host, port=self.port)
        finally:
            await self._shut(server)

    async def _open(self) -> Server:
        listen = self._config.listen
        try:
            server = await serve(
                self._converse,
                listen.host,
                listen.port,
                ssl=tls_context(listen),
                process_request=self._request,
                compression=None,
                create_connection=type_within(capacity_for(listen.clients_max)),
                open_timeout=HANDSHAKE_S,
                ping_interval=self._heartbeat_s,
                ping_timeout=self._heartbeat_s,
                close_timeout=CLOSE_S,
                max_size=FRAME_BYTES_MAX,
                write_limit=self._reception.bounds.full_bytes,
                logger=_quiet(),
                server_header=None,
                backlog=AT_ONCE,
            )
        except OSError as error:
            where = f"{listen.host}:{listen.port}"
            what_to_do = "is another server running? stop it, or take another port"
            sentence = f"listen: cannot listen on {where}: {error.strerror or error}; {what_to_do}"
            raise ConfigError((sentence,)) from error
        deepen(server, BACKLOG)
        self.port = next(iter(server.sockets)).getsockname()[1]
        return server

    async def _shut(self, server: Server) -> None:
        """Stop in order: no new clients, a word to the present ones, their connections, then the rest."""
        self.is_listening.clear()
        self.audience.end_all("closing", "the server is stopping; come back")
        server.close()
        try:
            async with asyncio.timeout(GOODBYE_S):
                await server.wait_closed()
        except TimeoutError:
            # A client that reads nothing cannot be told; its connection ends without its consent.
            for connection in tuple(server.all_connections):
                if connection.state is not State.CLOSED:
                    connection.transport.abort()
            await server.wait_closed()

    async def _converse(self, socket: ServerConnection) -> None:
        try:
            await Conversation(self._reception, socket).hold()
        except Exception:
            # A bug in one conversation ends that conversation; the hall goes on, and the log has the story.
            log.exception("conversation_failed")
            raise

    def _request(self, _: ServerConnection, request: Request) -> Response | None:
        return self._pages.answer(request)

    def _kiosk_names(self) -> Iterator[str]:
        for token in self._config.tokens:
            if token.role is Role.KIOSK:
                yield from token.names

    def _ticket_of(self, code: str) -> TicketId | None:
        return self._ticket_keys.ticket_of(code)

    def _health(self) -> Health:
        trouble = self._writer.trouble
        return Health(
            "trouble" if trouble else "ok", trouble, seq=self.audience.library.seq, clients=self.audience.size
        )

    def _metrics_text(self) -> bytes:
        audience, writer = self.audience, self._writer
        self.metrics.look(writer.room, tuple(self._hall.queues))
        self.metrics.forecasts.look(writer.rooms.today.forecasts())
        lag, now_ms = audience.lag_of_boards(), self._clock.now_ms()
        self.metrics.look_around(audience.clients, lag, writer.waiting, writer.trouble, now_ms)
        return self.metrics.text()


def tls_context(listen: Listen) -> ssl.SSLContext | None:
    """Return the TLS of the configured certificate, or None. Raises ConfigError naming the file."""
    if not listen.certificate:
        return None
    for key, path in (("certificate", listen.certificate), ("key", listen.key or listen.certificate)):
        if not Path(path).is_file():
            raise ConfigError((f"listen.{key}: there is no file {path}",))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(listen.certificate, listen.key or None)
    except (ssl.SSLError, OSError) as error:
        raise ConfigError(
            (f"listen.certificate: {listen.certificate} and its key do not fit: {error}",)
        ) from error
    return context


def _quiet() -> logging.Logger:
    """Return the logger of websockets, silent but for the worst: strangers' junk fills no disk."""
    logger = logging.getLogger("queue_server.websockets")
    logger.setLevel(logging.CRITICAL)
    return logger
