"""From the words of the wire to the commands of the hall: who asks, for which window, about which ticket.

Pure but for the doors of the staff, which wait for argon2. An identity number is checked here and goes on as
an ``Identity``; a PIN or badge ends here. One that stands where none belongs (a card held to the code
scanner, free words of the staff) is masked here, since every other text may stand in the journal for ever.
What cannot be translated is a Refusal, as a rule's no is.
"""

from collections.abc import Callable
from functools import cache, partial

import msgspec

from queue_server.errors import Refusal
from queue_server.hall import commands
from queue_server.hall.room import HallRoom
from queue_server.logbook import IDENTITY_LENGTH_MIN, mask_text
from queue_server.runtime.identity import Identity, parse_identity
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.staff_doors import StaffDoors
from queue_server.runtime.tokens import Admitted
from queue_server.runtime.translate_supervision import SUPERVISED, supervision_command
from queue_server.supervision.commands import ShowLife
from queue_server.vocabulary import Device, RefusalCode, Role, StaffId, TicketId, WindowNo
from queue_server.wire import from_kiosk, from_manager, from_rating, from_window
from queue_server.wire.from_kiosk import FromKiosk
from queue_server.wire.from_manager import FromManager
from queue_server.wire.from_rating import FromRating
from queue_server.wire.from_wall import FromWall
from queue_server.wire.from_window import FromWindow

Asked = FromKiosk | FromWindow | FromManager | FromWall | FromRating

SAME_FIELDS: dict[type[msgspec.Struct], Callable[..., commands.Command]] = {
    from_kiosk.ReportPaper: commands.ReportPaper,
    from_kiosk.ReprintTicket: commands.ReprintTicket,
    from_kiosk.CancelTicket: commands.CancelTicket,
    from_kiosk.LeaseNumbers: commands.LeaseNumbers,
    from_kiosk.HandInTicket: commands.HandInTicket,
    from_manager.ChangeClass: commands.ChangeClass,
    from_manager.ChangeSkills: commands.ChangeSkills,
    from_manager.CancelAppointment: commands.CancelAppointment,
    from_manager.PostNotice: commands.PostNotice,
    from_manager.CancelTicket: commands.CancelTicket,
    from_window.CancelTicket: commands.CancelTicket,
}
"""Messages whose fields, but for the request, are those of the command."""

AT_WINDOW: dict[type[msgspec.Struct], Callable[..., commands.Command]] = {
    from_window.SignOut: commands.SignOut,
    from_window.OpenWindow: commands.OpenWindow,
    from_window.CloseWindow: commands.CloseWindow,
    from_window.CallNext: commands.CallNext,
    from_window.PickTicket: commands.PickTicket,
    from_window.RecallTicket: commands.RecallTicket,
    from_window.StartService: commands.StartService,
    from_window.FinishService: commands.FinishService,
    from_window.MarkNoShow: commands.MarkNoShow,
    from_window.HoldTicket: commands.HoldTicket,
    from_window.ResumeTicket: commands.ResumeTicket,
    from_window.TransferTicket: commands.TransferTicket,
    from_window.AddItem: commands.AddItem,
    from_window.PauseWindow: commands.PauseWindow,
    from_window.UnpauseWindow: commands.UnpauseWindow,
    from_window.UndoStep: commands.UndoStep,
    from_rating.RateService: partial(commands.RateService, source=Device.SCREEN),
    from_window.ShowLife: partial(ShowLife, sign="touch"),
}
"""Messages that become a command with the window of the greeting put in."""

RETURNS = (from_kiosk.ReturnTicket, from_window.ReturnTicket, from_manager.ReturnTicket)

READ_HERE = frozenset({"request", "identity", "pin", "badge"})
"""Fields that go no further as they were said."""


def discreet(said: Asked) -> Asked:
    """Return the message with every identity number masked that stands in a field for something else."""
    told = {}
    for name in _checked(type(said)):
        text = getattr(said, name)
        if isinstance(text, str) and len(text) >= IDENTITY_LENGTH_MIN and (masked := mask_text(text)) != text:
            told[name] = masked
    return msgspec.structs.replace(said, **told) if told else said


@cache
def _checked(kind: type[Asked]) -> tuple[str, ...]:
    return tuple(name for name in kind.__struct_fields__ if name not in READ_HERE)


def actor_of(client: Admitted) -> str:
    """Return the place that asks; who is signed in at a window is seen when the command is decided."""
    name = client.window if client.role is Role.WINDOW else client.name
    return f"{client.role.value}:{name}"


class Translator:
    """Puts what clients say into envelopes for the writer."""

    def __init__(self, doors: StaffDoors, ticket_of: Callable[[str], TicketId | None]) -> None:
        self._doors = doors
        self._ticket_of = ticket_of

    async def envelope(self, client: Admitted, said: Asked, room: HallRoom) -> Envelope:
        """Return what to submit. Raises nothing: a wrong identity, PIN or badge goes on as a refusal."""
        ready = self.at_once(client, said, room)
        if ready is not None:
            return ready
        if isinstance(said, from_window.SignIn):
            return await self._sign_in(client.window, said)
        return await self._at_a_wall(client, discreet(said))

    def at_once(self, client: Admitted, said: Asked, room: HallRoom) -> Envelope | None:
        """Return what to submit, or None for what the doors of the staff have to look at: that takes time."""
        if isinstance(said, from_window.SignIn):
            return None
        meant, said = said, discreet(said)
        if isinstance(said, from_kiosk.TakeTicket):
            return self._with_person(client, said)
        if isinstance(said, SUPERVISED):
            is_proven = client.role is not Role.WALL
            return Envelope(said.request, actor_of(client), supervision_command(said)) if is_proven else None
        if isinstance(meant, from_manager.BookAppointment) and said is not meant:
            # No code: two people's could be masked alike.
            command = commands.BookAppointment(code="", item=meant.item, slot_ms=meant.slot_ms)
            refusal = Refusal(RefusalCode.UNKNOWN_APPOINTMENT)
            return Envelope(said.request, actor_of(client), command, refusal=refusal)
        if isinstance(said, from_manager.BookAppointment):
            return self._with_person(client, said)
        return Envelope(said.request, actor_of(client), self._command(client, said, room))

    async def _sign_in(self, window: WindowNo, said: from_window.SignIn) -> Envelope:
        staff = await self._doors.sign_in(window, said)
        if isinstance(staff, Refusal):
            command = commands.SignIn(window=window, staff=StaffId(""), opens=said.opens)
            return Envelope(said.request, f"window:{window}", command, refusal=staff)
        relieves = self._doors.may_relieve(staff)
        command = commands.SignIn(window=window, staff=staff, opens=said.opens, relieves=relieves)
        return Envelope(said.request, f"window:{window}/{staff}", command)

    async def _at_a_wall(self, client: Admitted, said: Asked) -> Envelope:
        """At a wall whoever acts has to prove who they are; a manager's token and a window's sign-in have."""
        assert isinstance(said, SUPERVISED), "everything else is translated at once"
        command, actor = supervision_command(said), actor_of(client)
        found = await self._doors.vouch(actor, said)
        if isinstance(found, Refusal):
            return Envelope(said.request, actor, command, refusal=found)
        return Envelope(said.request, f"{actor}/{found}", command)

    def _with_person(
        self, client: Admitted, said: from_kiosk.TakeTicket | from_manager.BookAppointment
    ) -> Envelope:
        found: Identity | Refusal | None = parse_identity(said.identity) if said.identity else None
        person, refusal = (None, found) if isinstance(found, Refusal) else (found, None)
        command: commands.TakeTicket | commands.BookAppointment
        if isinstance(said, from_kiosk.TakeTicket):
            command = commands.TakeTicket(
                item=said.item,
                klass=said.klass,
                appointment=said.appointment,
                language=said.language,
                wants_paper=said.wants_paper,
                reason=said.reason,
            )
        else:
            command = commands.BookAppointment(code=said.code, item=said.item, slot_ms=said.slot_ms)
        return Envelope(said.request, actor_of(client), command, person, refusal)

    def _command(self, client: Admitted, said: Asked, room: HallRoom) -> commands.Command:
        fields = {name: getattr(said, name) for name in said.__struct_fields__ if name != "request"}
        if isinstance(said, RETURNS):
            return commands.ReturnTicket(self.ticket(room, said.ticket))
        if isinstance(said, from_kiosk.ReportDevice):
            return commands.ReportDevice(place=f"kiosk:{client.name}", **fields)
        if type(said) in AT_WINDOW:
            return AT_WINDOW[type(said)](window=client.window, **fields)
        return SAME_FIELDS[type(said)](**fields)

    def ticket(self, room: HallRoom, said: str) -> TicketId:
        """Return the ticket of an id, of a number of today, of a QR code or of its whole link."""
        text = said.strip().rpartition("/")[2]
        if TicketId(text) in room.state.tickets:
            return TicketId(text)
        of_today = TicketId(f"{room.state.day}-{text.upper()}")
        if of_today in room.state.tickets:
            return of_today
        return self._ticket_of(text) or TicketId(text)
