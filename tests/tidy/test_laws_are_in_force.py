"""The machines that check the laws are switched on, and what no static graph can see holds at run time."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
TEXTS = {".py", ".tcss", ".toml", ".md", ".html", ".js", ".css"}
SKIPPED = {".venv", ".git", "build", "dist", "vendor", "var", "htmlcov", "__pycache__"}
MADE_BY_TESTS = {"snapshot_report.html", ".coverage"}

BANNED = {
    "asyncio.create_task",
    "asyncio.ensure_future",
    "asyncio.gather",
    "datetime.datetime.now",
    "datetime.date.today",
    "time.time",
    "time.monotonic",
}
CONTRACTS = {
    "The four houses stand in one line",
    "Inside the server: rim above rooms above vocabulary",
    "Rooms are pure",
    "The wire knows words, not rooms",
    "Screens see the server only through the wire",
    "Only runtime.field opens the hall's devices",
    "Citizen kiosk, window terminal and rating screen are strangers",
    "The hall display borrows the screenkit and nothing else",
    "Serial frames are pure bytes",
    "Only devices.port opens a serial port",
}
OUTSIDE_WORDS = re.compile(
    "|".join(
        (
            "claude",
            "anthropic",
            "chatgpt",
            "openai",
            "copilot",
            r"\bll" r"m\b",
            r"language " "model",
            r"\bissue" r" #?\d",
            "/work/",
            "/tmp/w/",
            r"AI[- ]" "generated",
        )
    ),
    re.IGNORECASE,
)
"""The product speaks of itself: nothing of how, where or with what it was written."""


def test_fire_and_forget_and_hidden_clocks_are_banned() -> None:
    lint = PROJECT["tool"]["ruff"]["lint"]
    assert set(lint["flake8-tidy-imports"]["banned-api"]) >= BANNED
    assert {"TID", "T20", "ANN", "ASYNC", "D100", "D104"} <= set(lint["select"])


def test_every_contract_between_the_houses_stands() -> None:
    linter = PROJECT["tool"]["importlinter"]
    assert {contract["name"] for contract in linter["contracts"]} >= CONTRACTS
    assert set(linter["root_packages"]) == {"devices", "hall_display", "kiosk", "queue_server"}


def test_types_are_checked_strictly_in_source_and_tests() -> None:
    checker = PROJECT["tool"]["mypy"]
    assert checker["strict"] is True
    assert {"kiosk", "hall_display", "queue_server", "devices", "tests"} <= set(checker["packages"])


def test_warnings_are_errors_and_no_test_runs_for_ever() -> None:
    options = PROJECT["tool"]["pytest"]["ini_options"]
    assert "error" in options["filterwarnings"]
    assert 0 < options["timeout"] <= 150
    assert PROJECT["tool"]["coverage"]["run"]["branch"] is True


def _texts() -> Iterator[Path]:
    """Return every text of the checkout, without descending into what is not ours."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(set(folders) - SKIPPED)
        yield from (
            Path(folder, name) for name in sorted(set(files) - MADE_BY_TESTS) if Path(name).suffix in TEXTS
        )


def test_the_product_speaks_of_itself_alone() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:80]}"
        for path in _texts()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if OUTSIDE_WORDS.search(line)
    ]
    assert found == []


LOADED_BY = """
import importlib, pkgutil, sys
for name in sys.argv[1:]:
    package = importlib.import_module(name)
    for found in pkgutil.walk_packages(getattr(package, "__path__", []), name + "."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
print(" ".join(sorted({name for name in sys.modules})))
"""


def _loaded_by(*names: str) -> set[str]:
    """Return every module that a fresh Python has loaded after importing these, whole."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED_BY, *names],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def _of(names: set[str], *packages: str) -> set[str]:
    return {name for name in names if any(name == one or name.startswith(one + ".") for one in packages)}


@pytest.mark.parametrize(
    "rooms",
    [
        ("queue_server.hall",),
        ("queue_server.wire",),
        ("queue_server.store",),
        ("queue_server.config_file",),
        ("queue_server.runtime",),
    ],
)
def test_the_server_wakes_up_without_a_screen(rooms: tuple[str, ...]) -> None:
    assert _of(_loaded_by(*rooms), "textual", "kiosk", "hall_display") == set()


def test_the_rooms_wake_up_without_wire_disk_or_devices() -> None:
    rooms = (
        "hall",
        "supervision",
        "assessment",
        "reports",
        "explain",
        "vocabulary",
        "errors",
        "working_days",
    )
    loaded = _loaded_by(*(f"queue_server.{room}" for room in rooms))
    strangers = ("asyncio", "sqlite3", "aiosqlite", "websockets", "serial", "structlog", "devices", "random")
    assert _of(loaded, *strangers, "queue_server.store", "queue_server.runtime") == set()


def test_devices_know_nothing_of_ours() -> None:
    assert _of(_loaded_by("devices"), "queue_server", "kiosk", "hall_display", "textual") == set()


def test_screens_wake_up_without_the_hall_s_rules() -> None:
    loaded = _loaded_by("kiosk", "hall_display")
    assert _of(loaded, "queue_server.hall", "queue_server.store", "queue_server.runtime") == set()


def test_the_hall_display_wakes_up_without_devices() -> None:
    assert _of(_loaded_by("hall_display"), "devices", "kiosk.citizen", "kiosk.window", "serial") == set()


def test_everything_a_package_needs_is_shipped_with_it() -> None:
    shipped = {pattern.lstrip("*") for pattern in PROJECT["tool"]["setuptools"]["package-data"]["*"]}
    found = {
        path.suffix or path.name
        for package in ("devices", "hall_display", "kiosk", "queue_server")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert found - {".py"} <= {suffix for suffix in shipped if suffix.startswith(".")} | {".typed"}


def test_continuous_integration_installs_every_package_a_test_may_need() -> None:
    conftest = (ROOT / "tests" / "conftest.py").read_text(encoding="utf-8")
    needed = re.findall(r'^    "([a-z0-9-]+)": "', conftest, re.MULTILINE)
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert needed
    assert [package for package in needed if f"[{package}]=" not in script] == []
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "adr"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in sorted(folder.glob("0*.md")) if f"({page.name})" not in index] == []
