"""A press asks for what its key map says, in the window's own state, and for nothing else."""

import pytest

from queue_server.config_file.check_keymap import ACTS
from queue_server.hall import commands as c
from queue_server.hall.lookup import Hall
from queue_server.hall.room import HallRoom
from queue_server.runtime.field.presses import BY_KEY, HELP_ACTS, PRESSES, SILENT_ACTS, Asked, command_for
from queue_server.runtime.rehearsal import PLAN, Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import ItemCode, TicketId, WindowNo

WINDOW = WindowNo("01")


def asked(digits: str = "", room: HallRoom | None = None) -> Asked:
    return Asked(room or HallRoom.empty(), Hall(PLAN), WINDOW, digits)


def test_every_act_that_a_key_map_may_name_has_a_meaning_here() -> None:
    assert set(ACTS) == set(PRESSES) | SILENT_ACTS | HELP_ACTS | {"sign_in"}


@pytest.mark.parametrize(
    ("act", "command"),
    [
        ("call_next", c.CallNext(WINDOW)),
        ("recall_ticket", c.RecallTicket(WINDOW)),
        ("start_service", c.StartService(WINDOW)),
        ("finish_service", c.FinishService(WINDOW)),
        ("mark_no_show", c.MarkNoShow(WINDOW)),
        ("hold_ticket", c.HoldTicket(WINDOW, BY_KEY)),
        ("resume_ticket", c.ResumeTicket(WINDOW)),
        ("pause_window", c.PauseWindow(WINDOW, BY_KEY)),
        ("unpause_window", c.UnpauseWindow(WINDOW)),
        ("toggle_pause", c.PauseWindow(WINDOW, BY_KEY)),
        ("undo_step", c.UndoStep(WINDOW)),
        ("sign_out", c.SignOut(WINDOW)),
    ],
)
def test_an_act_asks_for_its_command(act: str, command: c.AnyCommand) -> None:
    assert command_for(act, asked()) == command


def test_a_transfer_names_the_window_as_it_is_painted() -> None:
    assert command_for("transfer_ticket", asked("4")) == c.TransferTicket(
        WINDOW, to_window=WindowNo("04"), reason=BY_KEY
    )


def test_an_act_without_a_command_asks_for_nothing() -> None:
    assert command_for("ignore", asked()) is None
    assert command_for("call_guard", asked()) is None


async def test_digits_pick_the_waiting_ticket_with_that_number() -> None:
    async with running(Rehearsal(MemoryJournal())) as rehearsal:
        await rehearsal.take()
        await rehearsal.take()
        room = rehearsal.engine.room
        command = command_for("pick_ticket", asked("2", room))
        assert command == c.PickTicket(WINDOW, room.state.tickets[sorted(room.state.tickets)[1]].id, BY_KEY)


async def test_digits_of_two_letters_pick_nobody_by_a_guess() -> None:
    async with running(Rehearsal(MemoryJournal())) as rehearsal:
        await rehearsal.take()
        await rehearsal.take(item=ItemCode("I2"))
        at = Asked(rehearsal.engine.room, Hall(PLAN), WindowNo("02"), "1")
        assert at.picked() is None
        assert command_for("pick_ticket", at) == c.PickTicket(WindowNo("02"), TicketId("1"), BY_KEY)


async def test_digits_pick_far_down_the_line() -> None:
    async with running(Rehearsal(MemoryJournal())) as rehearsal:
        for _ in range(60):
            await rehearsal.take()
        assert asked("60", rehearsal.engine.room).picked() == "20260302-A060"


async def test_a_number_that_nobody_waits_with_is_left_to_the_rules() -> None:
    command = command_for("pick_ticket", asked("77"))
    assert isinstance(command, c.PickTicket)
    assert command.ticket == "77"


async def test_the_same_key_continues_a_paused_window() -> None:
    async with running(Rehearsal(MemoryJournal())) as rehearsal:
        await rehearsal.sign_in()
        await rehearsal.ask(c.PauseWindow(WINDOW, "整理材料"), "window:01")
        assert command_for("toggle_pause", asked("", rehearsal.engine.room)) == c.UnpauseWindow(WINDOW)
