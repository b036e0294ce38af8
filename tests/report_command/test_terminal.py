"""The report on a real terminal: a pseudo-terminal of a width, read as a person would see it."""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.report_command.played import write_two_months

ROOT = Path(__file__).parents[2]
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def shown(width: int, *words: str) -> list[str]:
    """Run the command in a terminal of this width; return its lines without colours."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, width, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    environment.pop("COLUMNS", None)
    command = [sys.executable, "-m", "queue_server", "report", *words]
    with subprocess.Popen(command, stdout=theirs, stdin=subprocess.DEVNULL, env=environment) as process:
        os.close(theirs)
        content = _read(ours)
    os.close(ours)
    assert process.returncode == 0, content
    assert COLOUR.search(content), "a terminal is given colours"
    return COLOUR.sub("", content).split("\r\n")


def _read(handle: int) -> str:
    """Read to the end, which a pseudo-terminal says as an error."""
    content = b""
    while True:
        try:
            data = os.read(handle, 65536)
        except OSError:
            break
        if not data:
            break
        content += data
    return content.decode()


@pytest.mark.parametrize("width", [80, 100, 160])
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_no_line_is_wider_than_the_terminal(folder: Path, width: int, language: str) -> None:
    await write_two_months(folder)
    words = ["month", "2026-03", "--config", str(folder / "hall.toml"), "--language", language]
    lines = shown(width, *words)
    assert [line for line in lines if cell_len(line) > width] == []
    text = " ".join(" ".join(lines).split())
    assert ("月报 Monthly report" if language == "zh" else "Monthly report") in text
    assert "…" not in text, "nothing was cut off"


async def test_a_narrow_terminal_gets_a_table_in_parts(folder: Path) -> None:
    await write_two_months(folder)
    words = ["day", "2026-03-02", "--config", str(folder / "hall.toml"), "--language", "en"]
    wide, narrow = shown(160, *words), shown(100, *words)
    assert len([line for line in wide if line.startswith("All ")]) == 3  # figures, ratings, forecasts
    assert len([line for line in narrow if line.startswith("All ")]) == 4
