"""``python -m tests.faults.server_with_clock OFFSET_FILE serve CONFIG``: the server on a clock to be set.

Only the machine's clock is moved, before anything of the server is loaded: ``time.time_ns`` and ``time.time``
add the seconds in OFFSET_FILE. The steady clock stays as it is, as it does when a real clock is set.
"""

import sys
import time
from pathlib import Path

OFFSET_FILE = "clock-offset"


def move_clock(file: Path) -> None:
    """Let the machine's time follow the seconds in ``file``."""
    true_ns = time.time_ns

    def moved_ns() -> int:
        return true_ns() + int(file.read_text(encoding="utf-8")) * 1_000_000_000

    time.time_ns = moved_ns
    time.time = lambda: moved_ns() / 1e9  # noqa: TID251 - it is the clock itself that is set here


if __name__ == "__main__":
    move_clock(Path(sys.argv[1]))
    from queue_server.__main__ import main

    sys.exit(main(sys.argv[2:]))
