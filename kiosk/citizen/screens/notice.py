"""NoticeScreen: one sentence a citizen can read aloud, and what can be done about it."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from kiosk.citizen.messages import RemedyChosen
from kiosk.citizen.outcome import Notice, Remedy
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.texts import AWAY_TAKE, HOME, REPRINT, RETRY, RETURN, UNDERSTOOD
from kiosk.citizen.visit import KioskState
from kiosk.citizen.widgets.large_tile import LargeTile
from kiosk.screenkit.big_text import BigText, machine_mode
from kiosk.screenkit.glyphs import Look, width_of
from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind, TouchButton
from queue_server.clock import Clock

_LABELS = {
    Remedy.HOME: UNDERSTOOD,
    Remedy.RETRY: RETRY,
    Remedy.REPRINT: REPRINT,
    Remedy.RETURN: RETURN,
    Remedy.GIVE_UP: HOME,
    Remedy.AWAY: AWAY_TAKE,
}
_KINDS = dict.fromkeys((Remedy.RETRY, Remedy.REPRINT, Remedy.RETURN, Remedy.AWAY), Kind.PRIMARY)
COLUMNS = 88
"""What a line of the sentence may take of the 96 columns."""
ROWS = 15
"""What sentence and the other language have of the 27, with a row below each line; the rest are header, strip
and buttons."""


class NoticeScreen(CitizenScreen):
    """``notice`` says the sentence and the remedies; the app decides what a remedy does."""

    def __init__(self, state: KioskState, hall_clock: Clock, notice: Notice) -> None:
        super().__init__(state, hall_clock)
        self.notice = notice

    def question(self) -> Text:
        return Text("")

    def body(self) -> Iterable[Widget]:
        said, beside_said = self.say(self.notice.text), self.notice.text.beside(self.reading.language)
        rows = rows_of(said, beside_said, 5 if self.reading.is_large else 4)
        lines = [BigText(line, rows, align="center") for line in sentence_lines(said, rows)]
        beside = Static(beside_said, classes="notice-beside")
        sentence = Vertical(*lines, beside, id="sentence", classes=f"-{self.notice.tone}")
        buttons = (self._button(remedy) for remedy in self.notice.remedies)
        return (sentence, Vertical(*buttons, id="remedies"))

    def on_touch_button_pressed(self, event: TouchButton.Pressed) -> None:
        event.stop()
        self.post_message(RemedyChosen(self.notice, Remedy(event.button.name or "")))

    def _button(self, remedy: Remedy) -> TouchButton:
        label = self.say(_LABELS[remedy])
        kind = _KINDS.get(remedy, Kind.QUIET)
        return LargeTile(label, rows=3, kind=kind, name=remedy.value, id=f"remedy-{remedy}")


def rows_of(sentence: str, beside: str, rows_max: int) -> int:
    """Return how high a sentence can be drawn with all of it on the screen, and ``beside`` below it."""
    room = ROWS - -(-cell_len(beside) // COLUMNS)
    return next(
        (rows for rows in range(rows_max, 2, -1) if len(sentence_lines(sentence, rows)) * (rows + 1) <= room),
        2,
    )


def sentence_lines(sentence: str, rows: int, columns: int = COLUMNS) -> tuple[str, ...]:
    """Break a sentence into lines that fit ``columns`` at ``rows`` high: at commas, else at words."""
    look = Look(rows=rows, mode=machine_mode())
    lines: list[str] = []
    for part in _parts(sentence):
        if lines and width_of(lines[-1] + part, look) <= columns:
            lines[-1] += part
        else:
            lines.append(part.lstrip())
    return tuple(lines)


def _parts(sentence: str) -> list[str]:
    """Cut behind each comma and before each word, so that the parts joined are the sentence."""
    spaced = sentence.replace("，", "，\0").replace("；", "；\0").replace("。", "。\0")
    if any(ord(character) > 0x2E80 for character in sentence):
        return [part for part in spaced.split("\0") if part]
    return [part for part in sentence.replace(" ", "\0 ").split("\0") if part]
