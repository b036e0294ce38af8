"""Who may come in and as what, over real sockets: tokens, names, windows, staff, TLS."""

import asyncio
import ssl
import subprocess
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus

from queue_server.config import Config, Listen, StaffMember, Token
from queue_server.errors import ConfigError
from queue_server.runtime.doorstep import (
    BADGE,
    Doorstep,
    at_work,
    config_of,
    doorstep,
    greet,
    heard,
    until,
)
from queue_server.runtime.listener import tls_context
from queue_server.runtime.rehearsal import ITEM
from queue_server.runtime.tokens import check_guarded
from queue_server.vocabulary import RefusalCode, RequestId, Role, StaffId, WindowNo
from queue_server.wire.client import HallLink, LinkLost
from queue_server.wire.documents import DeskDoc
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done, FromServer, Refused
from queue_server.wire.from_window import SignIn
from queue_server.wire.greeting import WIRE_VERSION, Hello, Rejected, Welcome

ALL_TOKENS = (
    *(
        Token(role, f"secret-{role}")
        for role in (Role.WINDOW, Role.BOARD, Role.WALL, Role.MANAGER, Role.RATING)
    ),
    Token(Role.KIOSK, "secret-k1", names=("K1",)),
)


async def code_of(door: Doorstep, role: Role, name: str, **more: object) -> str:
    """Greet; return why the server said no, or ``welcome``."""
    async with door.stranger() as socket:
        word = await greet(socket, role, name, **more)
        return word.code if isinstance(word, Rejected) else "welcome"


# --- greetings -------------------------------------------------------------------------------------------


async def test_a_role_needs_its_token_and_the_name_it_was_given_for() -> None:
    async with doorstep(config_of(tokens=ALL_TOKENS)) as door:
        assert await code_of(door, Role.BOARD, "B1", token="secret-board") == "welcome"
        assert await code_of(door, Role.BOARD, "B1", token="secret-wall") == "token"
        assert await code_of(door, Role.BOARD, "B1") == "token"
        assert await code_of(door, Role.KIOSK, "K1", token="secret-k1") == "welcome"
        assert await code_of(door, Role.KIOSK, "K2", token="secret-k1") == "token"


async def test_a_window_must_exist_and_be_the_one_it_is_named_for() -> None:
    async with doorstep() as door:
        assert await code_of(door, Role.WINDOW, "02") == "welcome"
        assert await code_of(door, Role.WINDOW, "99") == "window"
        assert await code_of(door, Role.WINDOW, "02", window="01") == "window"


async def test_a_rating_screen_has_its_own_token_and_the_name_of_its_window() -> None:
    tokens = (*ALL_TOKENS, Token(Role.RATING, "secret-of-02", names=("02",)))
    async with doorstep(config_of(tokens=tokens)) as door:
        assert await code_of(door, Role.RATING, "01", token="secret-rating", window="01") == "welcome"
        assert await code_of(door, Role.RATING, "02", token="secret-of-02") == "welcome"
        assert await code_of(door, Role.RATING, "01", token="secret-of-02") == "token"
        assert await code_of(door, Role.RATING, "01", token="secret-window") == "token"
        assert await code_of(door, Role.RATING, "99", token="secret-rating") == "window"
        assert await code_of(door, Role.RATING, "02", token="secret-rating", window="01") == "window"


async def test_another_version_and_a_missing_name_are_turned_away() -> None:
    async with doorstep() as door:
        assert await code_of(door, Role.BOARD, "") == "name"
        assert await code_of(door, Role.BOARD, "B1", version=WIRE_VERSION + 1) == "version"


async def test_the_newest_client_of_a_name_wins() -> None:
    async with doorstep() as door, door.stranger() as old, door.stranger() as new:
        await greet(old, Role.BOARD, "B1")
        await heard(old)
        assert isinstance(await greet(new, Role.BOARD, "B1"), Welcome)
        word = await heard(old)
        assert isinstance(word, Rejected)
        assert word.code == "replaced"


async def test_a_replaced_link_knows_why() -> None:
    async with doorstep() as door, at_work(door.link(Role.BOARD, "B1")) as link, door.stranger() as new:
        await until(lambda: link.is_connected)
        await greet(new, Role.BOARD, "B1")
        while not isinstance(event := await link.next_event(), LinkLost):
            pass
        assert event.code == "replaced"


async def test_a_web_page_may_follow_a_ticket_and_nothing_else() -> None:
    async with doorstep() as door:
        own = {"Origin": f"http://127.0.0.1:{door.listener.port}"}
        async with door.stranger(additional_headers=own) as socket:
            word = await greet(socket, Role.KIOSK, "K1")
            assert isinstance(word, Rejected)
            assert word.code == "role"
        with pytest.raises(InvalidStatus) as refused:
            async with door.stranger(additional_headers={"Origin": "https://elsewhere.example"}):
                pass
        assert refused.value.response.status_code == 403


def test_it_refuses_to_listen_beyond_loopback_without_a_token_for_every_role() -> None:
    beyond = Listen(host="0.0.0.0", port=0)
    with pytest.raises(ConfigError, match=r"no token for kiosk.*manager"):
        listening(config_of(listen=beyond))
    with pytest.raises(ConfigError, match="no token for kiosk;"):
        listening(config_of(listen=beyond, tokens=ALL_TOKENS[:-1]))
    listening(config_of(listen=beyond, tokens=ALL_TOKENS))
    for host in ("127.0.0.1", "::1", "localhost"):
        listening(config_of(listen=Listen(host=host, port=0)))


def listening(config: Config) -> None:
    """Make a listener of this configuration, or fail as it does."""
    check_guarded(config.listen, config.tokens)


async def test_a_port_in_use_is_a_mistake_of_the_configuration() -> None:
    async with doorstep() as door:
        config = config_of(listen=Listen(port=door.listener.port))
        with pytest.raises(ExceptionGroup) as error:
            async with doorstep(config):
                pass
        assert error.group_contains(ConfigError, match="cannot listen on")


async def test_good_bye_is_said_when_the_server_stops() -> None:
    async with doorstep() as door:
        link = door.link(Role.BOARD, "B1")
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(link.run())
            await until(lambda: link.is_connected)
            door.listener.audience.end_all("closing", "the server is stopping")
            while not isinstance(event := await link.next_event(), LinkLost):
                pass
            assert "stopping" in event.reason
            assert event.code == ""
            running.cancel()


# --- staff -----------------------------------------------------------------------------------------------


async def sign_in(link: HallLink, n: int, **more: str) -> FromServer:
    return await link.request(SignIn(request=RequestId(f"s{n}"), **more))  # type: ignore[arg-type]  # by name


async def test_a_badge_opens_the_window_and_a_wrong_one_is_refused_until_locked_out() -> None:
    async with doorstep() as door, at_work(door.link(Role.WINDOW, "01")) as window:
        for n in range(5):
            refused = await sign_in(window, n, badge="wrong")
            assert isinstance(refused, Refused)
            assert refused.code is RefusalCode.WRONG_BADGE_OR_PIN
        locked = await sign_in(window, 6, badge=BADGE)
        assert isinstance(locked, Refused)
        assert locked.code is RefusalCode.LOCKED_OUT
        assert locked.facts["until"] == "09:26"
        door.rehearsal.clock.advance_ms(301_000)
        assert isinstance(await sign_in(window, 7, badge=BADGE), Done)
        while not isinstance(desk := window.docs.get("desk/01"), DeskDoc) or not desk.staff:
            await window.next_event()
        assert desk.staff == "S1"


async def test_staff_may_sign_in_only_where_they_belong() -> None:
    elsewhere = StaffMember(StaffId("S2"), badge="B2", windows=(WindowNo("02"),))
    async with (
        doorstep(config_of(staff=(elsewhere,))) as door,
        at_work(door.link(Role.WINDOW, "01")) as window,
    ):
        refused = await sign_in(window, 1, badge="B2")
        assert isinstance(refused, Refused)
        assert refused.code is RefusalCode.NOT_YOUR_RIGHT


# --- TLS -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


@pytest.mark.needs("openssl")
async def test_tls_by_certificate_files(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    config = config_of(listen=Listen(port=0, certificate=str(cert), key=str(key)))
    trusting = ssl.create_default_context(cafile=str(cert))
    async with doorstep(config) as door:
        hello = Hello(version=WIRE_VERSION, role=Role.KIOSK, name="K1")
        async with at_work(HallLink(door.url, hello, ssl=trusting)) as kiosk:
            done = await kiosk.request(TakeTicket(request=RequestId("t"), item=ITEM))
            assert isinstance(done, Done)
        distrusting = ssl.create_default_context()
        async with at_work(HallLink(door.url, hello, ssl=distrusting)) as kiosk:
            lost = await kiosk.next_event()
            assert isinstance(lost, LinkLost)
            assert "CERTIFICATE_VERIFY_FAILED" in lost.reason
            assert lost.code == "certificate"


@pytest.mark.needs("openssl")
async def test_a_missing_or_wrong_certificate_is_named(certificate: tuple[Path, Path]) -> None:
    cert, key = certificate
    with pytest.raises(ConfigError, match=r"listen.certificate: there is no file /nowhere"):
        tls_context(Listen(certificate="/nowhere/cert.pem"))
    with pytest.raises(ConfigError, match=r"listen.key: there is no file"):
        tls_context(Listen(certificate=str(cert), key="/nowhere/key.pem"))
    with pytest.raises(ConfigError, match="do not fit"):
        tls_context(Listen(certificate=str(key), key=str(cert)))
