"""What supervision said of a ticket stands in its story, in both languages; other tickets' cards do not."""

from typing import get_args

import pytest

from queue_server.explain.watched_words import (
    ABOUT,
    CARD_ACTS,
    RECIPIENTS,
    WATCHED_SAID,
)
from queue_server.hall import commands as c
from queue_server.hall.events import Event
from queue_server.hall.plan import Name
from queue_server.supervision import events as s
from queue_server.supervision.defaults import LEVELS
from queue_server.supervision.plan import Rule, SupervisionPlan
from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    ItemCode,
    Language,
    RuleCode,
    StaffId,
    TaskId,
    TicketId,
    WindowNo,
)
from tests.explain.retold import DAY, Retold

A1, W1 = ItemCode("A1"), WindowNo("01")
FIRST, SECOND = TicketId(f"{DAY}-A001"), TicketId(f"{DAY}-A002")
CARD, OTHER = CardId(f"{DAY}-K001"), CardId(f"{DAY}-K002")
TASK = TaskId(FIRST)


@pytest.fixture
def hall() -> Retold:
    hall = Retold()
    hall.staff("01")
    hall.do(c.TakeTicket(A1))
    hall.do(c.TakeTicket(A1))
    return hall


def _raised(hall: Retold, card: CardId, ticket: TicketId) -> s.CardRaised:
    return s.CardRaised(
        card,
        RuleCode.LONG_WAIT,
        "warning",
        "queue:A",
        CardState.RUNNING,
        hall.at_ms,
        hall.at_ms,
        ticket=ticket,
    )


def _watch(hall: Retold) -> None:
    """A warning about the first ticket, and one about the second; both are told and end."""
    for card, ticket in ((CARD, FIRST), (OTHER, SECOND)):
        for event in (
            _raised(hall, card, ticket),
            s.Told(card, ("duty", "chief:GA", "window:01", "staff:S01"), "raised"),
            s.TellingAcknowledged(card, "duty"),
            s.CardMoved(card, CardAct.END, CardState.ENDED, hall.at_ms),
        ):
            hall.supervised(event)


def test_a_card_about_the_ticket_is_told_with_what_became_of_it(hall: Retold) -> None:
    _watch(hall)
    told = [line.text for line in hall.lines("A001") if line.text.startswith("监察")]
    assert told == [
        f"监察：等候超时，预警（{CARD}）",
        "监察：等候超时，已告知值班管理人员、GA首席代表、1号窗口、工号 S01",
        "监察：等候超时，值班管理人员已知悉",
        "监察：等候超时，原因已消除",
    ]


def test_the_same_in_english(hall: Retold) -> None:
    _watch(hall)
    text = hall.text("A001", Language.ENGLISH)
    assert f"Supervision: wait over target, warning ({CARD})" in text
    assert "told the managers on duty, the chief representative of GA, window 1, staff S01" in text
    assert "acknowledged for the managers on duty" in text
    assert "its cause is over" in text


def test_cards_of_another_ticket_stay_out(hall: Retold) -> None:
    _watch(hall)
    assert OTHER not in hall.text("A001")
    assert CARD not in hall.text("A002")


def test_a_call_back_is_told_to_its_end(hall: Retold) -> None:
    midnight_ms = (hall.at_ms // 86_400_000 + 1) * 86_400_000 - 8 * 3_600_000
    for event in (
        s.TaskOpened(TASK, FIRST, W1, StaffId("S01"), 1, midnight_ms),
        s.TaskOverdue(TASK, midnight_ms),
        s.TaskAnswered(TASK, "已电话回访"),
    ):
        hall.supervised(event)
    texts = [line.text for line in hall.lines("A001")][-3:]
    assert texts == [
        "1号窗口的评价为“非常不满意”，应在 2026-03-02 24:00 前回访群众",
        "回访已逾期",
        "已回访群众",
    ]
    assert "by 2026-03-02 24:00" in hall.text("A001", Language.ENGLISH)


def test_the_halls_own_names_are_used(hall: Retold) -> None:
    own = SupervisionPlan(LEVELS, (Rule(RuleCode.LONG_WAIT, Name("排队太久", "too long a wait"), ()),))
    words = hall.words()
    assert words.rule(RuleCode.LONG_WAIT) == "等候超时"
    assert type(words)(words.language, words.refusal, watched=own).rule(RuleCode.LONG_WAIT) == "排队太久"
    assert words.level("purple") == "purple"


def test_every_event_about_a_card_or_task_has_a_sentence() -> None:
    followed = {"card", "task", "ticket"}
    kinds: tuple[type[Event], ...] = get_args(s.AnySupervisionEvent)
    names = {
        str(kind.__struct_config__.tag)
        for kind in kinds
        if followed & set(kind.__struct_fields__) and kind not in (s.CardRepeated, s.CardRelieved)
    }
    assert names == set(WATCHED_SAID)


def test_every_word_has_both_languages() -> None:
    assert set(CARD_ACTS) == set(CardAct)
    assert {act.value for act in CardAct} <= set(ABOUT)
    for table in (WATCHED_SAID, CARD_ACTS, RECIPIENTS):
        assert all(zh and en for zh, en in table.values())
