"""What is refused before the writer stands in the journal like every other refusal."""

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.rehearsal import Rehearsal, running
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import RefusalCode, RequestId, StaffId, WindowNo
from queue_server.wire.from_server import Refused

WRONG = Refusal(RefusalCode.WRONG_BADGE_OR_PIN)


async def test_a_wrong_badge_is_recorded_and_repeated_with_its_first_answer() -> None:
    rehearsal = Rehearsal(MemoryJournal())
    command = c.SignIn(WindowNo("01"), StaffId(""))
    envelope = Envelope(RequestId("r1"), "window:01", command, refusal=WRONG)
    async with running(rehearsal):
        first = await rehearsal.engine.submit(envelope)
        again = await rehearsal.engine.submit(envelope)
        assert first == again == Refused(RequestId("r1"), RefusalCode.WRONG_BADGE_OR_PIN)
        assert rehearsal.engine.room.window(WindowNo("01")).staff == ""
    rows = [row async for chunk in rehearsal.journal.read(0) for row in chunk]
    assert [(row.actor, row.kind) for row in rows] == [("window:01", "command_refused")]
