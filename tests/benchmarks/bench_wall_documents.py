"""What one telling of the wall costs in the largest hall, beside the floor: encoding the same documents.

Run: ``python -m tests.benchmarks.bench_wall_documents [--seconds 2]``. Not a test: the figures depend on the
machine; the ratios are what to compare and quote. The floor encodes documents that are there already; above
it stands what it takes to make them anew, to find that they changed, and to encode those that did.
"""

import argparse
import asyncio
import logging
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import structlog

from queue_server.hall import commands as c
from queue_server.runtime.documents import Sight, document
from queue_server.runtime.library import Library
from queue_server.runtime.wall_touched import FIGURES, all_wall_keys, by_the_minute, wall_keys
from queue_server.supervision.commands import ReadBadge
from queue_server.supervision.events import BadgeRead
from queue_server.vocabulary import ItemCode, StaffId, WindowNo
from queue_server.wire import codec
from tests.runtime.large import STAFF, WINDOWS, large_hall
from tests.runtime.watched import MINUTE_MS, Watched, running

OFF_POST_MIN = 20
"""Everybody who sits at a window is off post by then: as many cards as a hall can have at once."""


class Cost(NamedTuple):
    """Processor time of one telling, and of encoding the same documents alone."""

    what: str
    documents: int
    us: float
    floor_us: float


def us_of(work: Callable[[], object], seconds: float) -> float:
    """Return the processor time of one ``work``, which a busy machine leaves true."""
    times, began_ns, until_s = 0, time.process_time_ns(), time.perf_counter() + seconds
    while time.perf_counter() < until_s:
        work()
        times += 1
    return (time.process_time_ns() - began_ns) / times / 1000


async def crowded() -> Watched:
    """Return the largest hall at work, with everybody punched, most at windows, and a card of each."""
    hall = Watched(config=large_hall())
    async with running(hall):
        for n in range(STAFF):
            await hall.ask(ReadBadge(f"door-{n % 20}", f"m{n}", "0000", StaffId(f"{n:04d}")), "reader:door")
        for n in range(WINDOWS):
            window, staff = WindowNo(f"{n + 1:03d}"), StaffId(f"{n:04d}")
            await hall.ask(c.SignIn(window, staff), f"window:{window}/{staff}")
        for n in range(WINDOWS):
            await hall.ask(c.TakeTicket(ItemCode(f"I{n % 20}")))
        for _ in range(10 + OFF_POST_MIN):
            await hall.wait(MINUTE_MS)
    return hall


def cost(hall: Watched, what: str, keys: list[str], seconds: float) -> Cost:
    """Measure one telling of these keys, none of them known before."""
    engine = hall.engine
    now_ms = hall.clock.now_ms()
    sight = Sight(engine.room, hall.hall, now_ms, rooms=engine.rooms, book=engine.book)

    def tell() -> None:
        library = Library()
        for key in keys:
            library.put(key, document(sight, key), 1)
        library.delta(keys, now_ms)

    found = [doc for doc in (document(sight, key) for key in keys) if doc is not None]

    def floor() -> None:
        codec.encode_delta(1, now_ms, tuple(codec.encode_raw(doc) for doc in found), ())

    return Cost(what, len(found), us_of(tell, seconds), us_of(floor, seconds))


def costs(hall: Watched, seconds: float) -> list[Cost]:
    rooms, book = hall.engine.rooms, hall.engine.book
    punch = BadgeRead("door-0", "m0", "0000", StaffId("0000"))
    card = next(iter(rooms.supervision.state.cards))
    one = [f"card/{card}", "staff/0000", "desk/001"]
    return [
        cost(hall, "a punch, at once", sorted({*wall_keys(rooms, book, punch)} - FIGURES), seconds),
        cost(hall, "a number issued: ten desks", [f"desk/{n:03d}" for n in range(1, 200, 20)], seconds),
        cost(hall, "a card, its person, its desk", one, seconds),
        cost(hall, "the figures of a second", ["day", "attendance"], seconds),
        cost(hall, "a minute: everybody", list(by_the_minute(book)), seconds),
        cost(hall, "a wall that comes", list(all_wall_keys(rooms, book)), seconds),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=2.0, help="for each figure")
    seconds = parser.parse_args().seconds
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    hall = asyncio.run(crowded())
    cards = len(hall.engine.rooms.supervision.state.cards)
    write = sys.stdout.write
    write(f"{WINDOWS} windows, {STAFF} staff, {cards} cards; processor time of one telling\n")
    write(f"{'':32}{'documents':>10}{'us':>10}{'floor us':>10}{'ratio':>8}\n")
    for one in costs(hall, seconds):
        ratio = one.us / one.floor_us
        write(f"{one.what:32}{one.documents:>10}{one.us:>10.0f}{one.floor_us:>10.0f}{ratio:>8.1f}\n")


if __name__ == "__main__":
    main()
