"""What the narrow bar over one window shows: its number, the ticket called or served, its state. Pure."""

from collections.abc import Mapping

import msgspec

from hall_display.board.view import plain_window, window_text
from kiosk.screenkit.language import Text
from queue_server.vocabulary import WindowNo, WindowState
from queue_server.wire.documents import AnyDoc, HallDoc, WindowDoc

FREE = Text("空闲", "Free")
WAIT = Text("请稍候", "Please wait")
CLOSED = Text("暂停服务", "Closed")
COME = Text("请到本窗口", "Please come")
SERVING = Text("办理中", "Serving")

WORDS = {
    WindowState.CLOSED: CLOSED,
    WindowState.IDLE: FREE,
    WindowState.CALLED: COME,
    WindowState.SERVING: SERVING,
    WindowState.PAUSED: CLOSED,
}
"""A citizen need not know why a window does not serve."""


class BarView(msgspec.Struct, frozen=True):
    """``ticket`` is empty where none is called or served, or where the server is away."""

    window: Text
    state: Text = WAIT
    ticket: str = ""
    is_called: bool = False
    is_serving: bool = False
    is_closed: bool = False


def bar_view(docs: Mapping[str, AnyDoc], window: WindowNo, is_connected: bool) -> BarView:
    """Return what stands over ``window``. Without a server that can be trusted it asks to wait."""
    doc, hall = docs.get(f"window/{window}"), docs.get("hall")
    view = BarView(window_text(plain_window(window)))
    can_trust = is_connected and not (isinstance(hall, HallDoc) and not hall.is_durable)
    if not isinstance(doc, WindowDoc) or not can_trust:
        return view
    has_ticket = doc.state in {WindowState.CALLED, WindowState.SERVING}
    return msgspec.structs.replace(
        view,
        state=WORDS[doc.state],
        ticket=doc.ticket if has_ticket else "",
        is_called=doc.state is WindowState.CALLED,
        is_serving=doc.state is WindowState.SERVING,
        is_closed=WORDS[doc.state] is CLOSED,
    )
