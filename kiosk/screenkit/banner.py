"""OfflineBanner: the strip that says the server is away, and what still works. Both languages at once."""

from collections.abc import Mapping

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.screenkit.language import Text
from queue_server.wire.documents import AnyDoc, HallDoc

BEIJING_MIN = 480
"""The offset of a hall that has not told its own."""
OFFLINE = Text("与服务器的连接中断，正在恢复", "The server is away")
GO_ON = Text("取号机照常取号", "Kiosks go on issuing numbers")
NO_NUMBERS = Text("暂停取号", "No numbers for the moment")


def with_numbers(trouble: Text, docs: Mapping[str, AnyDoc]) -> Text:
    """Return ``trouble`` and whether numbers are given out meanwhile, as the hall said last, if it did."""
    hall = docs.get("hall")
    if not isinstance(hall, HallDoc):
        return trouble
    numbers = GO_ON if hall.has_away_numbers else NO_NUMBERS
    return Text(f"{trouble.zh}；{numbers.zh}", f"{trouble.en}. {numbers.en}")


class AwaySince:
    """Since when the server is away, by the hall's own time as this screen goes on counting it."""

    def __init__(self) -> None:
        self._since_ms: int | None = None

    def lost(self, hall_now_ms: int) -> None:
        """Note the instant, unless it is away already; 0: the hall has never told the time."""
        if self._since_ms is None:
            self._since_ms = hall_now_ms

    def back(self) -> None:
        """The server is here."""
        self._since_ms = None

    def text(
        self, docs: Mapping[str, AnyDoc], offline: Text = OFFLINE, *, offset_min: int = BEIJING_MIN
    ) -> Text:
        """Return ``offline`` with the time, where that is known, and whether numbers go on by ``docs``."""
        if not self._since_ms:
            return with_numbers(offline, docs)
        minute = self._since_ms // 60_000 + offset_min
        at = f"{minute // 60 % 24:02d}:{minute % 60:02d}"
        since = f"Since {at} {offline.en[:1].lower()}{offline.en[1:]}"
        return with_numbers(Text(f"{at} 起{offline.zh}", since), docs)


class OfflineBanner(Widget):
    """Hidden while ``is_offline`` is false; three rows over the top of the screen while it is true."""

    is_offline: reactive[bool] = reactive(False)
    text: reactive[Text] = reactive(OFFLINE)

    def watch_is_offline(self, is_offline: bool) -> None:
        self.set_class(is_offline, "-shown")

    def render(self) -> Content:
        return Content("\n").join([Content(line) for line in (self.text.zh, self.text.en) if line])
