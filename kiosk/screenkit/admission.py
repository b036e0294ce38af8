"""Why the server does not let this device in, for whoever set it up. The codes are those of ``Rejected``.

Words only. Waiting does not help here as it does with a lost cable, so every screen says which it is.
"""

from collections.abc import Mapping

from kiosk.screenkit.language import Text

REASONS: Mapping[str, Text] = {
    "replaced": Text("另一台设备使用了同一名称", "Another device uses this one's name"),
    "window": Text("服务器不认识这个窗口号", "The server knows no window of this number"),
    "token": Text("服务器不接受本机的令牌", "The server does not accept this device's token"),
    "version": Text("本机与服务器的版本不合", "This device and the server are of different versions"),
    "certificate": Text("本机不信任服务器的证书", "This device does not trust the server's certificate"),
}
OTHER_REASON = Text("服务器拒绝本机，请联系管理员", "The server refused this device; ask its technician")


def refusal_text(code: str) -> Text | None:
    """Return why the server said no; None for an empty ``code``, which is no refusal."""
    return REASONS.get(code, OTHER_REASON) if code else None
