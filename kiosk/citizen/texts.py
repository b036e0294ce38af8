"""Every text of the kiosk that is not the hall's own, Chinese and English. Texts only: nothing decides here.

No sign of ambiguous width (dash, dots, bullet) stands beside Chinese: terminals disagree on how wide it is.
"""

from collections.abc import Mapping

from kiosk.citizen.view import Closure, KioskView, QueueTile, Wait
from kiosk.screenkit.admission import refusal_text
from kiosk.screenkit.language import Text
from queue_server.vocabulary import PriorityReason, TicketClass

ASK_QUEUE = Text("请选择要办的业务", "What would you like to do?")
ASK_ITEM = Text("请选择事项", "Choose an item")
ASK_DEPARTMENT = Text("请选择部门", "Choose a department")
ASK_MORE = Text("请选择", "Please choose")
ASK_SEARCH = Text("请按拼音首字母查找", "Type the first letters")
ASK_SEARCH_HINT = Text("例：结婚登记 = J H D J", "for example MARR or JHDJ")
ASK_PRIORITY = Text("请选择优先原因", "Why do you need priority?")
ASK_IDENTITY = Text("请输入身份证号码", "Type your identity number")
ASK_CARD = Text("请放置身份证，或输入号码", "Place your identity card, or type its number")
ASK_APPOINTMENT = Text("请扫描或输入预约码", "Scan or type your appointment code")
ASK_TICKET = Text("请扫描号票，或输入排队号", "Scan your ticket, or type its number")
PRIORITY_HINT = Text("请在窗口出示有效证件", "Please show your certificate at the window")
IDENTITY_WRONG = Text("身份证号码不正确，请检查", "This number is not right; please check it")
IDENTITY_HINT = Text("可以不输入。屏幕不显示全号。", "You may skip this. It is never shown in full.")

CARD_AGAIN = Text("请重新放置身份证，或输入号码", "Please place the card again, or type the number")
CARD_READER_OUT = Text(
    "读卡器暂不能用，请输入号码", "The card reader does not work now; please type the number"
)
CARD_LARGE = Text("请放身份证", "Place your card")
CARD_AGAIN_LARGE = Text("请重新放置身份证", "Place the card again")
"""What stands in large letters where the number will be typed."""
IDENTITY_SHOWN = Text("身份证 ****{last}", "ID ****{last}")

APPOINTMENT = Text("预约取号", "Appointment")
PRIORITY = Text("优先取号", "Priority")
PRIORITY_OFF = Text("取消优先", "No priority")
TICKET_BACK = Text("过号补打", "My ticket")
MORE = Text("更多", "More")
DEPARTMENTS = Text("按部门", "Departments")
SEARCH = Text("查找事项", "Search")
HELP = Text("使用帮助", "Help")
BACK = Text("返回", "Back")
HOME = Text("首页", "Home")
PREVIOUS = Text("上一页", "Previous")
NEXT = Text("下一页", "Next")
LARGE = Text("大字", "Large")
USUAL = Text("标准字", "Usual")
DELETE = Text("删除", "Delete")
CLEAR = Text("清空", "Clear")
CONFIRM = Text("确定", "OK")
RETRY = Text("再试一次", "Try again")
UNDERSTOOD = Text("知道了", "OK")
TAKE_BELOW = Text("Take a number", "a number  取号")
"""What stands below the short word on the large button."""
TAKE_SHORT = Text("取号", "Take")
IDENTITY = Text("身份证号", "Identity")
IDENTITY_GIVEN = Text("已填身份证", "ID given")
REPRINT = Text("补打号票", "Reprint")
RETURN = Text("过号重排", "I am back")
DONE = Text("完成", "Done")

NOTHING_FOUND = Text("没有找到，请删除几个字母再试", "Nothing found; delete a letter and try again")
NO_CODE = Text("看不懂这个码，请到咨询台", "This code is not known here; please ask at the desk")
WAIT_A_MOMENT = Text("正在取号，请稍候", "One moment, please")
NO_ANSWER = Text(
    "大厅系统没有回答，请再试或到咨询台", "The hall does not answer; try again or ask at the desk"
)
NOT_WRITTEN = Text(
    "暂时不能取号，请再试或到咨询台", "No number can be issued now; try again or ask at the desk"
)
CAME_BACK = Text("{number} 已重新排队，请留意叫号", "{number} is in line again; watch the screens")
REPRINTED = Text("补打", "Reprint")

YOUR_NUMBER = Text("您的排队号", "Your number")
FOLLOW_QR = Text("手机扫码看进度", "Scan to follow your turn")
WHAT_TO_BRING = Text("请备好材料", "Please have ready")
NOTHING_TO_BRING = Text("身份证等有效证件", "A valid identity document")
MINUTES = Text("窗口办理约 {n} 分钟", "About {n} min at the window")
PROMISED = Text("{n} 个工作日办结", "Decided within {n} working days")
AT_ONCE = Text("当场办结", "Decided at once")
FEE = Text("收费：{fee}", "Fee: {fee}")
FREE = "免费"
"""What the hall's data says where nothing is charged."""
FREE_OF_CHARGE = Text("不收费", "Free")
AHEAD = Text("前面 {n} 人", "{n} ahead of you")
NOBODY_AHEAD = Text("前面没有人", "Nobody is ahead of you")
AT_AREA = Text("请到 {area} 等候，留意屏幕和语音", "Please wait in {area}")
AT_WINDOWS = Text("办理窗口：{windows} 号", "Windows: {windows}")
GO_TO_WINDOW = Text("可直接到窗口办理：{windows} 号窗口", "You can go straight to window {windows}")
GO_TO_WINDOW_SHORT = Text("去 {windows} 窗口", "Window {windows}")
AT_AREA_SHORT = Text("去 {area} 区等", "Area {area}")
PAGE = Text("第 {page} / {pages} 页", "Page {page} of {pages}")
ITEMS = Text("{n} 个事项", "{n} items")
ASK_DESK = Text("请到咨询台取号", "Please ask at the desk")

PAPER_PRINTING = Text("正在打印号票", "Printing your ticket")
PAPER_TAKE = Text("请取走号票", "Please take your ticket")
PAPER_FAILED = Text("号票没有打出，请记下号码，号码有效", "No paper: remember the number, it is valid")
PAPER_NONE = Text("请记下号码，或用手机扫码", "Remember the number, or scan the code")
PRINTER_OUT = Text(
    "打印机缺纸或故障，号码只显示在屏幕上", "No paper here: the number is shown on the screen only"
)

HELP_LINES = (
    Text("一、选业务，再选事项，按「取号」。", "1. Choose a service, then an item, and touch Take a number."),
    Text("二、取走号票，到等候区坐好。", "2. Take the paper and sit down in your area."),
    Text("三、听到或看到您的号，到窗口办理。", "3. Go to the window when your number is called."),
    Text(
        "四、错过叫号，十五分钟内来这里按「过号」。",
        "4. Missed your call? Touch My ticket here within 15 minutes.",
    ),
    Text(
        "五、老人、孕妇、残疾人、军人可按「优先」。",
        "5. Elderly, expectant, disabled, military: touch Priority.",
    ),
    Text("需要帮助，请找咨询台工作人员。", "For help, please ask at the desk."),
)
HELP_SHORT = (
    Text("一、选业务，按「取号」", "1. Choose, take a number"),
    Text("二、取号票，坐下等候", "2. Take the paper, sit"),
    Text("三、叫到号，去窗口", "3. Called? To the window"),
)
"""The same for large type."""


REASONS: Mapping[PriorityReason, Text] = {
    PriorityReason.ELDERLY: Text("六十岁以上老人", "Aged 60 or over"),
    PriorityReason.EXPECTANT: Text("孕妇", "Expectant mother"),
    PriorityReason.INFANT: Text("带婴幼儿", "With an infant"),
    PriorityReason.DISABLED: Text("残疾人", "Disabled"),
    PriorityReason.MILITARY: Text("军人军属", "Military family"),
    PriorityReason.RESCUE: Text("消防救援人员", "Fire and rescue"),
}

CLASS_MARKS: Mapping[TicketClass, Text] = {
    TicketClass.REGULAR: Text("普通", "Regular"),
    TicketClass.PRIORITY: Text("优先", "Priority"),
    TicketClass.APPOINTMENT: Text("预约", "Appointment"),
    TicketClass.GREEN: Text("绿色通道", "Green channel"),
}

CLOSURES: Mapping[Closure, Text] = {
    Closure.SERVER_AWAY: Text(
        "与大厅的连接中断，暂停取号，正在恢复", "No connection to the hall: no numbers for the moment"
    ),
    Closure.NOT_ADMITTED: Text("本机暂停取号。{why}", "No numbers here. {why}"),
    Closure.NOT_DURABLE: Text("大厅系统暂不能记录，暂停取号", "The hall cannot keep records: no numbers now"),
    Closure.HANDING_IN: Text(
        "正在补交离线号，请稍候", "Handing in this machine's numbers; one moment, please"
    ),
}

AWAYS: Mapping[Closure, Text] = {
    Closure.SERVER_AWAY: Text(
        "服务器暂时连接不上，本机继续取号；恢复后按取号时间排队",
        "The server is away. This machine goes on issuing numbers; your place is by the time of issue",
    ),
    Closure.NOT_DURABLE: Text(
        "服务器暂不能记录，本机继续取号；恢复后按取号时间排队",
        "The server cannot write. This machine goes on issuing numbers; places are by time of issue",
    ),
    Closure.HANDING_IN: Text(
        "服务器已恢复，正在补交离线号；本机继续取号，按取号时间排队",
        "The server is back and gets this machine's numbers; your place is by the time of issue",
    ),
}
AWAY_TAKE_MARK = Text("离线取号", "Server away")
AWAY_MARK = Text("离线取号", "Issued while the server was away")
AWAY_PLACE = Text("暂停叫号，恢复后按取号时间排队", "No calls now: your place is by time of issue")
AWAY_OFFER = Text(
    "服务器没有回答，本机可先给您离线号，按取号时间排队",
    "The server does not answer; this machine can give you a number now",
)
AWAY_TAKE = Text("离线取号", "Take it here")
AWAY_ONLY_NUMBERS = Text(
    "服务器暂时连接不上，现在只能取号，其他请到咨询台",
    "The server is away; only new numbers now, please ask at the desk for all else",
)
AWAY_NO_BLOCK = Text(
    "本机没有离线号，请到咨询台", "This machine has no numbers of its own; please ask at the desk"
)
AWAY_USED_UP = Text(
    "本机的离线号已用完，请到其他取号机或咨询台",
    "This machine's own numbers are used up; try another machine or ask at the desk",
)
AWAY_OUTSIDE_HOURS = Text(
    "现在不在取号时间，请看公告", "No numbers are given out at this hour; see the notices"
)
AWAY_NOT_KEPT = Text(
    "本机不能记录，不能取号，请到咨询台", "This machine cannot keep records; please ask at the desk"
)
AWAY_GONE = Text("这个事项现在不能取号，请到咨询台", "No number for this now; please ask at the desk")

NOBODY_WAITS = Text("无人等候", "Nobody waiting")
"""Nobody waits, but no window is idle either."""

DOUBTFUL = Text("今天可能排不到您", "You may not be served today")
DOUBT_WAIT = Text("{n} 人等候，{wait}", "{n} waiting, {wait}")
DOUBT_CLOSES = Text("{at} 停止办理", "Service ends at {at}")
DOUBT_CLOSED = Text("今天已停止办理", "No more service today")
DOUBT_CHANCE = Text("今天办上的可能约 {n}%", "the chance of being served today is about {n}%")
DOUBT_NO_CHANCE = Text("今天办上的可能很小", "there is little chance of being served today")
ADVICE = Text("您可以这样做", "What you can do")
ADVICE_TODAY = Text("今天 {at} 起再来取号", "Come back today from {at}")
ADVICE_NEXT_DAY = Text("下一工作日 {at} 起再来取号", "Come next working day from {at}")
ADVICE_BOOK = Text("可以先预约，请到咨询台", "Make an appointment at the desk")
TAKE_ALL_THE_SAME = Text("仍要取号", "Take it anyway")

WAITING = Text("{n} 人等候", "{n} waiting")
PEOPLE_SHORT = Text("{n} 人", "{n} people")

_WAITS: Mapping[Wait, Text] = {
    Wait.NONE: Text("无需等候", "No wait"),
    Wait.SOME: WAITING,
    Wait.LONG: Text("{n} 人等候，人多", "{n} waiting, busy"),
    Wait.CLOSED: Text("暂无窗口", "No window open"),
    Wait.UNKNOWN: Text("可以取号", "Numbers issued"),
}


def filled(text: Text, **facts: object) -> Text:
    """Return ``text`` with its facts in both languages."""
    return Text(text.zh.format(**facts), text.en.format(**facts))


def closure_text(view: KioskView) -> Text | None:
    """Return why nothing can be issued; None when numbers can."""
    if view.closure is None:
        return None
    why = refusal_text(view.refusal) or Text("")
    text = CLOSURES[view.closure]
    return Text(text.zh.format(why=why.zh), text.en.format(why=why.en))


def away_text(view: KioskView) -> Text | None:
    """Return that the kiosk issues numbers by itself, and what that means; None when it does not."""
    return AWAYS[view.away] if view.away else None


def wait_of(queue: QueueTile) -> Text:
    """Return how many wait, in words."""
    if queue.wait is Wait.SOME and not queue.waiting:
        return NOBODY_WAITS
    return filled(_WAITS[queue.wait], n=queue.waiting)


def plain_windows(windows: tuple[str, ...]) -> str:
    """Return windows as people say them: ``03 11`` is ``3 11``."""
    return " ".join(number.lstrip("0") or number for number in windows)
