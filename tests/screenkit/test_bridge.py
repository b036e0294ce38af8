"""The bridge over a real port with real apps, but no browser: who gets in, what goes through, what ends."""

import asyncio
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import Server
from websockets.exceptions import ConnectionClosed, InvalidStatus

from kiosk.screenkit.web.arguments import own_command, tls_context
from kiosk.screenkit.web.gate import is_loopback, is_same_origin, may_ask
from kiosk.screenkit.web.server import Bridge, OpenToNetwork, listen, port_of
from kiosk.screenkit.web.site import load_site

ECHO = """
import os, sys
from textual.app import App
from textual.widgets import Static
class Echo(App):
    def compose(self):
        yield Static(f"pid={os.getpid()} {self.size.width}x{self.size.height} {sys.argv[1:]}", id="s")
    def on_click(self, event):
        self.query_one("#s").update(f"clicked at {event.x},{event.y}")
    def on_key(self, event):
        if event.key == "q": self.exit()
        if event.key == "p": print("oops", file=sys.__stdout__, flush=True)
Echo().run()
"""


@pytest.fixture
def echo(tmp_path: Path) -> tuple[str, ...]:
    """Return the command of a small app."""
    script = tmp_path / "echo.py"
    script.write_text(ECHO)
    return (sys.executable, str(script), "passed on")


@asynccontextmanager
async def served(echo: tuple[str, ...], **changes: object) -> AsyncIterator[Server]:
    bridge = msgspec.structs.replace(Bridge(echo, "127.0.0.1", 0, 60, 12), **changes)
    async with listen(bridge) as server:
        yield server


def session(server: Server, origin: str | None = None) -> connect:
    port = port_of(server)
    return connect(f"ws://127.0.0.1:{port}/session", origin=origin or f"http://127.0.0.1:{port}")  # type: ignore[arg-type]  # NewType


async def read_until(tab: ClientConnection, words: bytes) -> bytes:
    """Read the screen until ``words`` are on it."""
    seen = b""
    async with asyncio.timeout(45):
        while words not in seen:
            message = await tab.recv()
            assert isinstance(message, bytes)
            seen += message
    return seen


def pid_on(screen: bytes) -> int:
    return int(screen.split(b"pid=")[1].split()[0])


async def until(holds: Callable[[], bool]) -> None:
    """Wait for a condition, at most forty seconds."""
    for _ in range(2000):
        if holds():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("waited in vain")


async def until_gone(pid: int) -> None:
    await until(lambda: not Path(f"/proc/{pid}").exists())


async def test_the_app_draws_for_the_grid_of_the_bridge_and_gets_its_arguments(echo: tuple[str, ...]) -> None:
    async with served(echo) as server, session(server) as tab:
        screen = await read_until(tab, b"pid=")
        assert b"60x12 ['passed on']" in screen


async def test_a_tap_reaches_the_app(echo: tuple[str, ...]) -> None:
    async with served(echo) as server, session(server) as tab:
        await read_until(tab, b"pid=")
        await tab.send(b"\x1b[<0;5;1M\x1b[<0;5;1m")
        await read_until(tab, b"clicked at")


async def test_each_tab_has_a_process_of_its_own_that_ends_with_it(echo: tuple[str, ...]) -> None:
    async with served(echo) as server:
        async with session(server) as one, session(server) as two:
            pids = [pid_on(await read_until(tab, b"60x12")) for tab in (one, two)]
            assert pids[0] != pids[1]
        for pid in pids:
            await until_gone(pid)


async def test_a_stopped_server_ends_its_apps(echo: tuple[str, ...]) -> None:
    async with served(echo) as server:
        tab = await session(server)
        pid = pid_on(await read_until(tab, b"60x12"))
    await until_gone(pid)
    with pytest.raises(ConnectionClosed):
        await read_until(tab, b"never")


async def test_an_app_that_ends_closes_its_tab(echo: tuple[str, ...]) -> None:
    async with served(echo) as server, session(server) as tab:
        await read_until(tab, b"pid=")
        await tab.send(b"q")
        with pytest.raises(ConnectionClosed) as closed:
            await read_until(tab, b"never")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1001


async def test_a_print_to_standard_output_is_reported_and_ends_the_tab(echo: tuple[str, ...]) -> None:
    async with served(echo) as server, session(server) as tab:
        await read_until(tab, b"pid=")
        await tab.send(b"p")
        with pytest.raises(ConnectionClosed) as closed:
            await read_until(tab, b"never")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.reason == "protocol"


async def test_one_session_too_many_is_asked_to_come_later(echo: tuple[str, ...]) -> None:
    async with served(echo, sessions_max=1) as server, session(server) as first:
        await read_until(first, b"pid=")
        async with session(server) as second:
            with pytest.raises(ConnectionClosed) as closed:
                await second.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1013


async def test_a_message_too_large_for_fingers_and_keys_ends_the_session(echo: tuple[str, ...]) -> None:
    async with served(echo) as server, session(server) as tab:
        await read_until(tab, b"pid=")
        await tab.send(b"x" * 5000)
        with pytest.raises(ConnectionClosed) as closed:
            await read_until(tab, b"never")
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1009


FLOOD = """
import random
from textual.app import App
from textual.widgets import Static
class Flood(App):
    def compose(self):
        yield Static("", id="s")
    def on_mount(self):
        self.set_interval(0.01, self.flood)
    def flood(self):
        line = "".join(chr(random.randrange(33, 90)) for _ in range(300))
        self.query_one("#s").update("\\n".join([line] * 80))
Flood().run()
"""


async def test_a_browser_that_reads_nothing_is_disconnected_and_its_app_ended(tmp_path: Path) -> None:
    script = tmp_path / "flood.py"
    script.write_text(FLOOD)
    async with served((sys.executable, str(script)), cols=320, rows=90, slow_s=0.5) as server:
        port = port_of(server)
        with socket.create_connection(("127.0.0.1", port)) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.sendall(
                f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
            )
            await until(lambda: bool(children_of(os.getpid())))
            await until(lambda: not children_of(os.getpid()))


def children_of(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


async def test_a_page_of_another_site_gets_no_session(echo: tuple[str, ...]) -> None:
    async with served(echo) as server:
        with pytest.raises(InvalidStatus) as refused:
            await session(server, origin="http://evil.example")
        assert refused.value.response.status_code == 403


async def get(server: Server, path: str, host: str | None = None) -> tuple[str, dict[str, str], bytes]:
    """Ask by hand: status line, headers in lower case, body."""
    port = port_of(server)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host or f'127.0.0.1:{port}'}\r\n\r\n".encode())
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    status, *lines = head.decode().split("\r\n")
    return status, {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}, body


async def test_the_page_comes_with_a_policy_that_allows_nothing_foreign(echo: tuple[str, ...]) -> None:
    async with served(echo) as server:
        status, headers, body = await get(server, "/")
        assert status == "HTTP/1.1 200 OK"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert b'data-cols="60" data-rows="12"' in body
        assert "server" not in headers


@pytest.mark.parametrize("path", ["/../arguments.py", "/etc/passwd", "/vendor/", "/fonts/OFL.txt/.."])
async def test_only_files_of_the_table_are_served(echo: tuple[str, ...], path: str) -> None:
    async with served(echo) as server:
        assert (await get(server, path))[0] == "HTTP/1.1 404 Not Found"


async def test_a_foreign_host_name_is_refused(echo: tuple[str, ...]) -> None:
    async with served(echo) as server:
        assert (await get(server, "/", host="rebound.example"))[0].startswith("HTTP/1.1 421")


async def test_beyond_this_machine_only_when_told_so(echo: tuple[str, ...]) -> None:
    with pytest.raises(OpenToNetwork, match="--web-allow-network"):
        async with served(echo, host="0.0.0.0"):
            raise AssertionError
    async with served(echo, host="0.0.0.0", allows_network=True) as server:
        assert (await get(server, "/", host="kiosk-3.hall"))[0] == "HTTP/1.1 200 OK"
    async with served(echo, host="0.0.0.0", allows_network=True, names=("kiosk-3.hall",)) as server:
        assert (await get(server, "/", host="kiosk-4.hall"))[0].startswith("HTTP/1.1 421")


def test_every_file_the_page_asks_for_is_served() -> None:
    site = load_site(96, 27, "<大厅>")
    page = site["/"].body.decode()
    assert "<title>&lt;大厅></title>" in page
    wanted = [part.split('"')[0] for sign in ('src="', 'href="') for part in page.split(sign)[1:]]
    assert [path for path in wanted if path.startswith("/") and path not in site] == []
    assert "http://" not in page
    assert "https://" not in page


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("hall", False)],
)
def test_loopback_is_this_machine_only(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_the_gate_knows_its_own_names() -> None:
    assert may_ask("[::1]:8080", ("kiosk",))
    assert may_ask("kiosk:8080", ("kiosk",))
    assert not may_ask("kiosk.evil.example", ("kiosk",))
    assert not is_same_origin(None, "kiosk")
    assert not is_same_origin("https://kiosk:81", "kiosk:80")


def test_the_gate_is_shut_to_what_is_no_address() -> None:
    assert not may_ask("kiosk]:8080", ("kiosk",))
    assert not may_ask("[::1]:80.evil.example", ("kiosk",))
    assert not may_ask("localhost/.evil.example", ("kiosk",))
    assert not is_same_origin("https://[kiosk", "[kiosk")


def test_the_child_is_the_same_program_under_this_interpreter() -> None:
    assert own_command(["python3", "-m", "kiosk.citizen", "--web", "80"])[1:] == (
        "-m",
        "kiosk.citizen",
        "--web",
        "80",
    )


@pytest.mark.parametrize("arguments", [("--web-host", "0.0.0.0"), ("--web-cert", "/nowhere.pem")])
def test_a_bridge_that_cannot_open_says_why_in_one_line(arguments: tuple[str, ...]) -> None:
    program = (sys.executable, "-m", "kiosk.screenkit.gallery", "--web", "0", *arguments)
    ended = subprocess.run(program, capture_output=True, text=True, check=False, timeout=30)
    assert ended.returncode == 1
    assert ended.stderr.startswith("--web 0: ")
    assert ended.stdout == ""


async def test_a_program_asked_for_the_web_serves_itself_and_ends_at_a_signal() -> None:
    program = (sys.executable, "-m", "kiosk.screenkit.gallery", "--web", "0")
    served_by = await asyncio.create_subprocess_exec(*program, stderr=asyncio.subprocess.PIPE)
    assert served_by.stderr is not None
    port = await ready_port(served_by.stderr)
    async with asyncio.timeout(45):
        async with connect(f"ws://127.0.0.1:{port}/session", origin=f"http://127.0.0.1:{port}") as tab:  # type: ignore[arg-type]  # NewType
            await read_until(tab, "户籍身份".encode())
            served_by.terminate()
            assert await served_by.wait() == 0
        await served_by.stderr.read()


async def test_apps_do_not_outlive_a_bridge_that_was_killed() -> None:
    program = (sys.executable, "-m", "kiosk.screenkit.gallery", "--web", "0")
    bridge = await asyncio.create_subprocess_exec(*program, stderr=asyncio.subprocess.PIPE)
    assert bridge.stderr is not None
    port = await ready_port(bridge.stderr)
    tab = await connect(f"ws://127.0.0.1:{port}/session", origin=f"http://127.0.0.1:{port}")  # type: ignore[arg-type]  # NewType
    await read_until(tab, "户籍身份".encode())
    app = int(children_of(bridge.pid)[0])
    bridge.kill()
    await bridge.wait()
    await until_gone(app)
    await tab.close()


async def ready_port(lines: asyncio.StreamReader) -> int:
    """Read a bridge's log until it says where it serves."""
    async with asyncio.timeout(45):
        while not (line := await lines.readline()).startswith(b"ready "):
            assert line
    return int(line.rsplit(b":", 1)[1].strip(b"/\n"))


async def test_a_certificate_makes_it_tls(tmp_path: Path, echo: tuple[str, ...]) -> None:
    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    make = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        f"-subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout {key} -out {cert}"
    ).split()
    await asyncio.to_thread(subprocess.run, make, check=True, capture_output=True)
    bridge = Bridge(echo, "127.0.0.1", 0, 60, 12)
    async with listen(bridge, tls_context(str(cert), str(key))) as server:
        port = port_of(server)
        trust = ssl.create_default_context(cafile=str(cert))
        origin = f"https://127.0.0.1:{port}"
        async with connect(f"wss://127.0.0.1:{port}/session", origin=origin, ssl=trust) as tab:  # type: ignore[arg-type]  # NewType
            await read_until(tab, b"pid=")
