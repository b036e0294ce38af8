"""What the audience tells event by event equals all documents made anew: after any day, and over midnight."""

import random

import msgspec
import pytest

from queue_server.hall import commands as c
from queue_server.runtime.audience import Audience
from queue_server.runtime.touched import all_keys
from queue_server.runtime.wall_touched import all_wall_keys
from queue_server.supervision import commands as s
from queue_server.supervision import life
from queue_server.supervision.events import Chosen
from queue_server.supervision.state import SupervisionState
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    Device,
    ItemCode,
    StaffId,
    TaskId,
    TicketClass,
    TicketState,
    WindowNo,
)
from queue_server.wire.documents import AnyDoc, DeskDoc
from tests.runtime.watched import DAY_MS, HOUR_MS, MINUTE_MS, Watched, running

WINDOWS = tuple(WindowNo(number) for number in ("01", "02", "03"))
ITEMS = tuple(ItemCode(code) for code in ("A1", "A2", "B1"))
STAFF = tuple(StaffId(number) for number in ("S01", "S02", "S03", "S04", "S05"))
STEPS_MS = (0, 1_000, 5_000, 20_000, MINUTE_MS, 6 * MINUTE_MS, 16 * MINUTE_MS, 31 * MINUTE_MS, 2 * HOUR_MS)


class Day:
    """Somebody who does anything that a hall is asked, likelier what is possible now."""

    def __init__(self, hall: Watched, chance: random.Random) -> None:
        self.hall, self.chance = hall, chance

    async def act(self) -> str:
        """Do one thing; return what it was, for the failure's story."""
        window = self.chance.choice(WINDOWS)
        command, actor = self.chance.choice((self._of_hall, self._of_desk, self._of_managers))(window)
        await self.hall.ask(command, actor)
        return f"{actor}: {command}"

    def _of_hall(self, window: WindowNo) -> tuple[c.Command, str]:
        state, chance = self.hall.engine.room.state, self.chance
        waiting = [one.id for one in state.tickets.values() if one.state is TicketState.WAITING]
        missed = [one.id for one in state.tickets.values() if one.state is TicketState.MISSED]
        mark = f"{chance.randint(1, 3):016d}"
        choices: tuple[tuple[c.Command, str], ...] = (
            *((c.TakeTicket(chance.choice(ITEMS)), "kiosk:K1"),) * 5,
            (c.ReportDevice(f"window:{window}", Device.PAD, chance.choice(("", "坏"))), "line:L"),
            (c.ReportDevice("reader:east", Device.BADGE_READER, chance.choice(("", "坏"))), "reader:east"),
            (s.ReportReader("east", chance.choice(("", "密钥不符"))), "reader:east"),
            (s.ReadBadge("east", mark, "0001", chance.choice((StaffId(""), *STAFF))), "reader:east"),
            (s.ReadBadge("east", mark, "0001", StaffId("")), "reader:east"),
            (c.RateService(window, chance.randint(1, 5)), f"evaluator:{window}"),
            *((c.CancelTicket(one), "manager:M1") for one in waiting[:1]),
            *((c.ReturnTicket(one), "manager:M1") for one in missed[:1]),
            *((c.ChangeClass(one, TicketClass.PRIORITY, "理由"), "manager:M1") for one in waiting[:1]),
            (c.ChangeSkills(window, tuple(chance.sample(ITEMS, 2)), "调整"), "manager:M1"),
            (c.Tick(), "clock"),
        )
        return chance.choice(choices)

    def _of_desk(self, window: WindowNo) -> tuple[c.Command, str]:
        chance, room = self.chance, self.hall.engine.room
        staff = chance.choice(STAFF)
        relieves = self.hall.doors.may_relieve(staff)
        waiting = [one.id for one in room.state.tickets.values() if one.state is TicketState.WAITING]
        choices: tuple[c.Command, ...] = (
            *(c.SignIn(window, staff, relieves=relieves),) * 3,
            *(c.CallNext(window),) * 4,
            *(c.StartService(window),) * 3,
            *(c.FinishService(window),) * 3,
            c.MarkNoShow(window),
            c.UndoStep(window),
            c.TransferTicket(window, to_item=chance.choice(ITEMS)),
            c.PauseWindow(window, "午休"),
            c.UnpauseWindow(window),
            c.SignOut(window),
            c.CloseWindow(window),
            c.OpenWindow(window),
            s.ShowLife(window, "key"),
            *(c.PickTicket(window, one, "理由") for one in waiting[-1:]),
        )
        there = room.window(window).staff
        return chance.choice(choices), f"window:{window}" + (f"/{there}" if there else "")

    def _of_managers(self, window: WindowNo) -> tuple[c.Command, str]:
        chance, state = self.chance, self.hall.engine.rooms.supervision.state
        member, now_ms = chance.choice(STAFF), self.hall.clock.now_ms()
        from_ms = (now_ms // MINUTE_MS) * MINUTE_MS + chance.randint(-4, 2) * HOUR_MS  # as leaves are written
        kind = chance.choice(tuple(AbsenceKind))
        choices: tuple[c.Command, ...] = (
            *self._on_cards(state),
            s.FileAbsence(member, kind, from_ms, from_ms + chance.randint(1, 30) * HOUR_MS, "因事"),
            *(s.WithdrawAbsence(AbsenceId(one), "误填") for one in [*state.absences][:1]),
            s.MakeUpPunch(member, now_ms - chance.randint(0, 30) * HOUR_MS, "忘记打卡"),
            *(s.AssignBadge(mark, member) for mark in [*state.strays][:1]),
            *(s.AnswerTask(TaskId(one), "已回访") for one in [*state.tasks][:1]),
            s.PublishSelection("2026-02", (Chosen("01", 97.5),), (Chosen("S01", 96.0),)),
        )
        return chance.choice(choices), "manager:M1"

    def _on_cards(self, state: SupervisionState) -> list[c.Command]:
        """Return acts on the newest cards, each that is possible, and an acknowledgement."""
        newest = list(state.cards.values())[-3:]
        acts = [(card.id, act) for card in newest for act in life.acts_from(card.state)]
        acts += [(card.id, CardAct.ACKNOWLEDGE) for card in newest]
        return [s.ActOnCard(CardId(card), act, "属实") for card, act in acts]


def settled(doc: AnyDoc | None) -> AnyDoc | None:
    """Leave out what moves with time alone and has its own end on the screen: picks and undo."""
    if not isinstance(doc, DeskDoc):
        return doc
    picks = tuple(sorted(doc.pick_list, key=lambda one: one.ticket))
    return msgspec.structs.replace(doc, undo=None, undo_until_ms=0, pick_list=picks)


def told_all(audience: Audience) -> None:
    """Let the rounds come that a second later have come."""
    audience.want_figures()
    audience._make()


def differing(hall: Watched) -> dict[str, object]:
    """Return what was told and is no longer so: of each key the fields that differ, told and as they are."""
    keys = {*all_keys(hall.hall), *all_wall_keys(hall.engine.rooms, hall.engine.book)}
    keys |= hall.audience.library._entries.keys()
    both = {key: (settled(hall.audience.library.get(key)), settled(hall.fresh(key))) for key in keys}
    return {key: _fields_apart(*docs) for key, docs in both.items() if docs[0] != docs[1]}


def _fields_apart(told: AnyDoc | None, fresh: AnyDoc | None) -> object:
    if told is None or fresh is None:
        return (told, fresh)
    pairs = ((name, getattr(told, name), getattr(fresh, name)) for name in told.__struct_fields__)
    return [pair for pair in pairs if pair[1] != pair[2]]


@pytest.mark.parametrize("seed", range(6))
async def test_what_was_told_is_what_is_after_every_event_of_some_days(seed: int) -> None:
    chance = random.Random(seed)
    async with running(Watched()) as hall:
        day = Day(hall, chance)
        for number in range(200):
            story = await day.act()
            told_all(hall.audience)
            assert differing(hall) == {}, f"seed {seed}, act {number}: {story}"
            await hall.wait(chance.choice(STEPS_MS))
            told_all(hall.audience)
            assert differing(hall) == {}, f"seed {seed}, after act {number}"
        assert len({type(event) for event in hall.events}) > 20
        assert hall.clock.now_ms() - hall.records[0].at_ms > DAY_MS
