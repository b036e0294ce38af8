"""The hall's secret file: 32 random bytes that key the identity digests, the ticket codes and the seals.

Made once, at the first start, readable by its owner only. Whoever loses it loses the link between the stored
digests and people, and every ticket code given out; it belongs into the backup, apart from the journal.
"""

import os
import secrets
import stat
from pathlib import Path

from queue_server.errors import StoreFault
from queue_server.runtime.codes import subkey

SECRET_BYTES = 32


def load_secret(path: Path) -> bytes:
    """Return the secret, made now if there is none. ``StoreFault`` when it is short or others can read it."""
    try:
        return _checked(path) if path.exists() else _made(path)
    except OSError as error:
        raise StoreFault(f"{path}: {error.strerror}") from error


def seal_key_in(path: Path) -> bytes | None:
    """Return the key of the journal's seal for the verifier; None when there is no secret file."""
    return subkey(_checked(path), "seal") if path.exists() else None


def _made(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(SECRET_BYTES)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(handle, secret)
        os.fsync(handle)
    finally:
        os.close(handle)
    return secret


def _checked(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StoreFault(f"{path}: others can read the secret; run: chmod 600 {path}")
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise StoreFault(f"{path}: {len(secret)} bytes, {SECRET_BYTES} expected; restore it from the backup")
    return secret
