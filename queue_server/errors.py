"""The kinds of wrong, drawn as a tree. It imports nothing of ours.

::

    Refusal                 a rule said no: a value with a code and facts, shown to the person; never raised
    WutongError
    ├── PeerError           another program broke the protocol; it is dropped, nobody else notices
    ├── Fault               the world failed (disk, cable, port); ``is_retryable`` says whether waiting helps
    │   ├── StoreFault      the journal could not be written or read
    │   └── BrokenJournal   the journal was changed, cut or reordered; never retryable
    └── ConfigError         the configuration has mistakes; lists all of them, each naming file and key

A bug is an ``AssertionError``: crash, restart, replay.
"""

import msgspec

from queue_server.vocabulary import RefusalCode


class Refusal(msgspec.Struct, frozen=True):
    """A rule said no. ``facts`` fill the sentence, as text: ``{"from": "08:30", "number": "A012"}``."""

    code: RefusalCode
    facts: dict[str, str] = {}


class WutongError(Exception):
    """The root of everything this product raises on purpose."""


class PeerError(WutongError):
    """Another program broke the protocol."""


class Fault(WutongError):
    """The world failed."""

    is_retryable = True


class StoreFault(Fault):
    """The journal could not be written or read: disk full, file locked, I/O error."""


class BrokenJournal(Fault):
    """The journal was changed, cut or reordered after it was written."""

    is_retryable = False

    def __init__(self, seq: int, what: str) -> None:
        super().__init__(f"journal event {seq}: {what}")
        self.seq = seq
        self.what = what


class ConfigError(WutongError):
    """The configuration has mistakes; ``mistakes`` lists every one of them as a sentence."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
