"""The hall's secret file: 32 random bytes that key the identity digests, the ticket codes and the seals.

Made once, at the first start, readable by its owner only. Whoever loses it loses the link between the stored
digests and people, and every ticket code given out; it belongs into the backup, apart from the journal.
"""

import contextlib
import os
import secrets
import stat
import tempfile
from pathlib import Path

from queue_server.errors import StoreFault
from queue_server.runtime.codes import subkey
from queue_server.store.backup import flush

SECRET_BYTES = 32


def load_secret(path: Path, *, may_make: bool = True) -> bytes:
    """Return the secret, made now if there is none and ``may_make``: for a journal without events only.

    ``StoreFault`` when it is short, others can read it, or the secret of a journal is missing.
    """
    try:
        if path.exists():
            return _checked(path)
        if may_make:
            return _made(path)
    except OSError as error:
        raise StoreFault(f"{path}: {error.strerror}") from error
    raise StoreFault(
        f"{path}: the secret of the journal is missing; put it back from the backup, "
        "or set the journal aside to begin a new one"
    )


def seal_key_in(path: Path) -> bytes | None:
    """Return the key of the journal's seal for the verifier; None when there is no secret file."""
    return subkey(_checked(path), "seal") if path.exists() else None


def _made(path: Path) -> bytes:
    """Make it whole or not at all: a power cut must not leave a short secret under its name.

    It is written under another name, then linked: unlike a rename, a link never takes the place of a secret
    that another start made meanwhile; that one is returned.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(SECRET_BYTES))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    flush(path.parent)  # the journal must not outlive the secret that keys it
    return _checked(path)


def _checked(path: Path) -> bytes:
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise StoreFault(f"{path}: others can read the secret; run: chmod 600 {path}")
    secret = path.read_bytes()
    if len(secret) < SECRET_BYTES:
        raise StoreFault(f"{path}: {len(secret)} bytes, {SECRET_BYTES} expected; restore it from the backup")
    return secret
