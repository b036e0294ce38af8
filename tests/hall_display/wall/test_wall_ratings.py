"""The list of ratings: people, then items; the worst first, and each plate opens what it is about."""

from hall_display.wall.sight import Sight
from hall_display.wall.view_ratings import rating_list
from queue_server.vocabulary import ItemCode, QueueCode, StaffId
from queue_server.wire.documents import AnyDoc, ItemDoc, Words
from queue_server.wire.wall_documents import DayDoc, Spread

GOOD, BAD, NONE = Spread((0, 0, 0, 1, 4), 6, 1), Spread((1, 0, 0, 0, 3), 4), Spread(served=2, silent=2)


def _sight() -> Sight:
    codes = ("GA-1", "GA-2", "GA-3")
    items = [
        ItemDoc(f"item/{one}", ItemCode(one), Words(f"事项{one}"), "GA", QueueCode("A"), 5) for one in codes
    ]
    day = DayDoc(
        "day",
        "20260302",
        ratings_of_staff={StaffId("S017"): GOOD, StaffId("S018"): BAD},
        ratings_of_items={ItemCode("GA-1"): NONE, ItemCode("GA-2"): GOOD, ItemCode("GA-3"): BAD},
    )
    docs: tuple[AnyDoc, ...] = (day, *items)
    return Sight({doc.key: doc for doc in docs})


def test_people_come_first_then_items_the_worst_first_and_the_unrated_last() -> None:
    plates = rating_list(_sight()).plates
    said = ["".join(span.text for span in plate.lines[0].left) for plate in plates]
    assert [plate.key for plate in plates] == ["staff/S018", "staff/S017", *["queue/A"] * 3]
    assert ["GA-3" in said[2], "GA-2" in said[3], "GA-1" in said[4]] == [True, True, True]


def test_an_item_shows_its_levels_and_its_silence() -> None:
    worst = rating_list(_sight()).plates[2]
    levels = "".join(span.text for span in worst.lines[1].left)
    assert "非常满意 3" in levels
    assert "非常不满意 1" in levels
    assert "评价 4 / 办结 4" in "".join(span.text for span in worst.lines[2].left)
