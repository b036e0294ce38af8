"""What each decoder of the product owes to arbitrary bytes: an answer or its own kind of refusal, never more.

Shared by the Hypothesis tests and by the coverage-guided run (``python -m tests.fuzz.run``). A target returns
in silence or raises: what it raises is a defect. Frames are fed in pieces cut by the input's first byte and
must come out as they do in one piece, and nothing may be kept beyond a frame's length.
"""

import tomllib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from typing import Any

import msgspec
from websockets.datastructures import Headers
from websockets.http11 import Request

from devices.badge_reader.osdp_packets import cut_reply, step_of
from devices.badge_reader.protocol import EmSplitter, WiegandLine, WiegandSplitter
from devices.code_scanner.protocol import CodeSplitter
from devices.counter_bus.protocol import decode_down, decode_up
from devices.framing import Splitter
from devices.id_card_reader.protocol import FrameSplitter, ReplySplitter, card_of
from devices.led_bar.protocol import decode_led
from kiosk.citizen.codes import read_code, ticket_id
from kiosk.screenkit.web.gate import is_same_origin, may_ask
from queue_server.config_file.load import config_of_text
from queue_server.errors import BrokenJournal, ConfigError, PeerError
from queue_server.runtime.codes import TicketKeys
from queue_server.runtime.identity import parse_identity
from queue_server.runtime.live import recorded_of
from queue_server.runtime.pages import Health, Pages
from queue_server.runtime.snapshots import checksum_of, thaw
from queue_server.store.chain import Row
from queue_server.store.journal import SnapshotPart
from queue_server.store.verify_command import parse_head
from queue_server.vocabulary import Role
from queue_server.wire import codec
from queue_server.wire.session import Session

Target = Callable[[bytes], None]

PENDING_MAX = 4096
"""No frame of any line is as long."""
KEY = b"k" * 32
_PAGES = Pages(lambda: Health("ok", "", 0, 0), lambda: b"")
_KEYS = TicketKeys(KEY, ("A", "B"), ("Z", "Y"))


def _pieces(data: bytes) -> tuple[bytes, list[bytes]]:
    """Return the input without its first byte, whole and cut into pieces of that length."""
    size, body = max(1, data[0] % 23 if data else 1), data[1:]
    return body, [body[at : at + size] for at in range(0, len(body), size)]


def _splits(make: Callable[[], Any], data: bytes) -> list[Any]:
    """Feed whole and in pieces; return the frames, which must be the same."""
    body, pieces = _pieces(data)
    whole, cut = make(), make()
    at_once = list(whole.feed(body))
    one_by_one = [frame for piece in pieces for frame in cut.feed(piece)]
    assert one_by_one == at_once, "the pieces of a stream are not its frames"
    assert getattr(cut, "pending_bytes", 0) <= PENDING_MAX, "more is kept than a frame can be long"
    if hasattr(whole, "expire"):
        whole.expire()
    return at_once


def counter_bus(data: bytes) -> None:
    for raw in _splits(Splitter, data):
        decode_up(raw)
        decode_down(raw)
        decode_led(raw)


def em_badges(data: bytes) -> None:
    _splits(EmSplitter, data)


def wiegand_badges(data: bytes) -> None:
    for line in WiegandLine:
        _splits(partial(WiegandSplitter, line), data)


def osdp_packets(data: bytes) -> None:
    step_of(data)
    heard = bytearray(data)
    while reply := cut_reply(heard):
        assert reply, "an empty reply would be cut for ever"


def scanned_codes(data: bytes) -> None:
    for text in _splits(CodeSplitter, data):
        ticket_id(read_code(text).value, "20260302")


def identity_cards(data: bytes) -> None:
    _splits(lambda: FrameSplitter(4), data)
    for reply in _splits(ReplySplitter, data):
        assert reply is not None
    card_of(data)


def wire_greeting(data: bytes) -> None:
    with suppress(PeerError):
        Session().greet(data)


def wire_words(data: bytes) -> None:
    for role in Role:
        if role is not Role.PHONE:
            with suppress(PeerError):
                codec.decode_spoken(role, data)
    with suppress(PeerError):
        codec.decode_from_server(data)


def configuration(data: bytes) -> None:
    text = data.decode(errors="replace")
    with suppress(ConfigError):
        config_of_text(text)
    with suppress(tomllib.TOMLDecodeError):
        tomllib.loads(text)


def journal_rows(data: bytes) -> None:
    body = data.decode(errors="replace")
    with suppress(BrokenJournal):
        recorded_of(Row("hall", 1, 1, "20260302", "clock", "", "", "", body, "0" * 64))


def snapshots(data: bytes) -> None:
    part = SnapshotPart(1, "d", 0, 1, data, checksum_of(KEY, "d", data))
    with suppress(msgspec.ValidationError):
        thaw((part,), KEY)
    assert thaw((part._replace(checksum="x"),), KEY) is None, "a part that nobody sealed was taken"


def web_pages(data: bytes) -> None:
    path, _, host = data.decode("latin-1").partition("\n")
    headers = Headers({"Host": "".join(filter(str.isprintable, host))})
    for method in ("GET", "HEAD", "POST"):
        response = _PAGES.answer(Request(path, headers, method))
        assert response is None or response.status_code >= 200


def bridge_gate(data: bytes) -> None:
    host, _, origin = data.decode("latin-1").partition("\n")
    assert not may_ask(f"{host}.evil.example", ("kiosk",)), "another site was let in"
    may_ask(host, ("kiosk",))
    assert not is_same_origin(origin, f"{host}\n"), "another page was let in"


def ticket_codes(data: bytes) -> None:
    text = data.decode(errors="replace")
    assert _KEYS.ticket_of(text) is None, "a code was guessed"
    parse_head(text)
    parse_identity(text)


TARGETS: Mapping[str, Target] = {
    target.__name__: target
    for target in (
        counter_bus,
        em_badges,
        wiegand_badges,
        osdp_packets,
        scanned_codes,
        identity_cards,
        wire_greeting,
        wire_words,
        configuration,
        journal_rows,
        snapshots,
        web_pages,
        bridge_gate,
        ticket_codes,
    )
}
"""Name -> decoder; a new decoder is added here and nowhere else."""
