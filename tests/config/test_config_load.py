"""From a file on disk to a Config, and back into words."""

from collections.abc import Callable
from pathlib import Path

import pytest

from queue_server.config import Config
from queue_server.config_file import explain, load_config
from queue_server.errors import ConfigError
from queue_server.hall.plan import Span
from queue_server.vocabulary import TicketClass


def test_a_file_is_read_with_and_without_a_byte_order_mark(tmp_path: Path, small: str) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        path = tmp_path / f"{encoding}.toml"
        path.write_text(small, encoding=encoding)
        assert load_config(path).plan.name.zh == "小厅"


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"hall\.toml: cannot be read: No such file"):
        load_config(tmp_path / "hall.toml")


def test_another_encoding_is_named(tmp_path: Path, small: str) -> None:
    path = tmp_path / "hall.toml"
    path.write_bytes(small.encode("gbk"))
    with pytest.raises(ConfigError, match="is not UTF-8 at byte"):
        load_config(path)


def test_skills_by_department_queue_and_item_are_put_together(
    small: str, read: Callable[[str], Config]
) -> None:
    more = """
[[queues]]
code = "B"
name = "乙"
area = "A"
[[items]]
code = "B-1"
name = "乙一"
department = "GA"
queue = "B"
[[items]]
code = "B-2"
name = "乙二"
department = "GA"
queue = "B"
[[windows]]
number = "02"
area = "A"
queues = ["A"]
items = ["B-2"]
[[windows]]
number = "03"
area = "A"
queues = ["B"]
"""
    windows = read(small + more).plan.windows
    assert [window.items for window in windows] == [
        ("GA-1", "B-1", "B-2"),
        ("GA-1", "B-2"),
        ("B-1", "B-2"),
    ]


def test_hours_and_slices_become_minutes_of_the_day(small: str, read: Callable[[str], Config]) -> None:
    text = small.replace(
        'name = "户籍"',
        'name = "户籍"\nhours = ["8:00-24:00"]\nslices = [{ time = "09:00-10:30", quota = 7 }]',
    )
    (queue,) = read(text).plan.queues
    assert queue.hours == (Span(480, 1440),)
    assert queue.slices == (Span(540, 630, 7),)


@pytest.mark.parametrize(("offset", "minutes"), [("+08:00", 480), ("-03:30", -210), ("+00:00", 0)])
def test_the_offset_from_utc_is_read(
    small: str, read: Callable[[str], Config], offset: str, minutes: int
) -> None:
    text = small.replace('name = "小厅"', f'name = "小厅"\nutc_offset = "{offset}"')
    assert read(text).plan.utc_offset_min == minutes


def test_a_target_that_is_not_written_keeps_its_default(small: str, read: Callable[[str], Config]) -> None:
    targets = read(f"{small}\n[dispatch]\ntargets_min = {{ regular = 40 }}").plan.dispatch.targets_min
    assert targets[TicketClass.REGULAR] == 40
    assert targets[TicketClass.GREEN] == 8


def test_a_right_file_is_told_back(tmp_path: Path, small: str) -> None:
    path = tmp_path / "hall.toml"
    path.write_text(small, encoding="utf-8")
    told = explain(path).splitlines()
    assert told[0] == "小厅"
    assert "  A  户籍: 1 items at 01" in told
    assert "  01: 1 items, no devices" in told
    assert (
        "  listens on ws://127.0.0.1:8765, without tokens: every program on this machine may connect" in told
    )


def test_the_summary_says_which_roles_are_open(small: str, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    path.write_text(f'{small}\n[[tokens]]\nrole = "board"\ntoken = "0123456789abcdef"\n', encoding="utf-8")
    assert (
        "tokens for board; every program on this machine may be kiosk, manager, rating, wall, window"
        in explain(path)
    )


def test_the_summary_says_that_a_simulated_line_never_opens(small: str, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    line = '[[lines]]\nname = "{}"\nport = "{}"\n'
    lines = line.format("L1", "sim://north") + line.format("L2", "/dev/ttyS0")
    path.write_text(f'{small}\n{lines}[keymaps.standard]\n"0C" = "call_next"\n', encoding="utf-8")
    told = explain(path).splitlines()
    place = told.index("  line L1 at sim://north, 9600 baud, key map standard: 0 windows")
    assert told[place + 1] == "     is simulated, for demonstrations: `queue-server serve` cannot open it"
    assert sum("simulated" in each for each in told) == 1


def test_the_summary_tells_supervision_back(small: str, tmp_path: Path) -> None:
    path = tmp_path / "hall.toml"
    more = """
[[supervision.rules]]
code = "late"
steps = []
[[staff]]
id = "7"
badge = "1"
[[staff]]
id = "8"
badge = "2"
shift = ""
[[readers]]
name = "east"
port = "/dev/ttyS7"
kind = "osdp"
key_file = "{key}"
place = "东门"
[[calendar]]
date = 2087-05-06
works = false
"""
    key = tmp_path / "east.key"
    key.write_text("0123456789abcdef" * 2)
    key.chmod(0o600)
    path.write_text(small + more.replace("{key}", str(key)), encoding="utf-8")
    told = explain(path).splitlines()
    last = int(next(line for line in told if "by notice" in line).split("end of ")[1][:4])
    assert last >= 2026
    assert told[told.index("supervision") + 1 :] == [
        "  12 rules are on, off: late",
        "  levels from mild to severe: 记录 recorded, 预警 warning, 黄牌 yellow card, 红牌 red card",
        "  attendance is kept of 1 staff, shifts: usual",
        "  1 badge readers",
        "  reader east 东门 at /dev/ttyS7, osdp",
        f"  holidays are settled by notice to the end of {last}, 1 days by [[calendar]]",
        f"  provisional, by the day of the week alone: from {last + 1} on, until [[calendar]] says more",
        "  of the provisional years [[calendar]] has days of 2087",
    ]


@pytest.mark.parametrize(
    ("listen", "said"),
    [
        ("", "an address that no phone can open: write public_url"),
        ('[listen]\npublic_url = "https://hall.example"\n', "https://hall.example"),
    ],
)
def test_the_summary_says_where_a_tickets_code_leads(
    small: str, tmp_path: Path, listen: str, said: str
) -> None:
    path = tmp_path / "hall.toml"
    path.write_text(f"{small}\n{listen}", encoding="utf-8")
    assert any(line.startswith(f"  tickets lead phones to {said}") for line in explain(path).splitlines())
