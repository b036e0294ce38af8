"""A load's own process: ``python -m queue_server.drill.load``. It does what it is told, line by line.

::

    drill ──▶ {"do": "issue", "spec": {...}}   connect everybody
          ◀── {"ready": true}
          ──▶ "go"                             the clock runs from here
          ◀── what came of it
"""

import asyncio
import resource
import sys
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import msgspec

from queue_server.drill.load_boards import Boards, call
from queue_server.drill.load_cycle import Cycles, Fill, cycle, fill
from queue_server.drill.load_kiosks import Kiosks, issue
from queue_server.drill.load_phones import Phones, follow
from queue_server.drill.load_plain import Idle, Plain, reach, stand


class Work(NamedTuple):
    """What can be asked for, and of which shape."""

    spec: type[msgspec.Struct]
    do: Callable[[Any, Callable[[], object]], Awaitable[msgspec.Struct]]


WORKS: dict[str, Work] = {
    "issue": Work(Kiosks, issue),
    "call": Work(Boards, call),
    "follow": Work(Phones, follow),
    "reach": Work(Plain, reach),
    "stand": Work(Idle, stand),
    "cycle": Work(Cycles, cycle),
    "fill": Work(Fill, fill),
}


def say(what: object) -> None:
    sys.stdout.write(msgspec.json.encode(what).decode() + "\n")
    sys.stdout.flush()


def ready() -> None:
    """Say that everybody is there, and wait for the word to go."""
    say({"ready": True})
    sys.stdin.readline()


async def do(asked: dict[str, Any]) -> msgspec.Struct:
    work = WORKS[asked["do"]]
    return await work.do(msgspec.convert(asked["spec"], work.spec), ready)


def main() -> None:
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for line in sys.stdin:
        say(asyncio.run(do(msgspec.json.decode(line))))


if __name__ == "__main__":
    main()
