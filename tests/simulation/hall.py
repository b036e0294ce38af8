"""The hall of a day as a configuration: items, windows, staff, one serial line, a badge reader at the door.

The thresholds of supervision are minutes, not hours: cards must climb within a short day.
"""

from queue_server.config import Config
from queue_server.config_file.load import config_of_text
from tests.simulation.profile import Profile

HEAD = """
[hall]
name = "厅"
hours = ["00:00-24:00"]
closed_weekdays = []
[listen]
port = 0
[supervision]
ceilings_min = { regular = 4, priority = 2 }
[[supervision.rules]]
code = "off_post"
steps = [
  { over = 60, level = "recorded", tells = ["window", "duty"] },
  { over = 150, level = "yellow", confirm = true },
  { over = 300, level = "red" },
]
[[supervision.rules]]
code = "idle_window"
steps = [{ over = 20, level = "warning" }, { over = 60, level = "warning", tells = ["duty"] }]
[[shifts]]
code = "usual"
name = "短班"
sessions = [{ time = "09:25-09:40" }, { time = "09:45-10:20" }]
[[areas]]
code = "L1"
name = "一楼"
[[departments]]
code = "d"
name = "公安"
[[queues]]
code = "A"
name = "户籍"
area = "L1"
[[queues]]
code = "B"
name = "税"
area = "L1"
[[items]]
code = "I1"
name = "户口"
department = "d"
queue = "A"
[[items]]
code = "I2"
name = "证"
department = "d"
queue = "A"
[[items]]
code = "I3"
name = "税"
department = "d"
queue = "B"
[[staff]]
id = "S90"
name = "值班"
badge = "0000000190"
is_manager = true
shift = ""
"""
WINDOW = """
[[windows]]
number = "{n:02}"
area = "L1"
items = {items}
[[staff]]
id = "S{n:02}"
name = "员{n}"
department = "d"
badge = "{badge}"
"""
LINE = """
[[readers]]
name = "door"
port = "sim://door"
[keymaps.standard]
"0B" = "finish_service"
"0C" = "call_next"
"0D" = "recall_ticket"
"06 0F" = "mark_no_show"
"12" = "toggle_pause"
[[lines]]
name = "north"
port = "sim://north"
refresh_s = 0
"""
COUNTER = """
[[counters]]
window = "{n:02}"
line = "north"
pad = {n}
evaluator = {evaluator}
"""
MARKS = "ZYX"
"""The letters of the kiosks' own numbers."""
STRANGE = "0005898564"
"""A badge that belongs to nobody."""


def badge_of(n: int) -> str:
    """Return the badge of whoever works at a window."""
    return f"{100 + n:010}"


def hall_of(profile: Profile) -> Config:
    """Return a hall that is open all day, with three items in two queues."""
    numbers = range(1, profile.windows + 1)
    windows = "".join(
        WINDOW.format(n=n, badge=badge_of(n), items='["I1", "I2"]' if n == 1 else '["I1", "I2", "I3"]')
        for n in numbers
    )
    lines = LINE + "".join(COUNTER.format(n=n, evaluator=128 + n) for n in numbers) if profile.wires else ""
    marks = ", ".join(f'K{n} = "{MARKS[n]}"' for n in range(profile.kiosks))
    away = f"[away]\nmarks = {{ {marks} }}\n" if profile.away else ""
    return config_of_text(HEAD + away + windows + lines, "simulated hall")
