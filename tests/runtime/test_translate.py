"""From the wire to the hall: every message becomes its command, for the right actor, window and ticket."""

import msgspec
import pytest

from queue_server.clock import ManualClock
from queue_server.config import Lockout, StaffMember
from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall.memory_hall import Rehearsal
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.staff_doors import StaffDoors
from queue_server.runtime.tokens import Admitted
from queue_server.runtime.translate import AT_WINDOW, Translator
from queue_server.vocabulary import Device, RefusalCode, RequestId, Role, StaffId, TicketId, WindowNo
from queue_server.wire import from_kiosk, from_manager, from_rating, from_wall, from_window
from queue_server.wire.reference import example, messages_of

CLIENTS = {
    Role.KIOSK: Admitted(Role.KIOSK, "K1"),
    Role.WINDOW: Admitted(Role.WINDOW, "03", window=WindowNo("03")),
    Role.MANAGER: Admitted(Role.MANAGER, "M1"),
    Role.WALL: Admitted(Role.WALL, "W1"),
    Role.RATING: Admitted(Role.RATING, "03", window=WindowNo("03")),
}
SPOKEN = [
    (Role.KIOSK, from_kiosk.FromKiosk),
    (Role.WINDOW, from_window.FromWindow),
    (Role.MANAGER, from_manager.FromManager),
    (Role.WALL, from_wall.FromWall),
    (Role.RATING, (from_rating.RateService,)),
]


@pytest.fixture
def hall() -> Rehearsal:
    """A hall with a ticket A001 and somebody at window 03."""
    hall = Rehearsal()
    hall.staff("03")
    hall.do(c.TakeTicket(hall.hall.plan.items[0].code))
    return hall


@pytest.fixture
def translator() -> Translator:
    staff = (StaffMember(StaffId("S9"), badge="04A1B2C3"),)
    codes = {"THE-CODE": TicketId("20260302-A001")}
    return Translator(StaffDoors(staff, Lockout(), ManualClock()), codes.get)


@pytest.mark.parametrize(
    ("role", "kind"), [(role, kind) for role, spoken in SPOKEN for kind in messages_of(spoken)], ids=str
)
async def test_every_message_becomes_a_command(
    hall: Rehearsal, translator: Translator, role: Role, kind: type[msgspec.Struct]
) -> None:
    said = example(kind)
    envelope = await translator.envelope(CLIENTS[role], said, hall.room)  # type: ignore[arg-type]  # a message
    assert isinstance(envelope, Envelope)
    assert envelope.request == said.request  # type: ignore[attr-defined]  # a message
    same = {"TakeTicket", "ReturnTicket"} | {one.__name__ for one in AT_WINDOW}
    assert type(envelope.command).__name__ == kind.__name__ or kind.__name__ not in same
    assert isinstance(envelope.command, c.Command)
    if role is Role.WINDOW and "window" in envelope.command.__struct_fields__:
        assert envelope.command.window == "03"  # type: ignore[attr-defined]  # it has one


async def test_a_touch_on_a_rating_screen_is_of_its_window_its_ticket_and_the_screen(
    hall: Rehearsal, translator: Translator
) -> None:
    said = from_rating.RateService(RequestId("r"), TicketId("20260302-A001"), 2)
    envelope = await translator.envelope(CLIENTS[Role.RATING], said, hall.room)
    assert envelope.actor == "rating:03"
    assert envelope.command == c.RateService(WindowNo("03"), 2, Device.SCREEN, TicketId("20260302-A001"))


async def test_the_actor_is_the_place_and_the_writer_says_who_sits_there(
    hall: Rehearsal, translator: Translator
) -> None:
    said = from_window.CallNext(request=RequestId("r"))
    envelope = await translator.envelope(CLIENTS[Role.WINDOW], said, hall.room)
    assert envelope.actor == "window:03"


async def test_an_identity_goes_on_checked_and_apart_from_the_command(
    hall: Rehearsal, translator: Translator
) -> None:
    said = from_kiosk.TakeTicket(request=RequestId("r"), identity="e1234567")
    envelope = await translator.envelope(CLIENTS[Role.KIOSK], said, hall.room)
    assert isinstance(envelope, Envelope)
    assert envelope.person is not None
    assert "1234567" not in repr(envelope)
    wrong = msgspec.structs.replace(said, identity="420607199001011230")
    refused = await translator.envelope(CLIENTS[Role.KIOSK], wrong, hall.room)
    assert (refused.refusal, refused.person) == (Refusal(RefusalCode.BAD_IDENTITY), None)
    assert "420607199001011230" not in str(refused)


async def test_a_wrong_badge_is_a_refusal_and_a_right_one_names_the_staff(
    hall: Rehearsal, translator: Translator
) -> None:
    client = Admitted(Role.WINDOW, "01", window=WindowNo("01"))
    wrong = from_window.SignIn(request=RequestId("r"), badge="?")
    right = from_window.SignIn(request=RequestId("r"), badge="04A1B2C3", opens=False)
    assert (await translator.envelope(client, wrong, hall.room)).refusal is not None
    envelope = await translator.envelope(client, right, hall.room)
    assert isinstance(envelope, Envelope)
    assert envelope.command == c.SignIn(WindowNo("01"), StaffId("S9"), opens=False)
    assert envelope.actor == "window:01/S9"


@pytest.mark.parametrize(
    "said", ["20260302-A001", "A001", " a001 ", "THE-CODE", "https://hall.example/t/THE-CODE"]
)
async def test_a_ticket_is_found_by_id_number_code_and_link(
    hall: Rehearsal, translator: Translator, said: str
) -> None:
    assert translator.ticket(hall.room, said) == "20260302-A001"


def test_a_ticket_that_is_none_stays_what_was_said(hall: Rehearsal, translator: Translator) -> None:
    assert translator.ticket(hall.room, "Z999") == "Z999"


NUMBER = "11010519491231002X"
WRITTEN = [NUMBER, "110105 19491231 002x", "１１０１０５１９４９１２３１００２Ｘ", "130503670401001"]


@pytest.mark.parametrize("number", WRITTEN)
@pytest.mark.parametrize(
    ("role", "kind"), [(role, kind) for role, spoken in SPOKEN for kind in messages_of(spoken)], ids=str
)
async def test_an_identity_number_in_a_field_for_something_else_goes_no_further(
    hall: Rehearsal, translator: Translator, role: Role, kind: type[msgspec.Struct], number: str
) -> None:
    free = {"text", "reason", "ticket", "appointment", "code", "fault", "zh", "en"} & set(
        kind.__struct_fields__
    )
    said = msgspec.structs.replace(example(kind), **dict.fromkeys(free, f"读到 {number} 了"))
    envelope = await translator.envelope(CLIENTS[role], said, hall.room)  # type: ignore[arg-type]  # a message
    assert number not in str(envelope)


async def test_an_identity_number_is_no_code_of_an_appointment(
    hall: Rehearsal, translator: Translator
) -> None:
    said = from_manager.BookAppointment(RequestId("r"), NUMBER, hall.hall.plan.items[0].code, 0)
    answer = await translator.envelope(CLIENTS[Role.MANAGER], said, hall.room)
    assert answer.refusal == Refusal(RefusalCode.UNKNOWN_APPOINTMENT)
    assert NUMBER not in str(answer)
