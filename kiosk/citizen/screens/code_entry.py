"""CodeScreen: an appointment's code or a ticket's number, typed by finger; a scan needs no typing."""

from collections.abc import Iterable

from textual.widget import Widget

from kiosk.citizen import search, texts
from kiosk.citizen.codes import CodeKind
from kiosk.citizen.messages import AppointmentGiven, Place, ReprintWanted, ReturnWanted
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.visit import KioskState
from kiosk.citizen.widgets.foot import Foot, FootKey, Turn
from kiosk.citizen.widgets.key_pad import KeyPad
from kiosk.screenkit.big_text import BigText
from kiosk.screenkit.glyphs import Line
from kiosk.screenkit.language import Text
from kiosk.screenkit.touch_button import Kind
from queue_server.clock import Clock

COLUMNS = 12
TYPED_MIN = 3


class CodeScreen(CitizenScreen):
    """``kind`` says which of the two is asked for; ``value`` is what a scanner has read already."""

    def __init__(self, state: KioskState, hall_clock: Clock, kind: CodeKind, value: str = "") -> None:
        super().__init__(state, hall_clock)
        self._kind = kind
        self._value = value

    def question(self) -> Text:
        return texts.ASK_TICKET if self._kind is CodeKind.TICKET else texts.ASK_APPOINTMENT

    def body(self) -> Iterable[Widget]:
        classes = "typed -large" if self.reading.is_large else "typed"
        yield BigText(self._shown(), 4, line=Line.FULL, align="center", classes=classes)
        yield KeyPad(search.KEYS, COLUMNS, rows_high=3)

    def foot(self) -> tuple[FootKey, ...]:
        return (
            FootKey(Place.BACK, texts.BACK),
            FootKey(Turn.DELETE, texts.DELETE, is_enabled=bool(self._value)),
            *self._acts(),
        )

    def on_key_pad_typed(self, event: KeyPad.Typed) -> None:
        event.stop()
        if len(self._value) < search.TYPED_MAX:
            self._type(self._value + event.key)

    def on_foot_turned(self, event: Foot.Turned) -> None:
        event.stop()
        if event.turn is Turn.DELETE:
            self._type(self._value[:-1])
        elif self._kind is CodeKind.APPOINTMENT:
            self.post_message(AppointmentGiven(self._value))
        elif event.turn is Turn.CONFIRM:
            self.post_message(ReturnWanted(self._value))
        else:
            self.post_message(ReprintWanted(self._value))

    def _acts(self) -> tuple[FootKey, ...]:
        is_ready = len(self._value) >= TYPED_MIN and self.state.view.reaches_hall
        if self._kind is CodeKind.APPOINTMENT:
            return (FootKey(Turn.CONFIRM, texts.TAKE_SHORT, Kind.PRIMARY, is_ready),)
        return (
            FootKey(Turn.CONFIRM, texts.RETURN, Kind.PRIORITY, is_ready),
            FootKey(Turn.SECOND, texts.REPRINT, Kind.PRIMARY, is_ready),
        )

    def _type(self, value: str) -> None:
        self._value = value
        self.query_one(".typed", BigText).text = self._shown()
        self.ask_anew()

    def _shown(self) -> str:
        """Show what was typed, and where the next sign will stand; of an id only the number."""
        number = self._value.rpartition("-")[2] if self._kind is CodeKind.TICKET else self._value
        return f"{number}_"
