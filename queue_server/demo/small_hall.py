"""A hall of two windows on one line, ready in a folder: for end-to-end tests, and for trying a cable.

Shipped, so that tests and a technician begin from the same hall. Nothing of it is a rule.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from queue_server.clock import Clock, SystemClock
from queue_server.config import Config, Store
from queue_server.config_file.load import config_of_text
from queue_server.runtime.field.opening import opener_of
from queue_server.runtime.house import House, OpenerOf
from queue_server.vocabulary import Role, WindowNo
from queue_server.wire.client import HallLink
from queue_server.wire.greeting import WIRE_VERSION, Hello

SMALL_HALL = """
[hall]
name = "襄州区行政服务中心"
name_en = "Xiangzhou Service Centre"
hours = ["00:00-24:00"]
closed_weekdays = []
hold_reasons = [{ name = "补材料" }]
pause_reasons = [{ name = "整理材料" }]

[listen]
port = 0

# Mostly nobody works at its windows: the kiosk would warn before every number. Turn it on to see forecasts.
[forecast]
is_on = false

[away]
marks = { K1 = "Z", K2 = "Y" }

[[areas]]
code = "D"
name = "公安区"

[[departments]]
code = "GA"
name = "公安"
name_en = "Police"

[[queues]]
code = "A"
name = "户籍身份"
name_en = "Household and ID"
area = "D"

[[items]]
code = "GA-1"
name = "居民身份证换领"
name_en = "Renew resident ID card"
department = "GA"
queue = "A"

[[windows]]
number = "03"
area = "D"
departments = ["GA"]

[[windows]]
number = "04"
area = "D"
departments = ["GA"]

[[staff]]
id = "S017"
badge = "0001000734"

[[staff]]
id = "S018"
badge = "0001000735"

[keymaps.standard]
"0A" = "start_service"
"0B" = "finish_service"
"0C" = "call_next"
"0D" = "recall_ticket"
"0E" = "mark_no_show"
"00 0E" = "undo_step"
"00 0F" = "hold_ticket"
"03 0F" = "resume_ticket"
"<2+ digits> 0F" = "sign_in"
"12" = "toggle_pause"
"01 12" = "unpause_window"
"<digits> 13" = "transfer_ticket"

[[lines]]
name = "north"
port = "{port}"

[[counters]]
window = "03"
line = "north"
pad = 3
evaluator = 131
led = 3

[[counters]]
window = "04"
line = "north"
pad = 4
evaluator = 132
led = 4
"""


def small_hall(folder: Path, port: str = "sim://north") -> Config:
    """Return the hall's configuration, with its journal in ``folder`` and its line on ``port``."""
    config = config_of_text(SMALL_HALL.replace("{port}", port), "small hall")
    store = Store(str(folder / "hall.db"), str(folder / "secret.key"))
    return msgspec.structs.replace(config, store=store)


@asynccontextmanager
async def open_house(
    config: Config, clock: Clock | None = None, opener: OpenerOf = opener_of
) -> AsyncIterator[House]:
    """Hold a house open for the length of the block."""
    is_up = asyncio.Event()
    house = House(config, clock or SystemClock(), opener=opener, is_up=lambda _: is_up.set())
    async with asyncio.TaskGroup() as tasks:
        hall = tasks.create_task(house.hold())
        await is_up.wait()
        try:
            yield house
        finally:
            hall.cancel()


def link_to(house: House, role: Role, name: str, window: str = "") -> HallLink:
    """Return a link to ``house``; the caller runs it."""
    return HallLink(house.url, Hello(WIRE_VERSION, role, name, window=WindowNo(window)))
