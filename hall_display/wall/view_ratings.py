"""The ratings of the day, person by person, then item by item: the lowest mean first, silence apart. Pure."""

from collections.abc import Mapping
from typing import TypeVar

from hall_display.wall import words
from hall_display.wall.plates import Listing, Plate
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Span, Tone, row
from hall_display.wall.view_details import mean_of
from hall_display.wall.view_figures import mean_rating
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from queue_server.wire.wall_documents import Spread

Key = TypeVar("Key", bound=str)
BAD_MAX = 2
_RATED_OF = Text("评价 {n} / 办结 {all}", "{n} rated of {all} served")
_SILENT_N = Text("未评价 {n}", "{n} not rated")


def _bad(spread: Spread) -> int:
    return sum(spread.stars[:BAD_MAX])


def rating_plate(sight: Sight, staff: str, spread: Spread) -> Plate:
    """Return one person's ratings; a touch opens the person."""
    known = sight.staff.get(staff)
    where = sight.window(known.window) if known else ""
    return _plate(sight, f"staff/{staff}", sight.person(staff), where, spread)


def item_plate(sight: Sight, item: str, spread: Spread) -> Plate:
    """Return one item's ratings; a touch opens its queue."""
    known = sight.items.get(item)
    queue = known.queue if known else ""
    return _plate(sight, f"queue/{queue}", sight.item(item), queue, spread)


def _plate(sight: Sight, key: str, who: str, where: str, spread: Spread) -> Plate:
    """Return three lines: mean; levels from the best down; how many were asked."""
    rated, bad = sum(spread.stars), _bad(spread)
    levels = [
        Span(
            f"{sight.say(words.STARS[level])} {spread.stars[level - 1]}  ",
            Tone.AMBER if level <= BAD_MAX else Tone.SOFT,
        )
        for level in (5, 4, 3, 2, 1)
        if spread.stars[level - 1]
    ]
    return Plate(
        key=key,
        lines=(
            row(
                Span(who, Tone.INK, is_bold=True),
                Span(f"  {where}", Tone.DIM),
                right=(Span(mean_of(spread), Tone.INK, is_bold=True),),
            ),
            row(*levels),
            row(
                Span(sight.say(_RATED_OF, n=rated, all=spread.served), Tone.DIM),
                right=(Span(sight.say(_SILENT_N, n=spread.silent), Tone.DIM),),
            ),
        ),
        edge=PALETTE[Tone.AMBER if bad else Tone.LINE],
    )


def _worst_first(spreads: Mapping[Key, Spread]) -> list[tuple[Key, Spread]]:
    return sorted(
        spreads.items(),
        key=lambda one: (-_bad(one[1]), not sum(one[1].stars), mean_of(one[1]), one[0]),
    )


def rating_list(sight: Sight) -> Listing:
    """Return who was rated today: bad ratings first, then the lowest mean; who was not rated comes last."""
    people, items = (_worst_first(of) for of in (sight.day.ratings_of_staff, sight.day.ratings_of_items))
    total = sight.day.ratings
    return Listing(
        title=words.RATINGS.in_(sight.language),
        beside=words.RATINGS.beside(sight.language),
        figures=row(
            Span(f"{mean_rating(sight)} / 5    ", Tone.INK, is_bold=True),
            Span(sight.say(_RATED_OF, n=sum(total.stars), all=total.served), Tone.SOFT),
            Span(f"    {sight.say(_SILENT_N, n=total.silent)}", Tone.DIM),
        ),
        plates=(
            *(rating_plate(sight, staff, spread) for staff, spread in people),
            *(item_plate(sight, item, spread) for item, spread in items),
        ),
        empty=sight.say(words.NO_RATING),
    )
