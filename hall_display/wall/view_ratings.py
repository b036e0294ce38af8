"""The ratings of the day, person by person: the lowest mean first, silence apart. Pure."""

from hall_display.wall import words
from hall_display.wall.plates import Listing, Plate
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Span, Tone, row
from hall_display.wall.view_details import mean_of
from hall_display.wall.view_figures import mean_rating
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from queue_server.wire.wall_documents import Spread

BAD_MAX = 2
_RATED_OF = Text("评价 {n} / 办结 {all}", "{n} rated of {all} served")
_SILENT_N = Text("未评价 {n}", "{n} not rated")


def _bad(spread: Spread) -> int:
    return sum(spread.stars[:BAD_MAX])


def rating_plate(sight: Sight, staff: str, spread: Spread) -> Plate:
    """Return one person's ratings in three lines: mean; levels from the best down; how many were asked."""
    rated, bad = sum(spread.stars), _bad(spread)
    known = sight.staff.get(staff)
    where = sight.window(known.window) if known else ""
    levels = [
        Span(
            f"{sight.say(words.STARS[level])} {spread.stars[level - 1]}  ",
            Tone.AMBER if level <= BAD_MAX else Tone.SOFT,
        )
        for level in (5, 4, 3, 2, 1)
        if spread.stars[level - 1]
    ]
    return Plate(
        key=f"staff/{staff}",
        lines=(
            row(
                Span(sight.person(staff), Tone.INK, is_bold=True),
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


def rating_list(sight: Sight) -> Listing:
    """Return who was rated today: bad ratings first, then the lowest mean; who was not rated comes last."""
    spreads = sorted(
        sight.day.ratings_of_staff.items(),
        key=lambda one: (-_bad(one[1]), not sum(one[1].stars), mean_of(one[1]), one[0]),
    )
    total = sight.day.ratings
    return Listing(
        title=words.RATINGS.in_(sight.language),
        beside=words.RATINGS.beside(sight.language),
        figures=row(
            Span(f"{mean_rating(sight)} / 5    ", Tone.INK, is_bold=True),
            Span(sight.say(_RATED_OF, n=sum(total.stars), all=total.served), Tone.SOFT),
            Span(f"    {sight.say(_SILENT_N, n=total.silent)}", Tone.DIM),
        ),
        plates=tuple(rating_plate(sight, staff, spread) for staff, spread in spreads),
        empty=sight.say(words.NO_RATING),
    )
