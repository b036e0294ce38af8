"""HeadBar: the hall's name and the time; when the server is away it says so instead, across the screen."""

from textual.reactive import reactive
from textual.strip import Strip

from hall_display.wall.parts import Head
from hall_display.wall.spans import Span, Tone, row
from hall_display.wall.widgets.lines import Painted
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE


class HeadBar(Painted):
    """Three rows."""

    head: reactive[Head] = reactive(Head())
    banner: reactive[Text | None] = reactive(None)
    note: reactive[str] = reactive("")
    """What came of the last act, for a while."""

    def watch_banner(self, banner: Text | None) -> None:
        self.set_class(banner is not None, "-alarm")

    def render_line(self, y: int) -> Strip:
        if y != 1:
            return self.blank()
        head, banner = self.head, self.banner
        time = (Span(f"{head.date}   ", Tone.DIM), Span(head.clock, Tone.INK, is_bold=True))
        if banner is not None:
            ink = PALETTE["hall-card-yellow-ink"]
            both = f"{banner.zh}   {banner.en}"
            return self.fit(row(Span(both, ink=ink, is_bold=True), right=(Span(head.clock, ink=ink),)))
        if self.note:
            return self.fit(row(Span(self.note, Tone.GOLD, is_bold=True), right=time))
        return self.fit(
            row(
                Span(f"{head.hall}   ", Tone.INK, is_bold=True),
                Span(head.title, Tone.SOFT),
                Span(f"  {head.beside}", Tone.LINE),
                right=time,
            )
        )
