"""Who waits, as counts; what is held; what the evaluator says; what is broken. No names, nobody to choose."""

from collections.abc import Iterator

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.screenkit.expected_words import bounds_text, not_today_text
from kiosk.screenkit.language import Text
from kiosk.window import words
from kiosk.window.view import DeskView
from queue_server.vocabulary import Language, WindowNo

HELD_SHOWN = 3
QUEUES_SHOWN = 5


class CountsPanel(Widget):
    """Bound to the app's view, language and time."""

    view: reactive[DeskView] = reactive(DeskView(WindowNo("")), layout=True)
    language: reactive[Language] = reactive(Language.CHINESE)
    now_ms: reactive[int] = reactive(0)

    def render(self) -> Content:
        made = (self._faults(), self._waiting(), self._held(), self._rating())
        parts = [lines for each in made if (lines := tuple(each))]
        gaps = len(parts) - 1
        has_room = sum(map(len, parts)) + gaps <= self._rows_max()
        return Content("\n\n" if has_room else "\n").join([Content("\n").join(lines) for lines in parts])

    def _rows_max(self) -> int:
        parent = self.parent
        return parent.content_size.height if isinstance(parent, Widget) else self.size.height

    def _row(self, left: Content, right: Content) -> Content:
        """Put a count at the right edge, so that counts stand below one another."""
        gap = self.content_size.width - left.cell_length - right.cell_length
        return left + Content(" " * max(1, gap)) + right

    def _say(self, text: Text) -> str:
        return text.in_(self.language)

    def _waiting(self) -> Iterator[Content]:
        count = Content.styled(str(self.view.waiting), "bold $hall-gold")
        yield self._row(Content.styled(self._say(words.WAITING), "bold"), count)
        yield from self._last()
        for line in self.view.queues[:QUEUES_SHOWN]:
            name = Text.of(line.words).in_(self.language)
            yield self._row(Content(f"{line.code}  {name}"), Content.styled(str(line.count), "bold"))
        if self.view.classes:
            said = (f"{Text.of(line.words).in_(self.language)} {line.count}" for line in self.view.classes)
            yield Content.styled("  ".join(said), "$hall-ink-dim")
        served = Content.styled(str(self.view.served_today), "$hall-ink-dim")
        yield self._row(Content.styled(self._say(words.SERVED_TODAY), "$hall-ink-dim"), served)

    def _last(self) -> Iterator[Content]:
        """Say how long the last of them waits yet; in amber that it may not be today."""
        if (expected := self.view.expected) is None:
            return
        bounds = Content.styled(self._say(bounds_text(expected)), "bold")
        yield self._row(Content(self._say(words.LAST_WAITS)), bounds)
        if then := not_today_text(expected):
            yield self._row(Content(""), Content.styled(self._say(then), "$hall-amber-ink"))

    def _held(self) -> Iterator[Content]:
        for held in self.view.held[:HELD_SHOWN]:
            since = words.clock_text(self.now_ms - held.since_ms)
            line = f"{self._say(words.HELD)} {held.number}  {held.reason}  {since}"
            yield Content.styled(line, "$hall-amber-ink")
        if len(self.view.held) > HELD_SHOWN:
            yield Content.styled(f"  +{len(self.view.held) - HELD_SHOWN}", "$hall-amber-ink")

    def _rating(self) -> Iterator[Content]:
        if self.view.rating_of and self.now_ms < self.view.rate_until_ms:
            left_s = (self.view.rate_until_ms - self.now_ms) // 1000 + 1
            line = f"{self._say(words.RATE_PLEASE)} {self.view.rating_of}  {left_s} s"
            yield Content.styled(line, "bold $hall-go-ink")
        elif self.view.last_rated:
            said = self._say(words.STARS.get(self.view.last_stars, words.NOT_RATED))
            yield Content(f"{self._say(words.RATED)} {self.view.last_rated}  {said}")

    def _faults(self) -> Iterator[Content]:
        for device, fault in self.view.faults:
            line = f"! {Text.of(device).in_(self.language)}: {fault}"
            yield Content.styled(line, "bold $hall-danger-ink")
