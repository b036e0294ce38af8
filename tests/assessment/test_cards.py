"""A card counts as it stands at the journal's end, in the month of which it speaks."""

import pytest

from queue_server.assessment.facts import Kind, Who, ledger_of
from queue_server.supervision import events as s
from queue_server.vocabulary import CardAct, CardId, CardState
from tests.assessment.conftest import Book, at_ms

S1, W3 = Who(Kind.STAFF, "S1"), Who(Kind.WINDOW, "03")


def cards_of(book: Book, who: Who = S1) -> list[str]:
    return [card.id for card in ledger_of(book.record)[who, "202603"].cards]


@pytest.mark.parametrize(
    ("move", "state"),
    [
        (CardAct.REVOKE, CardState.REVOKED),
        (CardAct.RECOMPUTE, CardState.REVOKED),
        (CardAct.RECOMPUTE, CardState.RECORDED),
        (CardAct.SUPERSEDE, CardState.SUPERSEDED),
    ],
)
def test_a_card_taken_back_is_no_fact_any_more(book: Book, move: CardAct, state: CardState) -> None:
    book.move(book.card("K1", 2), move, state, day=40)
    assert cards_of(book) == []


@pytest.mark.parametrize(
    ("move", "state"),
    [
        (CardAct.EXPLAIN, CardState.EXPLAINED),
        (CardAct.UPHOLD, CardState.UPHELD),
        (CardAct.APPEAL, CardState.APPEALED),
        (CardAct.REJECT_APPEAL, CardState.CONFIRMED_ON_APPEAL),
        (CardAct.MEASURE, CardState.MEASURED),
        (CardAct.END, CardState.ENDED),
    ],
)
def test_a_card_led_on_stands(book: Book, move: CardAct, state: CardState) -> None:
    book.move(book.card("K1", 2, "yellow", state=CardState.TOLD), move, state)
    assert cards_of(book) == ["K1"]


def test_a_card_reversed_on_appeal_is_gone(book: Book) -> None:
    card = book.card("K1", 2, "yellow", state=CardState.TOLD)
    book.move(card, CardAct.UPHOLD, CardState.UPHELD)
    book.move(card, CardAct.APPEAL, CardState.APPEALED)
    book.move(card, CardAct.REVOKE, CardState.REVOKED)
    assert cards_of(book) == []


def test_a_card_counts_from_its_confirmation_on(book: Book) -> None:
    card = book.card("K1", 2, "yellow", state=CardState.UNCONFIRMED)
    assert cards_of(book) == []
    book.move(card, CardAct.CONFIRM, CardState.TOLD)
    assert cards_of(book) == ["K1"]


def test_a_broken_pad_is_nobody_s_conduct(book: Book) -> None:
    book.card("K1", 2, "warning", staff="", window="03", subject="device:window:03/pad")
    assert cards_of(book, W3) == []


def test_a_card_that_names_both_is_in_both_accounts(book: Book) -> None:
    book.card("K1", 2, window="03", subject="window:03")
    assert (cards_of(book, S1), cards_of(book, W3)) == (["K1"], ["K1"])


def test_the_subject_is_concerned_where_nobody_is_named_beside_it(book: Book) -> None:
    book.card("K1", 2, staff="", subject="staff:S1")
    assert cards_of(book) == ["K1"]


def test_a_later_step_brings_its_half_days(book: Book) -> None:
    card = book.card("K1", 2)
    book.write(at_ms(2), s.CardStepped(card, 1, at_ms(2), 1900, half_days=1))
    (found,) = book.record.cards.values()
    assert found.half_days == 1


def test_moves_of_cards_of_other_months_are_passed_over() -> None:
    book = Book("2026-04")
    book.move(book.card("K1", 2), CardAct.REVOKE, CardState.REVOKED)
    book.write(at_ms(2), s.CardStepped(CardId("K1"), 1, at_ms(2), 1))
    assert book.record.cards == {}
