"""Inputs that are nearly right, from which a fuzzer finds the deep places: real frames, words and files."""

from importlib.resources import files

import msgspec

from queue_server.demo.small_hall import SMALL_HALL
from queue_server.hall.events import NoticePosted, TicketIssued
from queue_server.vocabulary import ItemCode, QueueCode, RequestId, Role, TicketClass, TicketId
from queue_server.wire import codec, from_kiosk, from_window
from queue_server.wire.greeting import WIRE_VERSION, Hello

_WORDS = (
    from_kiosk.TakeTicket(RequestId("r1"), ItemCode("GA-1")),
    from_kiosk.HandInTicket(RequestId("r2"), "0a1b2c3d4e5f", "AZ001", "20260302", 1, ItemCode("GA-1"), 1),
    from_window.CallNext(RequestId("r3")),
    from_window.TransferTicket(RequestId("r4"), ItemCode("GA-1")),
)
_ISSUED = TicketIssued(
    TicketId("20260302-A001"), "A001", 1, QueueCode("A"), ItemCode("GA-1"), TicketClass.REGULAR, 1, 1, 0
)

SEEDS: dict[str, tuple[bytes, ...]] = {
    "counter_bus": tuple(bytes.fromhex(one) for one in ("05 5B 01 A0 07 01 AA BB 5D", "03 FF 01 02 03 04")),
    "em_badges": (b"\x040001000734\r\n", b"\x02\x020001000734\x03"),
    "wiegand_badges": (b"\x0501010101010101010101010101\r\n", b"\x03D2AF01\r\n"),
    "osdp_packets": (bytes.fromhex("53 00 08 00 04 60 BB AA"), bytes.fromhex("FF 53 80 0B 00 0C 02 11 00")),
    "scanned_codes": (
        b"\x07https://hall.example/t/20260302-A012-5F0A1C\r\n",
        b"\x07https://hall]/t/1\r\n",
        b"\x01YY-778\r",
    ),
    "identity_cards": (bytes.fromhex("04 AA AA AA 96 69 00 04 00 00 9F 9B"),),
    "wire_greeting": (codec.encode(Hello(WIRE_VERSION, Role.KIOSK, "K1")),),
    "wire_words": tuple(codec.encode(word) for word in _WORDS),
    "configuration": (
        SMALL_HALL.encode(),
        (files("queue_server.demo") / "xiangzhou.toml").read_bytes(),
    ),
    "journal_rows": (msgspec.json.encode(_ISSUED), msgspec.json.encode(NoticePosted("停电"))),
    "web_pages": (b"/t/20260302-A012-5F0A1C\nhall.example", b"/healthz\n127.0.0.1:8765"),
    "bridge_gate": (b"kiosk:8080\nhttps://kiosk:8080", b"[::1]:80\nnull", b"kiosk]:1\nhttp://[kiosk"),
    "ticket_codes": (b"20260302-A012-5F0A1C5F0A1C5F0A1C5F", b"1234:" + b"0" * 64, b"11010519491231002X"),
}
"""Target -> inputs; a target without any begins with nothing."""
