"""The printed report: pages that a reader of PDFs can read back, in Chinese, with all that they promise."""

import re
import subprocess
from pathlib import Path

import pytest

from queue_server.__main__ import main
from queue_server.report_command.fonts import FOLDER, is_shipped
from tests.report_command.played import write_two_months


async def printed(folder: Path, *words: str) -> Path:
    """Print a report; return the file."""
    await write_two_months(folder)
    out = folder / "report.pdf"
    command = ["report", *words, "--config", str(folder / "hall.toml"), "--format", "pdf", "--out", str(out)]
    assert main(command) == 0
    return out


def text_of(pdf: Path, *words: str) -> str:
    done = subprocess.run(["pdftotext", *words, str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def fonts_in(pdf: Path) -> list[str]:
    done = subprocess.run(["pdffonts", str(pdf)], capture_output=True, text=True, check=True)
    return [line.split()[0] for line in done.stdout.splitlines()[2:]]


def pages_in(pdf: Path) -> list[str]:
    return text_of(pdf, "-layout").split("\f")[:-1]


async def test_it_is_a_pdf(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = (await printed(folder, "month", "2026-03")).read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"WutongPaper-Regular" in content
    assert "the shipped fonts have no 𠮷" in capsys.readouterr().err


@pytest.mark.needs("poppler-utils")
async def test_its_text_is_chinese_with_english_beside_it(folder: Path) -> None:
    pages = pages_in(await printed(folder, "month", "2026-03"))
    whole = re.sub(r"\s+", "", "".join(pages))
    for words in (
        "襄州区行政服务中心XiangzhouServiceCentre", "月报", "Monthlyreport", "变化均较上月", "发号issued",
        "窗口排名Rankingofwindows", "评价分布", "考勤Attendance", "20260302-K003", "户口迁移",
        "李堃", "病假2",
    ):  # fmt: skip
        assert words in whole
    assert "80.0%" in pages[0]


@pytest.mark.needs("poppler-utils")
async def test_every_page_has_its_number_and_every_table_its_head(folder: Path) -> None:
    pages = pages_in(await printed(folder, "month", "2026-03"))
    assert len(pages) >= 2
    for n, page in enumerate(pages, start=1):
        assert f"第{n}页，共{len(pages)}页" in page.replace(" ", "")
    for page in pages[1:]:
        assert "月报" in page.partition("\n")[0]


@pytest.mark.needs("poppler-utils")
async def test_an_english_report_is_english_alone(folder: Path) -> None:
    pages = pages_in(await printed(folder, "week", "2026-W10", "--language", "en"))
    assert f"page 1 of {len(pages)}" in pages[0]
    assert "Weekly report" in pages[0]
    assert "周报" not in "".join(pages)


@pytest.mark.needs("poppler-utils")
async def test_nothing_but_the_shipped_fonts_is_needed(folder: Path) -> None:
    pdf = await printed(folder, "day", "2026-02-27")
    names = fonts_in(pdf)
    assert names
    assert all("WutongPaper" in name for name in names if "𠮷" not in text_of(pdf))


@pytest.mark.needs("poppler-utils")
async def test_pages_are_a4_and_nothing_runs_over_their_edge(folder: Path) -> None:
    pdf = await printed(folder, "month", "2026-03")
    boxes = text_of(pdf, "-bbox")
    assert re.search(r'width="595\.27\d+" height="841\.8\d+"', boxes)
    right = [float(edge) for edge in re.findall(r'xMax="([\d.]+)"', boxes)]
    assert max(right) <= 595.3 - 30


def test_what_is_said_to_be_shipped_is_in_the_fonts() -> None:
    from fontTools.ttLib import TTFont

    with TTFont(FOLDER / "WutongPaper-Regular.otf") as font:
        letters = font.getBestCmap()
    claimed = [chr(code) for code in range(0x20, 0xA000) if is_shipped(chr(code)) and chr(code).isprintable()]
    missing = [letter for letter in claimed if ord(letter) not in letters]
    assert len(claimed) > 21_000
    assert missing == []
