"""The paper of an away number: its mark and one line in both languages, and nothing nobody knows.

Said in the printer's own bytes, and read back by the simulated printer.
"""

from pathlib import Path

import pytest

from devices.ticket_printer.layout import columns, text_columns
from devices.ticket_printer.protocol import ticket_bytes
from devices.ticket_printer.simulated import Paper, SimulatedPrinter
from kiosk.citizen import texts
from kiosk.citizen.paper import paper_of
from kiosk.citizen.sample_hall import sample_docs
from kiosk.citizen.view import kiosk_view
from kiosk.citizen.visit import KioskState, Visit
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.vocabulary import PriorityReason
from queue_server.wire.from_server import TicketSlip
from tests.kiosk_citizen.away.hall import HALL, ITEM, desk_at

IDENTITY = "110105194912310021"
VISIT = Visit(identity=IDENTITY)


def slip_at(path: Path, visit: Visit) -> TicketSlip:
    slip = desk_at(path).issue(visit, ITEM, HALL, wants_paper=True)
    assert isinstance(slip, TicketSlip)
    return slip


def said(slip: TicketSlip, visit: Visit, width_mm: int) -> bytes:
    state = KioskState(kiosk_view(MemoryLink(sample_docs()).docs, is_connected=True), visit)
    return ticket_bytes(paper_of(slip, state, width_mm))


def printed(data: bytes) -> Paper:
    printer = SimulatedPrinter()
    printer.hear(data)
    assert printer.unread_bytes == 0
    (paper,) = printer.papers
    assert paper.is_cut
    return paper


@pytest.mark.parametrize("width_mm", [58, 80])
def test_the_paper_says_that_it_was_issued_while_the_server_was_away(tmp_path: Path, width_mm: int) -> None:
    slip = slip_at(tmp_path / "k.away", VISIT)
    paper = printed(said(slip, VISIT, width_mm))
    lines, whole = [line.text for line in paper.lines], paper.text.replace("\n", "")
    assert paper.largest == slip.number == "DZ001"
    assert texts.AWAY_MARK.zh in lines
    assert texts.AWAY_MARK.en in lines
    assert texts.AWAY_PLACE.zh in lines
    assert texts.AWAY_PLACE.en.replace(" ", "") in whole.replace(" ", "")
    assert paper.qr == slip.link
    assert not any("前面" in line or "预计" in line or "0021" in line for line in lines)
    assert all(text_columns(line.text) * line.size <= columns(width_mm) for line in paper.lines)


@pytest.mark.parametrize("width_mm", [58, 80])
def test_mark_and_note_go_to_the_printer_in_its_own_letters(tmp_path: Path, width_mm: int) -> None:
    data = said(slip_at(tmp_path / "k.away", VISIT), VISIT, width_mm)
    assert texts.AWAY_MARK.zh.encode("gb18030") in data
    assert texts.AWAY_MARK.en.encode("ascii") in data
    assert texts.AWAY_PLACE.zh.encode("gb18030") in data
    assert IDENTITY[-4:].encode() not in data


def test_priority_stands_on_it_too(tmp_path: Path) -> None:
    visit = Visit(reason=PriorityReason.ELDERLY)
    paper = printed(said(slip_at(tmp_path / "k.away", visit), visit, 80))
    assert any("优先" in line.text for line in paper.lines)
    assert texts.AWAY_MARK.zh in [line.text for line in paper.lines]
