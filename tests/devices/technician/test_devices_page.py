"""The technician's page shows what the command really says."""

import re
from pathlib import Path

import pytest

from devices.counter_bus.keymap import compile_keymap
from devices.framing import DropReason, Splitter
from devices.technician.typed import NotUnderstood, understand
from devices.technician.words import KEY_NAMES, describe
from devices.ticket_printer.driver import SILENT, UNREACHABLE
from devices.ticket_printer.protocol import PrinterCondition

PAGE = (Path(__file__).parents[3] / "docs" / "devices.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^\d\d:\d\d:\d\d\.\d{3}  ((?:[0-9A-F]{2} )+) (.+)$", PAGE, re.MULTILINE)
TYPED = re.findall(
    r"^\| `([^`]+)` \| (?:presses|digits, then|the same in|says what|ends)", PAGE, re.MULTILINE
)


@pytest.mark.parametrize(("spaced", "words"), SHOWN)
def test_a_frame_on_the_page_means_what_the_page_says(spaced: str, words: str) -> None:
    (raw,) = Splitter().feed(bytes.fromhex(spaced))
    assert describe(raw) == words


def test_the_page_shows_a_frame_of_each_kind() -> None:
    assert len(SHOWN) == 4


@pytest.mark.parametrize("line", TYPED)
def test_what_the_page_says_can_be_typed(line: str) -> None:
    assert not isinstance(understand(line), NotUnderstood | None)


def test_the_page_explains_every_reason_for_dropping_bytes() -> None:
    assert [reason for reason in DropReason if f"`{reason}`" not in PAGE] == []


def test_the_page_explains_every_fault_of_a_printer() -> None:
    faults = {*PrinterCondition, SILENT, UNREACHABLE} - {PrinterCondition.READY}
    assert sorted(fault for fault in faults if f"`{fault}`" not in PAGE) == []


def test_the_page_names_every_key() -> None:
    assert f"`{' '.join(KEY_NAMES)}`" in PAGE


def test_the_pages_key_map_is_a_key_map() -> None:
    keys = dict(re.findall(r'^"([^"]+)" = "([^"]+)"', PAGE, re.MULTILINE))
    assert compile_keymap(keys).acts == {"call_next", "mark_no_show", "pick_ticket", "sign_in"}
