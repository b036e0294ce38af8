"""The frames between bridge and app, however the bytes are cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.screenkit.web.packets import (
    GREETING,
    PAYLOAD_MAX,
    PRELUDE_MAX,
    Packet,
    PacketFault,
    PacketReader,
    encode,
    encode_meta,
)

PACKETS = st.lists(st.builds(Packet, st.sampled_from([b"D", b"M", b"P"]), st.binary(max_size=80)), max_size=8)


@given(PACKETS, st.integers(1, 40))
def test_packets_survive_any_cut(packets: list[Packet], step: int) -> None:
    stream = b"loading...\n" + GREETING + b"".join(encode(packet.kind, packet.payload) for packet in packets)
    reader = PacketReader()
    read = [
        packet
        for start in range(0, len(stream), step)
        for packet in reader.feed(stream[start : start + step])
    ]
    assert read == packets


def test_a_frame_is_its_kind_its_length_and_its_payload() -> None:
    assert encode(b"D", b"abc") == bytes.fromhex("44 00000003 616263")
    assert encode_meta(type="quit").endswith(b'{"type": "quit"}')


def test_a_program_that_never_greets_is_a_fault() -> None:
    with pytest.raises(PacketFault, match="is the command a Textual app"):
        PacketReader().feed(b"x" * (PRELUDE_MAX + 1))


@pytest.mark.parametrize("frame", [b"Xhello", b"D" + (PAYLOAD_MAX + 1).to_bytes(4, "big")])
def test_a_print_between_frames_is_a_fault(frame: bytes) -> None:
    with pytest.raises(PacketFault, match="print to stdout"):
        PacketReader().feed(GREETING + frame)
