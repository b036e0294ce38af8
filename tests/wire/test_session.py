"""The server's side of a conversation as a machine: what may be said when, by whom, how much of it."""

from contextlib import suppress

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.errors import PeerError
from queue_server.vocabulary import RequestId, Role
from queue_server.wire import codec
from queue_server.wire.from_kiosk import HandInTicket, LeaseNumbers, TakeTicket
from queue_server.wire.from_window import CallNext
from queue_server.wire.greeting import WIRE_VERSION, Hello
from queue_server.wire.session import OUTSTANDING_MAX, Rates, Session, SessionState

TAKE = codec.encode(TakeTicket(request=RequestId("r")))


def greeting(role: Role = Role.KIOSK, name: str = "K1") -> bytes:
    return codec.encode(Hello(version=WIRE_VERSION, role=role, name=name))


def in_role(role: Role = Role.KIOSK, rates: Rates | None = None) -> Session:
    session = Session(rates or Rates())
    session.admit(session.greet(greeting(role)), 0)
    return session


def test_nothing_can_be_said_before_the_greeting_or_after_the_end() -> None:
    session = Session()
    with pytest.raises(PeerError):
        session.receive(TAKE, 0)
    session = in_role()
    session.close()
    assert session.state is SessionState.CLOSED
    with pytest.raises(PeerError):
        session.receive(TAKE, 0)


def test_a_conversation_is_greeted_once() -> None:
    with pytest.raises(PeerError, match="once"):
        in_role().greet(greeting())


@pytest.mark.parametrize("name", ["x" * 65, "a\nb", "\x00"])
def test_a_name_can_be_printed_and_is_short(name: str) -> None:
    with pytest.raises(PeerError, match="name"):
        Session().greet(greeting(name=name))


def test_a_role_says_only_its_own_words() -> None:
    assert isinstance(in_role().receive(TAKE, 0), TakeTicket)
    with pytest.raises(PeerError):
        in_role(Role.WINDOW).receive(TAKE, 0)
    with pytest.raises(PeerError):
        in_role(Role.WALL).receive(codec.encode(CallNext(request=RequestId("r"))), 0)


def test_a_mistake_is_named_and_its_value_kept_out() -> None:
    secret = b'{"type":"kiosk.take_ticket","request":"r","identity":420607199001011234}'
    with pytest.raises(PeerError) as error:
        in_role().receive(secret, 0)
    assert "$.identity" in str(error.value)
    assert "4206" not in str(error.value)


HOLDER, HANDED_IN = "0a1b2c3d4e5f", '"number":"AZ001","ordinal":1,"item":"I","issued_ms":1'


def said_by_a_kiosk(word: str, holder: str, day: str = "20260302") -> str:
    more = f',"day":{day!r},{HANDED_IN}'.replace("'", '"') if word == "hand_in" else ""
    return f'{{"type":"kiosk.{word}","request":"r","holder":"{holder}"{more}}}'


@pytest.mark.parametrize("word", ["lease_numbers", "hand_in"])
@pytest.mark.parametrize(
    "holder",
    ["", "K1", HOLDER.upper(), HOLDER[:-1], f"{HOLDER}0", f"{HOLDER}\\n", f" {HOLDER}", "110105194912310021"],
)
def test_a_store_is_twelve_hex_digits_and_nothing_else(word: str, holder: str) -> None:
    said = in_role().receive(said_by_a_kiosk(word, HOLDER), 0)
    assert isinstance(said, LeaseNumbers | HandInTicket)
    with pytest.raises(PeerError, match=r"\$\.holder: Expected .*\[0-9a-f\]\{12\}") as error:
        in_role().receive(said_by_a_kiosk(word, holder), 0)
    assert "1101" not in str(error.value)


@pytest.mark.parametrize("day", ["", "2026-03-02", "202603020", "110105194912310021"])
def test_a_day_is_eight_digits_and_nothing_else(day: str) -> None:
    with pytest.raises(PeerError, match=r"\$\.day: Expected .*\[0-9\]\{8\}"):
        in_role().receive(said_by_a_kiosk("hand_in", HOLDER, day), 0)


def test_so_many_may_wait_and_one_more_is_busy() -> None:
    session = in_role()
    assert all(session.may_ask() for _ in range(OUTSTANDING_MAX))
    assert not session.may_ask()
    session.answered()
    assert session.may_ask()


def test_more_than_the_rate_is_read_more_slowly() -> None:
    session = in_role(rates=Rates(kiosk=10))
    for _ in range(20):
        session.receive(TAKE, 0)
        assert session.pause_s() == 0
    session.receive(TAKE, 0)
    assert session.pause_s() == pytest.approx(0.1)
    session.receive(TAKE, 1000)
    assert session.pause_s() == 0


@given(st.binary(max_size=300), st.sampled_from(Role))
def test_no_bytes_harm_a_session(data: bytes, role: Role) -> None:
    for take_in in (lambda: Session().greet(data), lambda: in_role(role).receive(data, 0)):
        with suppress(PeerError):
            assert isinstance(take_in(), msgspec.Struct)


@pytest.mark.parametrize("request_id", ["", "r" * 65, "a\nb", "号"])
def test_a_command_that_could_not_be_known_again_is_not_taken(request_id: str) -> None:
    with pytest.raises(PeerError, match="a request has an id"):
        in_role().receive(codec.encode(TakeTicket(request=RequestId(request_id))), 0)
