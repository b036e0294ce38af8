"""AB岗 from the badge to the card: who may relieve whom, and what it clears."""

from collections.abc import AsyncIterator

import pytest

from queue_server.hall.events import StaffSignedOut
from queue_server.supervision.commands import ActOnCard
from queue_server.supervision.events import PostCovered
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardAct, CardState, Presence, RuleCode, StaffId, WindowNo
from queue_server.wire.from_server import Done, Refused
from queue_server.wire.from_window import SignIn
from queue_server.wire.wall_documents import StaffDoc
from tests.runtime.watched import MINUTE_MS, Watched, running, terminal

W1 = WindowNo("01")
S01, S02, S03 = StaffId("S01"), StaffId("S02"), StaffId("S03")


@pytest.fixture
async def hall() -> AsyncIterator[Watched]:
    async with running(Watched()) as watched:
        yield watched


def card_of(hall: Watched) -> Card:
    cards = hall.engine.rooms.supervision.state.cards.values()
    return [card for card in cards if card.rule is RuleCode.OFF_POST][-1]


async def off_post(hall: Watched, minutes: int) -> None:
    """Let S01 sit at window 01 without a sign of life for so long after the shift's begin."""
    await hall.sign_in("01", "S01")
    for _ in range(10 + minutes):
        await hall.wait(MINUTE_MS)
    shown = hall.fresh("staff/S01")
    assert isinstance(shown, StaffDoc)
    assert shown.presence is Presence.OFF_POST


async def relieved_by(hall: Watched, badge: str) -> Done | Refused:
    answer = await hall.say(terminal("01"), SignIn(hall.id(), badge=badge))
    await hall.wait(0)
    assert isinstance(answer, Done | Refused)
    return answer


def test_who_may_relieve_whom_stands_in_the_configuration() -> None:
    doors = Watched().doors
    assert doors.may_relieve(S02) == (S01, S03)
    assert doors.may_relieve(S01) == ()
    assert doors.may_relieve(StaffId("S99")) == ()


async def test_the_named_substitutes_badge_covers_the_post_and_takes_the_record_back(hall: Watched) -> None:
    await off_post(hall, 16)
    assert card_of(hall).state is CardState.RECORDED
    since_ms = card_of(hall).since_ms
    assert isinstance(await relieved_by(hall, "0000000102"), Done)
    assert StaffSignedOut(W1, S01, relieved_by=S02) in hall.events
    assert PostCovered(W1, S01, S02, since_ms) in hall.events
    assert (card_of(hall).state, card_of(hall).reason) == (CardState.REVOKED, "AB岗 S02")
    absent, there = hall.fresh("staff/S01"), hall.fresh("staff/S02")
    assert isinstance(absent, StaffDoc)
    assert isinstance(there, StaffDoc)
    assert (absent.window, absent.presence) == ("", Presence.PRESENT)
    assert (there.window, there.presence, there.since_ms) == ("01", Presence.AT_WINDOW, hall.clock.now_ms())


async def test_an_unconfirmed_yellow_card_is_taken_back_too(hall: Watched) -> None:
    await off_post(hall, 31)
    assert (card_of(hall).level, card_of(hall).state) == ("yellow", CardState.UNCONFIRMED)
    await relieved_by(hall, "0000000102")
    assert card_of(hall).state is CardState.REVOKED


async def test_a_confirmed_card_stays_and_its_cause_ends(hall: Watched) -> None:
    await off_post(hall, 31)
    await hall.ask(ActOnCard(card_of(hall).id, CardAct.CONFIRM), "manager:M1")
    await relieved_by(hall, "0000000102")
    assert card_of(hall).state is CardState.TOLD
    assert hall.engine.rooms.supervision.state.spells == {}


async def test_who_is_relieved_did_not_sign_out_and_the_substitute_came(hall: Watched) -> None:
    await off_post(hall, 16)
    await relieved_by(hall, "0000000102")
    state = hall.engine.rooms.supervision.state
    kinds = {staff: [one.source for one in made] for staff, made in state.punches[state.day].items()}
    assert kinds == {"S01": ["window_in"], "S02": ["window_in"]}


async def test_somebody_else_is_refused_in_words_and_the_post_stays_off(hall: Watched) -> None:
    await off_post(hall, 16)
    answer = await relieved_by(hall, "0000000103")
    assert isinstance(answer, Refused)
    assert (answer.code.value, answer.facts) == ("already_signed_in", {"window": "01", "staff": "S01"})
    assert card_of(hall).state is CardState.RECORDED
    assert not any(isinstance(event, PostCovered) for event in hall.events)


async def test_a_post_that_was_not_off_is_handed_over_without_a_word_of_supervision(hall: Watched) -> None:
    await hall.sign_in("01", "S01")
    await hall.wait(MINUTE_MS)
    await relieved_by(hall, "0000000102")
    assert not any(isinstance(event, PostCovered) for event in hall.events)
    assert hall.engine.room.window(W1).staff == S02
