"""The hall's own process: ``python -m queue_server.drill.server CONFIG``. What ``serve`` runs, but unhurried.

The one difference to ``queue-server serve``: a kiosk may say more than 200 things a second, else the drill
would measure that bound. It says on its standard output where it listens, and since when.
"""

import asyncio
import sys
import time

import msgspec

from queue_server.config_file import load_config
from queue_server.logbook import configure_logbook
from queue_server.runtime.house import House
from queue_server.wire.session import Rates

UNHURRIED = Rates(kiosk=1e6, window=1e6, board=1e6, manager=1e6)


def say_up(house: House) -> None:
    """Tell the drill the port, and the instant on the machine's one monotonic clock."""
    up = {"port": house.listener.port, "at_ns": time.perf_counter_ns()}
    sys.stdout.write(msgspec.json.encode(up).decode() + "\n")
    sys.stdout.flush()


def main() -> None:
    configure_logbook(level="WARNING")
    house = House(load_config(sys.argv[1]), rates=UNHURRIED, is_up=say_up)
    asyncio.run(house.hold())


if __name__ == "__main__":
    main()
