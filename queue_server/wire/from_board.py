"""What a board says: only that it has shown and spoken. Phones say nothing after their greeting."""

import msgspec

from queue_server.wire.bounds import Count


class Heard(msgspec.Struct, frozen=True, tag="board.heard"):
    """Every announcement up to ``n`` has been shown here, and spoken where it was due."""

    n: Count


FromBoard = Heard
