"""What the command's tests share: real halls played into journals, one by the demonstration itself."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from queue_server.__main__ import parser
from queue_server.demo.run import Demo
from queue_server.hall.events import Event
from queue_server.store.chain import EMPTY, Head, Row, digest_after
from queue_server.store.journal import Batch
from queue_server.store.sqlite import SqliteJournal
from tests.once import once

OFFSET_MS = 28_800_000
HALL = """
[hall]
name = "襄州区行政服务中心"
name_en = "Xiangzhou Service Centre"
hours = ["00:00-24:00"]
closed_weekdays = []

[store]
path = "{folder}/hall.db"
secret_file = "{folder}/secret.key"

[[areas]]
code = "1"
name = "一区"

[[departments]]
code = "GA"
name = "公安局"
name_en = "Police"

[[departments]]
code = "SW"
name = "税务局"
name_en = "Taxes"

[[queues]]
code = "A"
name = "户籍"
name_en = "Households"
area = "1"

[[queues]]
code = "B"
name = "税务"
name_en = "Taxes"
area = "1"

[[items]]
code = "A1"
name = "=居民身份证换领"
name_en = "ID card"
department = "GA"
queue = "A"

[[items]]
code = "A2"
name = "户口迁移"
name_en = "Moving house"
department = "GA"
queue = "A"

[[items]]
code = "B1"
name = "纳税申报"
name_en = "Tax return"
department = "SW"
queue = "B"

[[windows]]
number = "01"
area = "1"
items = ["A1", "A2"]

[[windows]]
number = "02"
area = "1"
items = ["A1", "A2"]

[[windows]]
number = "03"
area = "1"
items = ["A1", "B1"]
may_pick = true

[[staff]]
id = "S001"
name = "王喆𠮷"
department = "GA"
badge = "1"

[[staff]]
id = "S002"
name = "李堃"
department = "SW"
badge = "2"
"""
"""The hall that ``tests.reports.days`` plays, as a configuration, with names that are not easy to print."""


async def write_journal(path: Path, events: list[tuple[int, str, str, Event]]) -> Path:
    """Write instants, actors, requests and events as a journal; return its path."""
    head, rows = EMPTY, []
    for at_ms, actor, request, event in events:
        body = msgspec.json.encode(event).decode()
        day = day_of(at_ms)
        kind = str(event.__struct_config__.tag)
        columns = ("hall", head.seq + 1, at_ms, day, actor, request, "", kind, body)
        rows.append(Row(*columns, digest_after(head.digest, columns)))
        head = Head(rows[-1].seq, rows[-1].digest)
    journal = await SqliteJournal.open(path)
    await journal.append(Batch(tuple(rows)))
    await journal.close()
    return path


def day_of(at_ms: int) -> str:
    """Return the local day of an instant."""
    return datetime.fromtimestamp((at_ms + OFFSET_MS) / 1000, UTC).strftime("%Y%m%d")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with ``hall.toml``; its journal is to be ``hall.db`` beside it."""
    (tmp_path / "hall.toml").write_text(HALL.replace("{folder}", str(tmp_path)), encoding="utf-8")
    return tmp_path


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a demonstration that has run, server, devices and citizens; ``hall.db`` in it."""
    words = ["demo", "--no-screen", "--minutes", "10", "--speed", "600", "--seed", "11", "--port", "0"]
    asked = parser().parse_args(words)
    return once(tmp_path_factory, "report-demo", lambda folder: asyncio.run(Demo(asked, folder).run()))
