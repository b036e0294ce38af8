"""The paper of an away number: its mark and one line in both languages, and nothing nobody knows."""

from pathlib import Path

from devices.ticket_printer.layout import lay_out
from kiosk.citizen.paper import paper_of
from kiosk.citizen.sample_hall import sample_docs
from kiosk.citizen.view import kiosk_view
from kiosk.citizen.visit import KioskState, Visit
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.wire.from_server import TicketSlip
from tests.kiosk_citizen.away.hall import HALL, ITEM, desk_at


def test_the_paper_says_that_it_was_issued_while_the_server_was_away(tmp_path: Path) -> None:
    visit = Visit(identity="110105194912310021")
    slip = desk_at(tmp_path / "k.away").issue(visit, ITEM, HALL, wants_paper=True)
    assert isinstance(slip, TicketSlip)
    state = KioskState(kiosk_view(MemoryLink(sample_docs()).docs, is_connected=True), visit)
    for width_mm in (58, 80):
        lines = [line.text for line in lay_out(paper_of(slip, state, width_mm))]
        assert slip.number in lines
        assert "离线取号" in lines
        assert "恢复后按取号时间排队" in lines
        assert not any("前面" in line or "预计" in line or "0021" in line for line in lines)
