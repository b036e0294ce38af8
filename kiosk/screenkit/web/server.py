"""The bridge: one port serves the page, and behind every open tab runs one process of the app.

Everything is bounded: sessions, bytes from a browser, bytes on their way to it, and the time it may take to
read them. A slow browser is disconnected; its page reconnects by itself and starts afresh.
"""

import asyncio
import http
import signal
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from functools import partial

import msgspec
import structlog
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from kiosk.screenkit.web.child import Child, start_child
from kiosk.screenkit.web.gate import is_loopback, is_same_origin, may_ask
from kiosk.screenkit.web.packets import Packet, PacketFault
from kiosk.screenkit.web.site import SECURITY_HEADERS, File, load_site
from queue_server.errors import WutongError

SESSIONS_MAX = 4
"""A screen needs one; a second is there while the first dies. Each takes about 50 MB."""
INPUT_MAX = 4096
"""Bytes in one message from a browser."""
OUTPUT_PENDING_MAX = 1024 * 1024
"""Bytes on their way to one browser before the bridge waits."""
SLOW_S = 5.0
"""How long it waits before the browser is disconnected."""
PING_S = 10.0
CLOSE_S = 2.0
TRY_AGAIN_LATER = 1013
INTERNAL_ERROR = 1011
GOING_AWAY = 1001


class Bridge(msgspec.Struct, frozen=True):
    """What is served, and to whom."""

    command: tuple[str, ...]
    host: str
    port: int
    cols: int
    rows: int
    title: str = "五通 Wutong"
    sessions_max: int = SESSIONS_MAX
    allows_network: bool = False
    """Beyond loopback only if this is set."""
    names: tuple[str, ...] = ()
    """Names the page may be asked for under, besides loopback; empty: any, if the network is allowed."""
    slow_s: float = SLOW_S


class OpenToNetwork(WutongError):
    """The bridge was asked to listen beyond this machine without being allowed to."""


class Sessions:
    """The tabs that are open."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._open: set[ServerConnection] = set()
        self._log = structlog.get_logger("web").bind(port=bridge.port)

    async def handle(self, socket: ServerConnection) -> None:
        """Serve one tab until it closes or its app ends."""
        if len(self._open) >= self._bridge.sessions_max:
            self._log.warning("session_refused", open=len(self._open))
            await socket.close(TRY_AGAIN_LATER, "too many sessions")
            return
        self._open.add(socket)
        try:
            await self._serve(socket)
        finally:
            self._open.discard(socket)

    async def _serve(self, socket: ServerConnection) -> None:
        child = await start_child(self._bridge.command, self._bridge.cols, self._bridge.rows)
        self._log.info("session_opened", pid=child.pid, open=len(self._open))
        try:
            async with asyncio.TaskGroup() as tasks:
                showing = tasks.create_task(self._show(child, socket))
                await _type(socket, child)
                showing.cancel()
        finally:
            await child.stop()
            self._log.info("session_closed", pid=child.pid, open=len(self._open) - 1)

    async def _show(self, child: Child, socket: ServerConnection) -> None:
        """Carry the app's output to the browser; hang up when the app ends or the browser is slow."""
        code, reason = GOING_AWAY, "the app ended"
        try:
            async for packets in child.packets():
                async with asyncio.timeout(self._bridge.slow_s):
                    await _send(packets, child, socket)
        except TimeoutError:
            self._log.warning("browser_too_slow", pid=child.pid)
            socket.transport.abort()  # no goodbye would get through
            return
        except PacketFault as fault:
            code, reason = INTERNAL_ERROR, "protocol"
            self._log.error("app_broke_protocol", pid=child.pid, fault=str(fault))
        except ConnectionClosed:
            return
        await socket.close(code, reason)


async def _send(packets: Sequence[Packet], child: Child, socket: ServerConnection) -> None:
    """Send the screen's bytes as one message; answer an app that says it has exited."""
    screen = b"".join(packet.payload for packet in packets if packet.kind == b"D")
    if screen:
        await socket.send(screen)
    if any(packet.kind == b"M" and b'"exit"' in packet.payload for packet in packets):
        child.release()


async def _type(socket: ServerConnection, child: Child) -> None:
    """Carry keys and taps to the app until the socket closes or the app stops reading."""
    with suppress(ConnectionClosed):  # a browser that vanishes is as good as one that says goodbye
        async for message in socket:
            if isinstance(message, bytes) and not child.type_in(message):
                await socket.close(INTERNAL_ERROR, "the app hangs")


def _answer(
    bridge: Bridge, site: Mapping[str, File], _connection: ServerConnection, request: Request
) -> Response | None:
    """Answer a GET, or return None to let the websocket open."""
    host = request.headers.get("Host", "")
    if not may_ask(host, bridge.names or (() if bridge.allows_network else (bridge.host,))):
        return _response(http.HTTPStatus.MISDIRECTED_REQUEST, File(b"unknown host\n", SECURITY_HEADERS))
    path = request.path.partition("?")[0]
    if path == "/session":
        if is_same_origin(request.headers.get("Origin"), host):
            return None
        return _response(http.HTTPStatus.FORBIDDEN, File(b"foreign origin\n", SECURITY_HEADERS))
    file = site.get(path)
    if file is None:
        return _response(http.HTTPStatus.NOT_FOUND, File(b"not found\n", SECURITY_HEADERS))
    return _response(http.HTTPStatus.OK, file)


def _response(status: http.HTTPStatus, file: File) -> Response:
    headers = Headers([*file.headers, ("Connection", "close")])
    headers.setdefault("Content-Length", str(len(file.body)))
    return Response(status.value, status.phrase, headers, file.body)


@asynccontextmanager
async def listen(bridge: Bridge, tls: ssl.SSLContext | None = None) -> AsyncIterator[Server]:
    """Serve while the context lasts; raises OpenToNetwork, or OSError if the port is taken."""
    if not bridge.allows_network and not is_loopback(bridge.host):
        raise OpenToNetwork(
            f"{bridge.host}:{bridge.port} is reachable by others; "
            "allow it with --web-allow-network, or use 127.0.0.1"
        )
    async with serve(
        Sessions(bridge).handle,
        bridge.host,
        bridge.port,
        ssl=tls,
        process_request=partial(_answer, bridge, load_site(bridge.cols, bridge.rows, bridge.title)),
        compression=None,
        max_size=INPUT_MAX,
        max_queue=16,
        write_limit=OUTPUT_PENDING_MAX,
        ping_interval=PING_S,
        ping_timeout=PING_S,
        close_timeout=CLOSE_S,
        server_header=None,
    ) as server:
        yield server


def port_of(server: Server) -> int:
    """Return the port that was bound, where port 0 was asked for."""
    address = next(iter(server.sockets)).getsockname()
    return int(address[1])


def address_of(server: Server) -> str:
    """Return the page's address on this machine."""
    return f"http://127.0.0.1:{port_of(server)}/"


async def serve_bridge(
    bridge: Bridge, tls: ssl.SSLContext | None = None, on_ready: Callable[[int], None] = lambda _port: None
) -> None:
    """Serve until SIGINT or SIGTERM; then close all tabs and end their apps."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    async with listen(bridge, tls) as server:
        on_ready(port_of(server))
        await stopped.wait()


async def serve_app(
    command: Sequence[str],
    host: str,
    port: int,
    cols: int,
    rows: int,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Serve ``command`` as a screen of ``cols`` x ``rows`` cells until SIGINT or SIGTERM."""
    await serve_bridge(Bridge(tuple(command), host, port, cols, rows), tls)
