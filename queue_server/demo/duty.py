"""A simulated duty manager at the wall: acknowledges, confirms or revokes, leads cards on, calls back.

They know what the wall shows, and who was sent away with leave. Each act is said over a wall's own connection
with staff number and PIN, as at a wall in the hall.
"""

import asyncio

from queue_server.clock import PatientClock
from queue_server.demo.asking import asked
from queue_server.demo.chance import Chance
from queue_server.vocabulary import AbsenceKind, CardAct, CardState, StaffId
from queue_server.wire.client import DocsChanged, HallLink, new_request_id
from queue_server.wire.from_wall import ActOnCard, AnswerTask, FileAbsence
from queue_server.wire.wall_documents import CardDoc, TaskDoc

PIN = "2468"
"""Everybody's in the demonstration."""
SEES_AFTER_S = (15, 40)
DECIDES_AFTER_S = (50, 90)
CALLS_BACK_AFTER_S = (90, 240)
LEADS_ON = {
    CardState.EXPLAINED: CardAct.INVESTIGATE,
    CardState.INVESTIGATED: CardAct.UPHOLD,
    CardState.UPHELD: CardAct.MEASURE,
}
TEXTS = {
    CardAct.REVOKE: "奉命到档案室取材料，有登记，撤销",
    CardAct.INVESTIGATE: "已查看记录，离岗属实，无人替岗",
    CardAct.UPHOLD: "情况属实，维持黄牌",
    CardAct.MEASURE: "提醒谈话",
}
CALLED_BACK = "已电话回访，向群众致歉并说明情况"
DAY_MS = 86_400_000


class Duty:
    """The manager on duty."""

    def __init__(
        self,
        link: HallLink,
        staff: StaffId,
        chance: Chance,
        clock: PatientClock,
        sent_away: frozenset[StaffId],
    ) -> None:
        self._link, self._staff, self._sent_away = link, staff, sent_away
        self._chance, self._clock = chance, clock
        self._begun: set[tuple[str, ...]] = set()
        self._hands = asyncio.Lock()
        self.is_up = asyncio.Event()

    async def watch(self) -> None:
        """Stand before the wall until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                event = await self._link.next_event()
                self.is_up.set()
                for key in sorted(event.keys) if isinstance(event, DocsChanged) else ():
                    self._look(tasks, key)

    async def file_leave(self, member: StaffId, day_start_ms: int) -> None:
        """Put a day of leave on file."""
        leave = FileAbsence(
            new_request_id(),
            member,
            AbsenceKind.HOLIDAY,
            day_start_ms,
            day_start_ms + DAY_MS,
            "年休假",
            staff=self._staff,
            pin=PIN,
        )
        await asked(self._link, leave)

    def _look(self, tasks: asyncio.TaskGroup, key: str) -> None:
        """Begin what a changed card or task asks for, each thing once."""
        doc = self._link.docs.get(key)
        if isinstance(doc, TaskDoc) and self._is_new(key):
            tasks.create_task(self._call_back(doc))
        if not isinstance(doc, CardDoc):
            return
        if CardAct.ACKNOWLEDGE in doc.acts and self._is_new(key, *doc.told):
            tasks.create_task(self._act(doc, CardAct.ACKNOWLEDGE, SEES_AFTER_S))
        move = self._decision(doc)
        if move is not None and self._is_new(key, move):
            tasks.create_task(self._act(doc, move, DECIDES_AFTER_S))

    def _is_new(self, *what: str) -> bool:
        is_new = what not in self._begun
        self._begun.add(what)
        return is_new

    def _decision(self, doc: CardDoc) -> CardAct | None:
        """Return what has to be decided of a card; of who was sent away, to take it back."""
        if doc.state is CardState.UNCONFIRMED:
            return CardAct.REVOKE if doc.staff in self._sent_away else CardAct.CONFIRM
        return LEADS_ON.get(doc.state)

    async def _act(self, doc: CardDoc, move: CardAct, after_s: tuple[int, int]) -> None:
        await self._clock.sleep_ms(self._chance.between_ms(*after_s))
        text = TEXTS.get(move, "")
        async with self._hands:
            act = ActOnCard(new_request_id(), doc.card, move, text, staff=self._staff, pin=PIN)
            await asked(self._link, act)

    async def _call_back(self, doc: TaskDoc) -> None:
        await self._clock.sleep_ms(self._chance.between_ms(*CALLS_BACK_AFTER_S))
        async with self._hands:
            answer = AnswerTask(new_request_id(), doc.task, CALLED_BACK, staff=self._staff, pin=PIN)
            await asked(self._link, answer)
