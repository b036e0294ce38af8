"""A badge reader's news in words, Chinese first, English beside it. Pure."""

from devices.badge_reader.badge import printed_pair
from devices.badge_reader.events import (
    BadgeShown,
    Distrust,
    OsdpEvent,
    ReaderNotTrusted,
    ReaderReady,
    ReaderSilent,
)
from devices.events import LineBack, LineLost

_DISTRUST = {
    Distrust.KEY_WRONG: "密钥不符 it does not hold this key",
    Distrust.NOT_SECURE: "不支持安全通道 it knows no secure channel",
}


def describe_badge_event(event: OsdpEvent) -> str:
    """Say what happened at a reader or on its cable."""
    match event:
        case BadgeShown(badge=badge, addr=addr):
            pair = printed_pair(badge)
            beside = f" ({pair})" if pair else ""
            return f"{'' if addr is None else f'{addr}号读卡器 reader {addr}: '}工牌 badge {badge}{beside}"
        case ReaderReady(addr=addr):
            return f"{addr}号读卡器就绪 reader {addr} ready, its channel is secure"
        case ReaderSilent(addr=addr):
            return f"{addr}号读卡器无应答 reader {addr} silent"
        case ReaderNotTrusted(addr=addr, why=why):
            return f"{addr}号读卡器不可信 reader {addr} not trusted: {_DISTRUST[why]}"
        case LineLost(reason=reason):
            return f"线路断开 line lost: {reason}"
        case LineBack(after_ms=after_ms):
            return f"线路恢复 line back after {after_ms / 1000:.1f} s"
