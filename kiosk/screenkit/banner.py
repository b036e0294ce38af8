"""OfflineBanner: the strip that says the server is away, and what still works. Both languages at once."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.screenkit.language import Text

OFFLINE = Text(
    "与服务器的连接中断，正在恢复；取号机照常取号", "The server is away. Kiosks go on issuing numbers"
)


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

    def text(self, offline: Text = OFFLINE, offset_min: int = 480) -> Text:
        """Return ``offline`` with the time, where that is known."""
        if not self._since_ms:
            return offline
        minute = self._since_ms // 60_000 + offset_min
        at = f"{minute // 60 % 24:02d}:{minute % 60:02d}"
        return Text(f"{at} 起{offline.zh}", f"{offline.en} (since {at})")


class OfflineBanner(Widget):
    """Hidden while ``is_offline`` is false; three rows over the top of the screen while it is true."""

    is_offline: reactive[bool] = reactive(False)
    text: reactive[Text] = reactive(OFFLINE)

    def watch_is_offline(self, is_offline: bool) -> None:
        self.set_class(is_offline, "-shown")

    def render(self) -> Content:
        return Content("\n").join([Content(line) for line in (self.text.zh, self.text.en) if line])
