"""Mistakes in badge readers: ports, kinds, shared buses, keys of the secure channel."""

from collections.abc import Callable
from pathlib import Path

import pytest

from queue_server.config import Config, Reader
from queue_server.config_file.check_files import read_channel_key
from queue_server.hall.plan import Name

Mistakes = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Config]

READER = '[[readers]]\nname = "{name}"\nport = "{port}"\n{more}\n'
LINE = '[[lines]]\nname = "L1"\nport = "sim://a"\n[keymaps.standard]\n"0C" = "call_next"\n'
KEY = "0123456789abcdef0123456789ABCDEF"
OSDP = "kind = 'osdp'\nkey_file = 'door.key'\n"

WRONG = [
    ('kind = "em410"', 'key kind: "em410" is not known; did you mean "em4100"?'),
    ('printed = "decimals"', 'key printed: "decimals" is not known; did you mean "decimal"?'),
    ("baud = 9601", 'key baud: "9601" is not known; did you mean "9600"?'),
    (f"{OSDP}address = 127", "key address: 127 is not between 0 and 126"),
    ("again_after_ms = -1", "key again_after_ms: -1 is not between 0 and 600000"),
    ("address = 3", "key address: means nothing to a reader of the kind em4100; leave it out"),
    ('key_file = "x"', "key key_file: means nothing to a reader of the kind em4100; leave it out"),
    (
        'kind = "wiegand"\nprinted = "wiegand"',
        "key printed: means nothing to a reader of the kind wiegand; leave it out",
    ),
    (
        'kind = "osdp"',
        "key key_file: is missing; an osdp reader is heard through its secure channel alone: "
        "give the file of its key",
    ),
    (
        'kind = "osdp"\nkey_file = "no.key"',
        'key key_file: "no.key" is no file; make one with `umask 077; openssl rand -hex 16 > FILE`',
    ),
]


def _reader(name: str, port: str = "sim://door", more: str = "") -> str:
    return READER.format(name=name, port=port, more=more)


@pytest.fixture(autouse=True)
def door_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A right key lies where the server was started."""
    _key_file(tmp_path, KEY)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("more", "sentence"), WRONG)
def test_a_wrong_reader_is_explained(small: str, mistakes: Mistakes, more: str, sentence: str) -> None:
    text = f"{small}\n{_reader('east', more=more)}"
    assert mistakes(text) == (f"hall.toml: [[readers]] 1 (east), {sentence}",)


def test_a_port_that_is_none_is_explained(small: str, mistakes: Mistakes) -> None:
    assert mistakes(f"{small}\n{_reader('east', 'COM3')}") == (
        'hall.toml: [[readers]] 1 (east), key port: "COM3": not a known form; '
        "write a path, socket://host:port or sim://name",
    )


def test_a_line_and_a_reader_do_not_share_a_port(small: str, mistakes: Mistakes) -> None:
    assert mistakes(f"{small}\n{_reader('east', 'sim://a')}{LINE}") == (
        'hall.toml: [[readers]] 1 (east), key port: "sim://a" is the port of the line L1; '
        "give the reader its own",
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("kind = 'em4100'", "kind = 'em4100'"),
        (OSDP, "kind = 'wiegand'"),
        ("kind = 'wiegand'", OSDP),
    ],
)
def test_only_osdp_readers_share_a_port(small: str, mistakes: Mistakes, first: str, second: str) -> None:
    two = _reader("east", more=first) + _reader("west", more=second)
    assert mistakes(f"{small}\n{two}") == (
        'hall.toml: [[readers]] 2 (west), key port: "sim://door" is already the reader east\'s; '
        "only osdp readers share one, give each its own",
    )


def test_osdp_readers_on_one_port_have_an_address_each(small: str, mistakes: Mistakes, read: Read) -> None:
    east, west = (_reader(name, more=f"{OSDP}address = 1") for name in ("east", "west"))
    assert mistakes(f"{small}\n{east}{west}") == (
        "hall.toml: [[readers]] 2 (west), key address: 1 on sim://door is already that of "
        "[[readers]] 1 (east); give each reader its own",
    )
    readers = read(f"{small}\n{east}{west.replace('address = 1', 'address = 2')}").readers
    assert [(one.port, one.address) for one in readers] == [("sim://door", 1), ("sim://door", 2)]


def test_osdp_readers_on_one_port_have_one_speed(small: str, mistakes: Mistakes) -> None:
    east = _reader("east", more=f"{OSDP}address = 1")
    west = _reader("west", more=f"{OSDP}address = 2\nbaud = 19200")
    assert mistakes(f"{small}\n{east}{west}") == (
        "hall.toml: [[readers]] 2 (west), key baud: 19200 is not the 9600 of the reader east on "
        "the same port; write the same for both",
    )


def test_a_reader_says_where_it_hangs(small: str, read: Read) -> None:
    more = 'printed = "wiegand"\nplace = "东门"\nplace_en = "East door"\nagain_after_ms = 0'
    assert read(f"{small}\n{_reader('east', more=more)}").readers == (
        Reader("east", "sim://door", printed="wiegand", place=Name("东门", "East door"), again_after_ms=0),
    )


def _key_file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "door.key"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_a_channel_key_is_read(tmp_path: Path, small: str, read: Read) -> None:
    path = _key_file(tmp_path, f"{KEY}\n")
    assert read_channel_key(str(path)) == bytes.fromhex(KEY)
    text = f"{small}\n{_reader('east', more=f'kind = {chr(34)}osdp{chr(34)}')}key_file = '{path}'"
    assert read(text).readers[0].key_file == str(path)


@pytest.mark.parametrize("text", ["", KEY[:-1], KEY[:-2], KEY + "00", "钥匙", "g" * 32])
def test_a_channel_key_that_is_none_is_not_quoted(tmp_path: Path, text: str) -> None:
    path = _key_file(tmp_path, text)
    with pytest.raises(ValueError, match="does not hold 32 hexadecimal digits") as caught:
        read_channel_key(str(path))
    assert str(caught.value) == (
        f'"{path}" does not hold 32 hexadecimal digits; make it with `openssl rand -hex 16`'
    )


def test_the_key_that_everybody_knows_is_refused(tmp_path: Path, small: str, mistakes: Mistakes) -> None:
    _key_file(tmp_path, bytes(range(0x30, 0x40)).hex())
    assert mistakes(f"{small}\n{_reader('east', more=OSDP)}") == (
        'hall.toml: [[readers]] 1 (east), key key_file: "door.key" holds the key that every reader has from '
        "the factory; make one with `openssl rand -hex 16` and give it to the reader",
    )


def test_a_line_holds_no_more_than_32_osdp_readers(small: str, mistakes: Mistakes, read: Read) -> None:
    doors = [_reader(f"d{n}", more=f"{OSDP}address = {n}") for n in range(33)]
    assert len(read("\n".join([small, *doors[:32]])).readers) == 32
    assert mistakes("\n".join([small, *doors])) == (
        'hall.toml: [[readers]], key port: "sim://door" has 33 osdp readers; 32 can share one, '
        "give the others another port",
    )


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620])
def test_a_channel_key_that_others_can_read_is_refused(
    tmp_path: Path, small: str, mistakes: Mistakes, mode: int
) -> None:
    path = _key_file(tmp_path, KEY, mode)
    more = f"kind = 'osdp'\nkey_file = '{path}'"
    assert mistakes(f"{small}\n{_reader('east', more=more)}") == (
        f'hall.toml: [[readers]] 1 (east), key key_file: "{path}" can be read by others; '
        f"run: chmod 600 {path}",
    )
