"""The documents hold together: every link leads somewhere, every command named in them exists."""

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\[[^\]]*\]\((?!https?://|#)([^)#\s]+)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_make_target_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    named = {
        name
        for page in PAGES
        for name in re.findall(r"(?:`|^)make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert named
    assert named <= targets


def test_the_readme_names_every_option_of_the_demonstration() -> None:
    source = (ROOT / "queue_server" / "__main__.py").read_text(encoding="utf-8")
    words = source.partition("def _demo_words")[2].partition("\ndef ")[0]
    options = re.findall(r'"(--[a-z-]+)"', words)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert options
    assert [option for option in options if f"`{option}" not in readme] == []


PROGRAMS = {
    "queue-server": "queue_server",
    "kiosk": "kiosk",
    "hall-display": "hall_display",
    "hall-devices": "devices",
}
COMMANDS = re.findall(
    rf"^({'|'.join(PROGRAMS)}) (.+)$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE
)


def test_the_readme_shows_every_program() -> None:
    assert {program for program, _ in COMMANDS} == set(PROGRAMS)


@pytest.mark.parametrize(("program", "words"), COMMANDS)
def test_every_command_of_the_readme_exists(program: str, words: str) -> None:
    command, *arguments = words.split()
    options = {word for word in arguments if word.startswith("--")}
    assert options <= set(re.findall(r"--[a-z-]+", _help_of(program, command)))


@cache
def _help_of(program: str, command: str) -> str:
    """Return what a command says of itself; many lines of the page are of the same one."""
    done = subprocess.run(
        [sys.executable, "-m", PROGRAMS[program], command, "--help"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
