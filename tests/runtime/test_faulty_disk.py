"""A disk that fails when it likes, sometimes after it has written: every request still has one effect.

The clients do what clients do: they send the same request again until they have an answer.
"""

import asyncio
import random

import msgspec
import pytest

from queue_server.hall import commands as c
from queue_server.runtime.inbox import Envelope
from queue_server.runtime.rehearsal import ITEM, MORNING_MS, STAFF, Rehearsal, running
from queue_server.store.chain import EMPTY, follows
from queue_server.store.journal import Batch
from queue_server.store.memory import MemoryJournal
from queue_server.vocabulary import RequestId, WindowNo
from queue_server.wire.from_server import Done, Refused

CALLERS, REQUESTS = 6, 12


class MoodyJournal(MemoryJournal):
    """Fails one commit in four, half of those after writing it; now and then it takes its time."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._chance = chance

    async def append(self, batch: Batch) -> None:
        self.fail_with = "moody" if self._chance.random() < 0.25 else ""
        self.fail_after_write = self._chance.random() < 0.5
        for _ in range(self._chance.randrange(4)):
            await asyncio.sleep(0)
        await super().append(batch)

    async def probe(self) -> None:
        self.fail_with = "moody" if self._chance.random() < 0.5 else ""
        await super().probe()


async def ask_until_answered(hall: Rehearsal, envelope: Envelope) -> Done | Refused:
    for _ in range(10_000):
        answer = await hall.engine.submit(envelope)
        if isinstance(answer, Done | Refused):
            return answer
        hall.clock.advance_ms(1_000)
        await asyncio.sleep(0)
    raise AssertionError("never answered")


async def caller(hall: Rehearsal, name: int, chance: random.Random) -> dict[str, Done | Refused]:
    window = WindowNo(f"0{name % 2 + 1}")
    commands: tuple[c.AnyCommand, ...] = (
        c.TakeTicket(ITEM),
        c.TakeTicket(ITEM),
        c.SignIn(window, STAFF),
        c.CallNext(window),
        c.FinishService(window),
    )
    answers: dict[str, Done | Refused] = {}
    for n in range(REQUESTS):
        envelope = Envelope(RequestId(f"{name}-{n}"), f"place:{name}", chance.choice(commands))
        answers[envelope.request] = await ask_until_answered(hall, envelope)
        assert await ask_until_answered(hall, envelope) == answers[envelope.request]
    return answers


@pytest.mark.parametrize("seed", range(8))
async def test_every_request_has_one_effect_whatever_the_disk_does(seed: int) -> None:
    chance = random.Random(seed)
    journal = MoodyJournal(chance)
    async with running(Rehearsal(journal)) as hall, asyncio.TaskGroup() as tasks:
        callers = [tasks.create_task(caller(hall, name, chance)) for name in range(CALLERS)]
    answers = {request: answer for task in callers for request, answer in task.result().items()}
    assert follows(EMPTY, journal.rows)
    check_against(journal, answers)
    await check_after_restart(journal, hall)


def check_against(journal: MemoryJournal, answers: dict[str, Done | Refused]) -> None:
    """Each answer's events are in the journal once, and each ticket number was given once."""
    by_request: dict[str, list[int]] = {}
    for row in journal.rows:
        by_request.setdefault(row.request, []).append(row.seq)
    for request, answer in answers.items():
        seqs = by_request[request]
        assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
        if isinstance(answer, Done):
            assert answer.seq == seqs[-1]
    bodies = [msgspec.json.decode(row.body) for row in journal.rows if row.kind == "ticket_issued"]
    assert len({body["number"] for body in bodies}) == len(bodies)


async def check_after_restart(journal: MemoryJournal, hall: Rehearsal) -> None:
    again = Rehearsal(journal)
    await again.engine.start()
    assert again.engine.room.state == hall.engine.room.state
    assert journal.rows[0].at_ms >= MORNING_MS
