"""The largest hall that is promised: 200 windows, 300 staff, 20 doors; for a test and a benchmark."""

from queue_server.config import Config
from queue_server.config_file.load import config_of_text

WINDOWS, STAFF, DOORS, QUEUES = 200, 300, 20, 20

HEAD = """
[hall]
name = "大厅"
hours = ["00:00-24:00"]
closed_weekdays = []
[listen]
port = 0
[[areas]]
code = "L1"
name = "一楼"
"""
QUEUE = """
[[departments]]
code = "D{n}"
name = "部门{n}"
[[queues]]
code = "{letter}"
name = "队{n}"
area = "L1"
[[items]]
code = "I{n}"
name = "事项{n}"
department = "D{n}"
queue = "{letter}"
"""
WINDOW = """
[[windows]]
number = "{n:03d}"
area = "L1"
departments = ["D{department}"]
"""
MEMBER = """
[[staff]]
id = "{n:04d}"
name = "职员{n}"
badge = "{badge}"
department = "D{department}"
substitutes = ["{substitute:04d}"]
is_chief = {is_chief}
"""
DOOR = """
[[readers]]
name = "door-{n}"
port = "sim://door-{n}"
again_after_ms = 0
place = "{n}号门"
"""


def badge_of(n: int) -> str:
    """Return the badge of the n-th person."""
    return f"{4_200_000 + n * 7:010d}"


def large_text() -> str:
    """Return the hall as a file."""
    queues = [QUEUE.format(n=n, letter=chr(ord("A") + n)) for n in range(QUEUES)]
    windows = [WINDOW.format(n=n + 1, department=n % QUEUES) for n in range(WINDOWS)]
    staff = [
        MEMBER.format(
            n=n,
            badge=badge_of(n),
            department=n % QUEUES,
            substitute=(n + QUEUES) % STAFF,
            is_chief=str(n < QUEUES).lower(),
        )
        for n in range(STAFF)
    ]
    return "".join([HEAD, *queues, *windows, *staff, *(DOOR.format(n=n) for n in range(DOORS))])


def large_hall() -> Config:
    return config_of_text(large_text(), "large hall")
