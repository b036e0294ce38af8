"""The terminal's own sentences, in both languages. Words of the rules come from ``wire.sentences``."""

from kiosk.screenkit.language import Text
from kiosk.screenkit.stars import STARS as STARS

NOBODY = Text("暂无业务", "No ticket")
PRESS_NEXT = Text("按 N 叫下一位", "Press N for the next")
WAITING = Text("等候", "Waiting")
LAST_WAITS = Text("最后一位", "The last")
HELD = Text("挂起", "Held")
SERVED_TODAY = Text("今日办结", "Served today")
RATE_PLEASE = Text("请评价", "Rating asked")
NOT_RATED = Text("未评价", "not rated")
RATED = Text("评价", "Rated")
UNDO_LEFT = Text("可撤销", "can be undone")
DEVICE_FAULT = Text("设备故障", "Device fault")
OFFLINE = Text(
    "与服务器的连接已断开，暂时无法叫号，恢复后自动续上",
    "The server is away: no calls until it is back",
)
TAKEN_OVER = Text(
    "另一台终端已接管本窗口，按业务键收回", "Another terminal has this window; any act takes it back"
)
NOT_DURABLE = Text("服务器暂时不能保存，请稍候", "The server cannot save at the moment; please wait")
NO_ANSWER = Text("服务器没有应答，请再按一次", "The server did not answer; please press again")
NOT_SAVED = Text("没有保存成功，请再按一次", "It was not saved; please press again")
DONE = Text("已{act}", "{act}: done")
SIGN_IN = Text("签到", "Sign in")
STAFF_OR_BADGE = Text("工号或刷卡", "Staff number or badge")
PIN = Text("密码（刷卡不填）", "PIN (none with a badge)")
BACK = Text("返回", "Back")
OK = Text("确定", "OK")
FIND = Text("输入名称查找", "Type part of the name")
NEXT_PAGE = Text("下一页", "Next page")
LANGUAGE = Text("English", "中文")
RECALLED = Text("已重呼", "recalls")
COLON = Text("：", ": ")
"""Between the class of a ticket and its reason."""
ALREADY_DONE = Text("已办", "done")
TRANSFERRED = Text("转来", "transferred")
SINCE_CALL = Text("呼叫后", "since call")
SINCE_START = Text("办理", "service")
WAITED = Text("等候了", "waited")
ASK_HOLD = Text("为什么挂起？", "Why hold?")
ASK_PAUSE = Text("为什么暂停？", "Why pause?")
ASK_RESUME = Text("回呼哪一张？", "Resume which ticket?")
ASK_ITEM = Text("加办哪个事项？", "Add which item?")
ASK_PICK = Text("点哪一号？", "Pick which ticket?")
ASK_PICK_REASON = Text("为什么点号？（将记录）", "Why out of order? (recorded)")
ASK_CANCEL = Text("取消这张号票？", "Cancel this ticket?")
ASK_TRANSFER = Text("转移到哪里？", "Transfer where?")
ASK_WINDOW = Text("转移到哪个窗口？", "To which window?")
ASK_TRANSFER_ITEM = Text("转移到哪个事项？", "To which item?")
ASK_RETURN = Text("哪一号回来了？", "Which number is back?")
TO_WINDOW = Text("转到另一窗口", "To another window")
TO_ITEM = Text("转到另一事项", "To another item")
COME_BACK = Text("去取材料，回本窗口", "Fetches something, comes back here")
CANCEL_REASONS = (
    Text("市民放弃办理", "The citizen gave up"),
    Text("取错号", "Wrong number taken"),
    Text("材料不齐", "Papers incomplete"),
)
"""Reasons that name nobody; the journal keeps them."""
FALLBACK_REASONS = (Text("其他", "Other"),)
"""Where the hall has configured no reasons."""


def clock_text(duration_ms: int) -> str:
    """Return minutes and seconds, ``03:07``; hours only where there are any."""
    seconds = max(0, duration_ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes = f"{rest // 60:02d}:{rest % 60:02d}"
    return f"{hours}:{minutes}" if hours else minutes
