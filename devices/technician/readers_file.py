"""Read the addresses and keys of OSDP readers from a file, so that no key stands on a command line.

::

    1 = "00112233445566778899AABBCCDDEEFF"      address = its key, 32 hexadecimal digits
    2 = "FFEEDDCCBBAA99887766554433221100"
"""

import tomllib
from pathlib import Path

from devices.badge_reader.osdp_panel import OsdpReader
from devices.badge_reader.osdp_words import ReaderKey
from devices.errors import ReaderKeyError


def read_readers(path: Path) -> tuple[OsdpReader, ...]:
    """Return the readers of ``path``. ReaderKeyError names the file and the address, never a key."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ReaderKeyError(f"{path}: cannot be read: {error.strerror}") from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise ReaderKeyError(f'{path}: write one line for each reader: ADDRESS = "KEY"') from None
    return tuple(_reader(path, addr, key) for addr, key in table.items())


def _reader(path: Path, addr: str, key: object) -> OsdpReader:
    if not (addr.isascii() and addr.isdigit() and isinstance(key, str)):
        raise ReaderKeyError(f'{path}: reader {addr!r}: write ADDRESS = "KEY", the address 0-126')
    try:
        return OsdpReader(int(addr), ReaderKey(key))
    except ReaderKeyError as wrong:
        raise ReaderKeyError(f"{path}: reader {addr}: {wrong}") from None
