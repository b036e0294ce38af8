"""The keys of readers, and the bits of a badge as its one text."""

import traceback

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.badge_reader.badge import badge_of, badge_of_pair
from devices.badge_reader.osdp_panel import OsdpReader
from devices.badge_reader.osdp_words import ReaderKey, badge_of_bits, badge_of_text
from devices.badge_reader.protocol import BadgeDropReason, wiegand26_bits
from devices.errors import ReaderKeyError

KEY = "00112233445566778899AABBCCDDEEFF"


def packed(bits: str) -> bytes:
    return bytes(int(bits[at : at + 8].ljust(8, "0"), 2) for at in range(0, len(bits), 8))


@given(st.integers(0, 255), st.integers(0, 65535))
def test_26_bits_are_the_badge_of_any_wiegand_reader(facility: int, number: int) -> None:
    assert badge_of_bits(packed(wiegand26_bits(facility, number)), 26) == badge_of_pair(facility, number)


@given(st.integers(0, (1 << 32) - 1))
def test_32_and_34_bits_are_the_whole_number(number: int) -> None:
    data = f"{number:032b}"
    even, odd = data[:16].count("1") % 2, 1 - data[16:].count("1") % 2
    assert badge_of_bits(packed(data), 32) == badge_of(number)
    assert badge_of_bits(packed(f"{even}{data}{odd}"), 34) == badge_of(number)
    assert badge_of_bits(packed(f"{1 - even}{data}{odd}"), 34) is BadgeDropReason.BAD_PARITY
    assert badge_of_bits(packed(f"{even}{data}{1 - odd}"), 34) is BadgeDropReason.BAD_PARITY


@pytest.mark.parametrize(
    ("data", "length", "badge"),
    [
        (bytes.fromhex("2D00A200"), 26, "0005898564"),
        (bytes.fromhex("AD00A200"), 26, BadgeDropReason.BAD_PARITY),
        (bytes.fromhex("0A1B2C3D48"), 37, "37-01436587A9"),
        (b"", 0, BadgeDropReason.BAD_LENGTH),
        (b"\x01", 26, BadgeDropReason.BAD_LENGTH),
        (b"\x01", -1, BadgeDropReason.BAD_LENGTH),
    ],
)
def test_known_bits(data: bytes, length: int, badge: str) -> None:
    assert badge_of_bits(data, length) == badge


@pytest.mark.parametrize(
    ("data", "badge"),
    [
        (b"1000734\r\n", "0001000734"),
        (b"015,17694", "0001000734"),
        (b"VIP-7", "VIP-7"),
        (b"\0\0", BadgeDropReason.NOT_BITS),
        (b"A\x07", BadgeDropReason.NOT_BITS),
        ("工".encode(), BadgeDropReason.NOT_BITS),
        (b"A" * 65, BadgeDropReason.TOO_LONG),
    ],
)
def test_a_badge_given_as_letters(data: bytes, badge: str) -> None:
    assert badge_of_text(data) == badge


def test_a_key_is_read_and_shows_itself_to_nobody() -> None:
    key = ReaderKey("0011 2233 4455 6677 8899 aabb ccdd eeff")
    assert key.reveal() == bytes.fromhex(KEY)
    for text in (repr(key), str(key), f"{OsdpReader(1, key)}"):
        assert "0011" not in text
        assert "\\x00\\x11" not in text


@pytest.mark.parametrize("text", [KEY[:-1], KEY[:-2], KEY + "00", KEY[:-1] + "G", ""])
def test_a_text_that_is_no_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(ReaderKeyError) as caught:
        ReaderKey(text)
    assert "001122" not in "".join(traceback.format_exception(caught.value))


def test_the_key_of_the_factory_is_no_secret() -> None:
    with pytest.raises(ReaderKeyError, match="factory"):
        ReaderKey("303132333435363738393A3B3C3D3E3F")
