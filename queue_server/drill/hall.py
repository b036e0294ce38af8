"""The hall of the drill: one queue, as many windows as are asked for, one staff member with a badge at each.

Forecasts are off: their process would share the cores with the load. Everything else is as a file leaves it.
"""

from pathlib import Path

HEAD = """
[hall]
name = "演练大厅"
name_en = "Drill Hall"
hours = ["00:00-24:00"]
closed_weekdays = []

[listen]
port = 0
clients_max = 16000

[store]
path = "{folder}/hall.db"
secret_file = "{folder}/secret.key"
snapshot_every = {snapshot_every}

[forecast]
is_on = false

[[areas]]
code = "D"
name = "一楼"

[[departments]]
code = "GA"
name = "公安"

[[queues]]
code = "A"
name = "综合"
area = "D"
digits = 5

[[items]]
code = "GA-1"
name = "居民身份证换领"
department = "GA"
queue = "A"
"""
DESK = """
[[windows]]
number = "{number}"
area = "D"
departments = ["GA"]

[[staff]]
id = "S{number}"
badge = "{badge}"
"""
ITEM = "GA-1"
JOURNAL = "hall.db"
SNAPSHOT_EVERY = 20_000


def window_numbers(count: int) -> tuple[str, ...]:
    """Return the numbers of the windows: ``001`` and on."""
    return tuple(f"{n:03}" for n in range(1, count + 1))


def badge_of(window: str) -> str:
    """Return the badge of the one who works at this window."""
    return f"0000{int(window):06}"


def write_hall(folder: Path, windows: int = 8, snapshot_every: int = SNAPSHOT_EVERY) -> Path:
    """Write the configuration into ``folder``; its journal lies there too."""
    text = HEAD.format(folder=folder, snapshot_every=snapshot_every)
    desks = (DESK.format(number=number, badge=badge_of(number)) for number in window_numbers(windows))
    path = folder / "hall.toml"
    path.write_text(text + "".join(desks), encoding="utf-8")
    return path
