"""What can be wrong with the files that are named: certificate and key, journal and secret, channel keys.

The only check that looks at a disk. Whatever ``serve`` would refuse when it opens a file is a mistake now.
"""

import os
import ssl
import stat
from pathlib import Path

from queue_server.config import Listen
from queue_server.config_file.forms import FileForm
from queue_server.config_file.mistakes import Mistakes

CHANNEL_KEY_BYTES = 16
FACTORY_KEY = bytes(range(0x30, 0x40))
"""Every OSDP reader leaves the factory with it; everybody knows it."""


def check_files(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of the files of ``[listen]`` and ``[store]``."""
    _tls(file.listen, mistakes)
    _store(file, mistakes)


def read_channel_key(path: str) -> bytes:
    """Return the 16 bytes of an OSDP secure channel's key, which the file holds as 32 hexadecimal digits.

    Raises ValueError with a sentence saying why not, and what to do; it never quotes what the file holds.
    """
    if not _is_file(path):
        raise ValueError(f'"{path}" is no file; make one with `umask 077; openssl rand -hex 16 > FILE`')
    try:
        mode, text = Path(path).stat().st_mode, Path(path).read_bytes().strip()
    except OSError as error:
        raise ValueError(f'"{path}" cannot be read: {error.strerror}') from error
    if stat.S_IMODE(mode) & 0o077:
        raise ValueError(f'"{path}" can be read by others; run: chmod 600 {path}')
    try:
        key = bytes.fromhex(text.decode("ascii"))
    except ValueError:
        key = b""
    if len(key) != CHANNEL_KEY_BYTES:
        raise ValueError(f'"{path}" does not hold 32 hexadecimal digits; make it with `openssl rand -hex 16`')
    if key == FACTORY_KEY:
        raise ValueError(
            f'"{path}" holds the key that every reader has from the factory; '
            "make one with `openssl rand -hex 16` and give it to the reader"
        )
    return key


def _tls(listen: Listen, mistakes: Mistakes) -> None:
    for has, lacks in (("certificate", "key"), ("key", "certificate")):
        path = getattr(listen, has)
        if path and not getattr(listen, lacks):
            mistakes.add(f"[listen], key {lacks}", f"is missing beside {has}; TLS needs both files")
        if path and not _is_file(path):
            mistakes.add(f"[listen], key {has}", f'"{path}" is no file; give the path of a PEM file')
    if _is_file(listen.certificate) and _is_file(listen.key):
        _pair(listen, mistakes)


def _pair(listen: Listen, mistakes: Mistakes) -> None:
    """Load both as the server will. A key under a password counts as junk: nobody is there to type it."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(listen.certificate, listen.key, password="")
    except (ssl.SSLError, OSError) as error:
        mistakes.add(
            "[listen], key certificate",
            f'"{listen.certificate}" and the key "{listen.key}" cannot be used together '
            f"({error.strerror or error}); give a PEM certificate and its own PEM key without a password",
        )


def _store(file: FileForm, mistakes: Mistakes) -> None:
    store = file.store
    for key in ("path", "secret_file"):
        path = getattr(store, key)
        if not path:
            mistakes.add(f"[store], key {key}", "is empty; give the path of a file")
        elif path.endswith("/") or _is_folder(path):
            mistakes.add(f"[store], key {key}", f'"{path}" is a folder; give the path of a file in it')
    if store.path and _same(store.path, store.secret_file):
        mistakes.add(
            "[store], key secret_file",
            f'"{store.secret_file}" is also the journal\'s path; give each its own file',
        )


def _is_file(path: str) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - Path raises for a name that is too long or has a zero in it


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - as above


def _same(path: str, other: str) -> bool:
    """Compare without asking the disk: neither file needs to be there yet."""
    return os.path.abspath(path) == os.path.abspath(other)  # noqa: PTH100 - Path.absolute keeps ".." as it is
