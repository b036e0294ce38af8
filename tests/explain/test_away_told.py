"""What is told afterwards of a number that a kiosk issued by itself: who, when, how sure, and for what."""

import pytest
from msgspec.structs import replace

from queue_server.vocabulary import ItemCode, Language
from tests.explain.retold import Retold
from tests.hall.away import Store, away_plan

GONE = ItemCode("gone")


@pytest.fixture
def hall() -> Retold:
    return Retold(away_plan())


@pytest.fixture
def store(hall: Retold) -> Store:
    kept = Store("K1", "0a1b2c3d4e5f")
    kept.lease(hall)
    kept.issue(hall, off_ms=-400)
    hall.wait_s(60)
    return kept


def test_the_kiosk_its_time_and_its_bound_are_told(hall: Retold, store: Store) -> None:
    store.hand_in(hall)
    assert "K1离线时于 08:59:59 发出" in hall.text("AZ001")
    assert "by K1 alone at 08:59:59" in hall.text("AZ001", Language.ENGLISH)
    for language in Language:
        assert "gone" not in hall.text("AZ001", language)
        assert "改为" not in hall.text("AZ001", language)


def test_an_item_that_was_replaced_is_told_with_the_one_that_was_chosen(hall: Retold, store: Store) -> None:
    hall.ask(replace(store.issued[0], item=GONE), "kiosk:K1")
    assert "取号时选的 gone 已不再办理，改为本队列第一个事项" in hall.text("AZ001")
    assert "instead of gone, which was chosen and is no longer offered" in hall.text(
        "AZ001", Language.ENGLISH
    )
