"""The tables of the lives of ticket and window, and the page that shows them."""

from pathlib import Path

import pytest

from queue_server.hall import events as e
from queue_server.hall.diagrams import page
from queue_server.hall.lifecycles import TICKET_MOVES, WINDOW_MOVES, ticket_after, window_after
from queue_server.vocabulary import OPEN_STATES, CallKind, TicketId, TicketState, WindowNo, WindowState

CALL = e.TicketCalled(TicketId("t"), WindowNo("01"), 1, CallKind.NEXT, e.CallReason("fifo", "only_one"))
PAGE = Path(__file__).parents[2] / "docs" / "lifecycles.md"


def test_every_state_has_its_row() -> None:
    assert set(TICKET_MOVES) == set(TicketState)
    assert set(WINDOW_MOVES) == set(WindowState)


def test_an_ended_ticket_moves_no_more_and_an_open_one_can_end() -> None:
    for state, moves in TICKET_MOVES.items():
        assert bool(moves) is (state in OPEN_STATES)
        assert (e.TicketClosed in moves) is (state in OPEN_STATES)


def test_every_state_can_be_reached() -> None:
    reached = {state for moves in TICKET_MOVES.values() for state in moves.values()}
    assert reached | {TicketState.WAITING} == set(TicketState)
    seen = {state for moves in WINDOW_MOVES.values() for state in moves.values()}
    assert seen == set(WindowState)


def test_the_interpreter_follows_the_table() -> None:
    assert ticket_after(TicketState.WAITING, CALL) is TicketState.CALLED
    assert window_after(WindowState.IDLE, CALL) is WindowState.CALLED


def test_an_illegal_move_says_what_it_was() -> None:
    with pytest.raises(AssertionError, match="a ticket that is served cannot take TicketCalled"):
        ticket_after(TicketState.SERVED, CALL)
    with pytest.raises(AssertionError, match="a window that is paused cannot take TicketCalled"):
        window_after(WindowState.PAUSED, CALL)


def test_the_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "python -m queue_server.hall.diagrams > docs/lifecycles.md"
    )
