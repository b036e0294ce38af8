"""Who may do which act of supervision: by token, by PIN or badge at a wall, by sign-in at a window."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest
from structlog.testing import capture_logs

from queue_server.hall.events import CommandRefused
from queue_server.runtime.field.readers import Owners
from queue_server.store.sqlite import SqliteJournal
from queue_server.supervision.commands import ReadBadge
from queue_server.supervision.events import AbsenceFiled, BadgeAssigned, CardMoved, TellingAcknowledged
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    CardState,
    Language,
    RequestId,
    RuleCode,
    StaffId,
    TaskId,
)
from queue_server.wire import from_wall as said
from queue_server.wire.from_server import Done, Refused
from queue_server.wire.from_window import SignIn
from queue_server.wire.sentences import sentence
from tests.runtime.watched import (
    MANAGER,
    MINUTE_MS,
    MORNING_MS,
    PIN,
    WALL,
    Watched,
    running,
    terminal,
)

NO_CARD = CardId("20260302-K999")
LEAVE_MS = (MORNING_MS, MORNING_MS + 60 * MINUTE_MS)
WRONG_PIN = "314159"


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Watched]:
    """A hall on a disk; S01 sits at window 01 and was off post for 31 minutes, which was confirmed."""
    journal = await SqliteJournal.open(tmp_path / "hall.db")
    async with running(Watched(journal)) as watched:
        await watched.sign_in("01", "S01")
        for _ in range(41):
            await watched.wait(MINUTE_MS)
        confirm = said.ActOnCard(watched.id(), card_of(watched), CardAct.CONFIRM)
        assert isinstance(await watched.say(MANAGER, confirm), Done)
        yield watched
    await journal.close()


def card_of(hall: Watched) -> CardId:
    cards = hall.engine.rooms.supervision.state.cards.values()
    return next(card.id for card in cards if card.rule is RuleCode.OFF_POST and card.level == "yellow")


def state_of(hall: Watched) -> CardState:
    return hall.engine.rooms.supervision.state.cards[card_of(hall)].state


def leave(hall: Watched, request: str = "", **proof: str) -> said.FileAbsence:
    return said.FileAbsence(
        RequestId(request) or hall.id(),
        StaffId("S03"),
        AbsenceKind.SICK,
        *LEAVE_MS,
        "病",
        staff=StaffId(proof.get("staff", "")),
        pin=proof.get("pin", ""),
        badge=proof.get("badge", ""),
    )


def code(answer: object) -> str:
    """Return ``done``, or why not."""
    return answer.code.value if isinstance(answer, Refused) else type(answer).__name__.lower()


def in_words(answer: object) -> list[str]:
    """Return what the wall says of a refusal, in both languages."""
    assert isinstance(answer, Refused)
    return [sentence(answer.code, answer.facts, language) for language in Language]


def filed(hall: Watched) -> list[str]:
    """Return as whom each leave was filed."""
    return [one.actor for one in hall.records if isinstance(one.event, AbsenceFiled)]


async def test_a_managers_token_needs_no_pin_and_is_the_actor(hall: Watched) -> None:
    assert code(await hall.say(MANAGER, leave(hall))) == "done"
    assert filed(hall) == ["manager:M1"]


@pytest.mark.parametrize("proof", [{"staff": "S04", "pin": PIN}, {"badge": "0000000104"}])
async def test_at_a_wall_the_duty_manager_acts_under_their_own_number(
    hall: Watched, proof: dict[str, str]
) -> None:
    assert code(await hall.say(WALL, leave(hall, **proof))) == "done"
    assert filed(hall) == ["wall:W1/S04"]


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        ({}, "wrong_badge_or_pin"),
        ({"staff": "S04"}, "wrong_badge_or_pin"),
        ({"staff": "S04", "pin": WRONG_PIN}, "wrong_badge_or_pin"),
        ({"staff": "S99", "pin": PIN}, "wrong_badge_or_pin"),
        ({"badge": "0000000999"}, "wrong_badge_or_pin"),
        ({"staff": "S05", "pin": "161803"}, "not_your_right"),
        ({"badge": "0000000101"}, "not_your_right"),
    ],
    ids=str,
)
async def test_at_a_wall_whoever_does_not_prove_to_be_a_manager_is_refused_and_it_is_recorded(
    hall: Watched, proof: dict[str, str], why: str
) -> None:
    answer = await hall.say(WALL, leave(hall, **proof))
    assert code(answer) == why
    assert all(words and "{" not in words for words in in_words(answer))
    assert filed(hall) == []
    refused = hall.records[-1]
    assert refused.actor == "wall:W1"
    assert isinstance(refused.event, CommandRefused)
    assert (refused.event.act, refused.event.code.value, refused.event.facts) == ("file_absence", why, {})


ACTS = (
    said.ActOnCard(RequestId("r"), NO_CARD, CardAct.CONFIRM),
    said.AnswerTask(RequestId("r"), TaskId("20260302-A999"), "已回访"),
    said.FileAbsence(RequestId("r"), StaffId("S03"), AbsenceKind.SICK, *LEAVE_MS),
    said.WithdrawAbsence(RequestId("r"), AbsenceId("20260302-L001"), "误填"),
    said.MakeUpPunch(RequestId("r"), StaffId("S03"), MORNING_MS, "忘记打卡"),
    said.AssignBadge(RequestId("r"), "m", StaffId("S03")),
    said.PublishSelection(RequestId("r"), "2026-02"),
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: type(act).__name__)
async def test_no_act_at_a_wall_goes_without_a_proof(hall: Watched, act: said.FromWall) -> None:
    assert code(await hall.say(WALL, act)) == "wrong_badge_or_pin"


def test_every_act_of_a_wall_is_tried() -> None:
    assert {type(act) for act in ACTS} == set(said.FromWall.__args__)


async def test_a_wall_is_shut_after_wrong_pins_in_a_row_and_opens_again(hall: Watched) -> None:
    for _ in range(3):
        assert code(await hall.say(WALL, leave(hall, staff="S04", pin=WRONG_PIN))) == "wrong_badge_or_pin"
    answer = await hall.say(WALL, leave(hall, staff="S04", pin=PIN))
    assert isinstance(answer, Refused)
    assert (answer.code.value, set(answer.facts)) == ("locked_out", {"until"})
    assert all(answer.facts["until"] in words for words in in_words(answer))
    assert code(await hall.say(WALL, leave(hall, badge="0000000104"))) == "locked_out"
    hall.clock.advance_ms(60_000)
    assert code(await hall.say(WALL, leave(hall, staff="S04", pin=PIN))) == "done"


async def test_wrong_pins_at_a_wall_shut_that_managers_number_at_the_windows_too(hall: Watched) -> None:
    for _ in range(3):
        await hall.say(WALL, leave(hall, staff="S04", pin=WRONG_PIN))
    at_window = SignIn(hall.id(), staff=StaffId("S04"), pin=PIN)
    assert code(await hall.say(terminal("02"), at_window)) == "locked_out"
    assert code(await hall.say(MANAGER, leave(hall))) == "done"  # a token is another door


async def test_a_clerk_who_tries_shuts_the_wall_as_a_guesser_does(hall: Watched) -> None:
    for _ in range(3):
        assert code(await hall.say(WALL, leave(hall, badge="0000000101"))) == "not_your_right"
    assert code(await hall.say(WALL, leave(hall, badge="0000000104"))) == "locked_out"


async def test_a_request_sent_again_has_one_answer_and_one_effect(hall: Watched) -> None:
    first = await hall.say(WALL, leave(hall, "again", staff="S04", pin=PIN))
    assert await hall.say(WALL, leave(hall, "again", staff="S04", pin=PIN)) == first
    assert filed(hall) == ["wall:W1/S04"]


async def test_a_refused_request_stays_refused_and_counts_one_wrong_pin(hall: Watched) -> None:
    wrong = leave(hall, "again", staff="S04", pin=WRONG_PIN)
    answers = [await hall.say(WALL, wrong) for _ in range(5)]
    assert {code(answer) for answer in answers} == {"wrong_badge_or_pin"}
    assert code(await hall.say(WALL, leave(hall, "again", staff="S04", pin=PIN))) == "wrong_badge_or_pin"
    assert code(await hall.say(WALL, leave(hall, staff="S04", pin=PIN))) == "done"
    assert filed(hall) == ["wall:W1/S04"]


async def test_the_same_request_for_another_act_is_refused(hall: Watched) -> None:
    assert code(await hall.say(MANAGER, leave(hall, "again"))) == "done"
    other = said.MakeUpPunch(RequestId("again"), StaffId("S03"), MORNING_MS, "忘记打卡")
    assert code(await hall.say(MANAGER, other)) == "not_your_right"


async def test_the_holder_at_the_window_acknowledges_and_explains_and_no_more(hall: Watched) -> None:
    async def act(window: str, move: CardAct) -> str:
        message = said.ActOnCard(hall.id(), card_of(hall), move, "如厕")
        return code(await hall.say(terminal(window), message))

    await hall.sign_in("03", "S05")
    assert await act("03", CardAct.EXPLAIN) == "not_your_right"  # somebody else
    assert await act("02", CardAct.EXPLAIN) == "not_signed_in"  # nobody
    for move in (CardAct.CONFIRM, CardAct.INVESTIGATE, CardAct.UPHOLD, CardAct.REVOKE, CardAct.MEASURE):
        assert await act("01", move) == "not_your_right"
    assert await act("01", CardAct.ACKNOWLEDGE) == "done"
    assert TellingAcknowledged(card_of(hall), "staff:S01") in hall.events
    assert await act("01", CardAct.EXPLAIN) == "done"
    assert state_of(hall) is CardState.EXPLAINED
    moved = [one for one in hall.records if isinstance(one.event, CardMoved)]
    assert moved[-1].actor == "window:01/S01"


async def test_a_badge_is_assigned_by_a_manager_and_its_readings_are_the_persons(hall: Watched) -> None:
    owners = Owners(hall.config.staff, b"k" * 32)
    await hall.ask(owners.reading("east", "0000000777"), "reader:east")
    read_ms = hall.clock.now_ms()
    mark = owners.mark("0000000777")
    for who, whom, why in (
        ("S05", "S03", "not_your_right"),
        ("S04", "S99", "unknown_staff"),
        ("S04", "S03", "done"),
        ("S04", "S03", "unknown_badge"),
    ):
        pin = PIN if who == "S04" else "161803"
        message = said.AssignBadge(hall.id(), mark, StaffId(whom), staff=StaffId(who), pin=pin)
        assert code(await hall.say(WALL, message)) == why
    assert hall.events.count(BadgeAssigned(mark, StaffId("S03"))) == 1
    await hall.wait(MINUTE_MS)
    await hall.ask(ReadBadge("east", mark, "0777"), "reader:east")
    state = hall.engine.rooms.supervision.state
    assert [one.at_ms for one in state.punches[state.day][StaffId("S03")]] == [read_ms, hall.clock.now_ms()]


async def test_no_pin_and_no_badge_stands_in_the_journal_the_log_or_an_answer(
    hall: Watched, tmp_path: Path
) -> None:
    with capture_logs() as logged:
        answers = [
            await hall.say(WALL, leave(hall, staff="S04", pin=PIN)),
            await hall.say(WALL, leave(hall, staff="S04", pin=WRONG_PIN)),
            await hall.say(WALL, leave(hall, badge="0000000104")),
            await hall.say(WALL, leave(hall, badge="0000000101")),
        ]
    written = journal_in(tmp_path)
    assert b"absence_filed" in written
    told = msgspec.json.encode(answers).decode() + repr(logged)
    for secret in (PIN, WRONG_PIN, "0000000104", "0000000101"):
        assert secret.encode() not in written
        assert secret not in told


def journal_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("hall.db*"))


async def test_everything_is_the_same_after_the_journal_was_read_again(hall: Watched) -> None:
    first = await hall.say(WALL, leave(hall, "again", staff="S04", pin=PIN))
    await hall.engine.start()
    assert await hall.say(WALL, leave(hall, "again", staff="S04", pin=PIN)) == first
    assert filed(hall) == ["wall:W1/S04"]
