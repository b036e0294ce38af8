"""OfflineBanner: the strip that says the server is away, and what still works. Both languages at once."""

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from kiosk.screenkit.language import Text

OFFLINE = Text("与服务器的连接中断，正在恢复", "The server is away. Reconnecting")


class OfflineBanner(Widget):
    """Hidden while ``is_offline`` is false; three rows over the top of the screen while it is true."""

    is_offline: reactive[bool] = reactive(False)
    text: reactive[Text] = reactive(OFFLINE)

    def watch_is_offline(self, is_offline: bool) -> None:
        self.set_class(is_offline, "-shown")

    def render(self) -> Content:
        return Content("\n").join([Content(line) for line in (self.text.zh, self.text.en) if line])
