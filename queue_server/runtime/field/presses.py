"""From a pad's keys to a command of the hall: pure. What a key means comes from the key map, never from here.

A pad has no screen to ask on, so a reason is the first configured one, or the words that say it came by key.
"""

from collections.abc import Callable

from queue_server.hall import commands as c
from queue_server.hall import views
from queue_server.hall.lookup import Hall
from queue_server.hall.plan import Name
from queue_server.hall.room import HallRoom
from queue_server.vocabulary import TicketId, WindowNo, WindowState

BY_KEY = "按键"
"""The reason of an act whose reason was not configured: it came from the pad."""

Press = Callable[["Asked"], c.AnyCommand | None]


class Asked:
    """One press with everything its meaning may need."""

    def __init__(self, room: HallRoom, hall: Hall, window: WindowNo, digits: str) -> None:
        self.room, self.hall, self.window, self.digits = room, hall, window, digits

    def reason(self, configured: tuple[Name, ...]) -> str:
        return configured[0].zh if configured else BY_KEY

    def is_paused(self) -> bool:
        window = self.room.state.windows.get(self.window)
        return window is not None and window.state is WindowState.PAUSED

    def picked(self) -> TicketId | None:
        """Return the ticket this window could call whose number has the digits typed.

        None where no ticket or more than one has them: a pad has no letters, and nobody is called by a guess.
        """
        items = views.skills_of(self.room, self.hall, self.window)
        lanes = self.room.lanes.for_window(self.window, items)
        found = [entry[3] for lane in lanes for entry in lane.line if self._has_digits(entry[3])]
        return found[0] if len(found) == 1 else None

    def _has_digits(self, ticket: TicketId) -> bool:
        number = self.room.state.tickets[ticket].number
        return int("".join(filter(str.isdigit, number))) == int(self.digits)


def _pick(asked: Asked) -> c.AnyCommand | None:
    ticket = asked.picked() or TicketId(asked.digits)
    return c.PickTicket(asked.window, ticket, asked.reason(asked.hall.plan.pick_reasons))


def _pause(asked: Asked) -> c.AnyCommand:
    return c.PauseWindow(asked.window, asked.reason(asked.hall.plan.pause_reasons))


def _toggle_pause(asked: Asked) -> c.AnyCommand:
    return c.UnpauseWindow(asked.window) if asked.is_paused() else _pause(asked)


def _transfer(asked: Asked) -> c.AnyCommand:
    target = WindowNo(asked.digits.zfill(len(asked.window)))
    return c.TransferTicket(asked.window, to_window=target, reason=BY_KEY)


PRESSES: dict[str, Press] = {
    "call_next": lambda asked: c.CallNext(asked.window),
    "recall_ticket": lambda asked: c.RecallTicket(asked.window),
    "start_service": lambda asked: c.StartService(asked.window),
    "finish_service": lambda asked: c.FinishService(asked.window),
    "mark_no_show": lambda asked: c.MarkNoShow(asked.window),
    "hold_ticket": lambda asked: c.HoldTicket(asked.window, asked.reason(asked.hall.plan.hold_reasons)),
    "resume_ticket": lambda asked: c.ResumeTicket(asked.window),
    "transfer_ticket": _transfer,
    "pick_ticket": _pick,
    "pause_window": _pause,
    "unpause_window": lambda asked: c.UnpauseWindow(asked.window),
    "toggle_pause": _toggle_pause,
    "undo_step": lambda asked: c.UndoStep(asked.window),
    "sign_out": lambda asked: c.SignOut(asked.window),
}
"""Act of a key map -> the command it asks for. ``sign_in`` is checked at the staff doors first."""

SILENT_ACTS = frozenset({"ignore"})
"""Keys that are there and mean nothing in this hall."""
HELP_ACTS = frozenset({"call_guard", "call_manager"})
"""A call for a person, noted in the logbook; nothing of the queue changes."""


def command_for(act: str, asked: Asked) -> c.AnyCommand | None:
    """Return the command that ``act`` asks for, or None when it asks for nothing."""
    press = PRESSES.get(act)
    return press(asked) if press else None
