"""What the wall says of its own, in both languages. Rules and levels have the hall's names (``RulesDoc``)."""

from kiosk.screenkit.language import Text
from kiosk.screenkit.stars import STARS as STARS
from queue_server.vocabulary import CardAct, CardState, Device, Presence, RuleCode, TicketClass, WindowState

TITLE = Text("大厅运行监控", "Hall operations")
CONNECTING = Text("正在连接服务器", "Connecting to the server")
NOTHING_YET = Text("还没有收到大厅的数据", "Nothing has been told of the hall yet")
NOT_DURABLE = Text("服务器暂时不能保存，一切操作无效，请稍候", "The server cannot save: nothing counts now")
STALE = Text("以下为断开前的情况", "What follows is as it was before")

WAITING = Text("当前等候", "waiting now")
LONGEST = Text("最长等候", "longest wait")
EXPECTED = Text("预计", "expected")
EXPECTED_MIN = Text("最久  预计/分", "longest  est. min")
"""Above the columns of the queues."""
MEAN = Text("平均等候", "mean wait")
WITHIN = Text("按时叫号", "on time")
RATINGS = Text("今日评价", "ratings today")
CURVE = Text("今日流量", "today, per 10 min")
QUEUES = Text("队列", "queues")
WINDOWS = Text("窗口", "windows")
CARDS = Text("督办", "cards")
TASKS = Text("回访", "call-backs")
ATTENDANCE = Text("考勤", "attendance")
DEVICES = Text("设备", "devices")
STAFF = Text("人员", "staff")

PEOPLE = Text("人", "people")
MINUTES = Text("分", "min")
ISSUED = Text("取号", "issued")
SERVED = Text("办结", "served")
USUAL = Text("平常", "usual day")
NO_USUAL = Text("尚无平常日可比", "no usual day known yet")
TARGET = Text("目标", "target")
CALLED = Text("叫号", "called")
MISSED = Text("过号", "missed")
NOBODY_WAITS = Text("无人等候", "nobody waits")
NO_RATING = Text("暂无评价", "none yet")
SILENT = Text("未评价", "not rated")
ALL_WELL = Text("一切正常", "All is well")
ALL_WELL_MORE = Text("没有预警、逾期和设备故障", "No cards, nothing overdue, no device faults")
ALL_CLOSED = Text("目前没有窗口开放", "No window is open now")
OPEN_NOW = Text("开放窗口", "windows open")
MORE = Text("还有 {n} 张", "{n} more")
MORE_QUEUES = Text("还有 {n} 个队列", "{n} more")
NONE = Text("无", "none")
ALL_SILENT = Text("全部正常", "all well")
FAULTS = Text("{n} 处故障", "{n} faults")
TASKS_DUE = Text("待回访 {n} 项", "{n} to be called back")
OVERDUE_N = Text("{n} 项逾期", "{n} overdue")
UNSEEN_N = Text("{n} 张未知悉", "{n} not seen")

STATES = {
    WindowState.SERVING: Text("办理", "serving"),
    WindowState.CALLED: Text("呼叫", "called"),
    WindowState.IDLE: Text("空闲", "idle"),
    WindowState.PAUSED: Text("暂停", "paused"),
    WindowState.CLOSED: Text("未开", "closed"),
}
CLASSES = {
    TicketClass.REGULAR: Text("普通", "regular"),
    TicketClass.PRIORITY: Text("优先", "priority"),
    TicketClass.APPOINTMENT: Text("预约", "appointment"),
    TicketClass.GREEN: Text("绿色通道", "green channel"),
}
PRESENCES = {
    Presence.EXPECTED: Text("应到", "expected"),
    Presence.PRESENT: Text("在岗", "present"),
    Presence.AT_WINDOW: Text("在窗口", "at a window"),
    Presence.OFF_POST: Text("离岗", "off post"),
    Presence.GONE: Text("已离开", "gone"),
    Presence.ON_LEAVE: Text("请假", "on leave"),
    Presence.ABSENT: Text("缺勤", "absent"),
    Presence.OFF_DUTY: Text("不当班", "off duty"),
}
LATE = Text("迟到", "late")
CHIEF = Text("首席代表", "chief representative")
UNKNOWN_BADGE = Text("陌生卡", "unknown badge")
UNKNOWN_BADGES = Text("{n} 张陌生卡", "unknown badges {n}")
READER_ALARM = Text("读卡器报警", "badge reader alarm")
READER_ALARMS = Text("{n} 个读卡器报警", "alarms {n}")
PROVISIONAL = Text("日历暂定", "calendar provisional")
NO_WORKING_DAY = Text("今天不是工作日", "not a working day")

DEVICES_OF = {
    Device.PAD: Text("呼叫器", "pad"),
    Device.EVALUATOR: Text("评价器", "evaluator"),
    Device.LED_BAR: Text("窗口条屏", "LED bar"),
    Device.PRINTER: Text("打印机", "printer"),
    Device.SCANNER: Text("扫码器", "scanner"),
    Device.ID_READER: Text("身份证阅读器", "ID reader"),
    Device.LINE: Text("串行线路", "serial line"),
    Device.BADGE_READER: Text("工牌读卡器", "badge reader"),
    Device.SCREEN: Text("屏幕", "screen"),
}
FAULT_WORDS = {
    "没有应答": Text("无应答", "no answer"),
    "端口地址有误": Text("端口地址有误", "wrong port address"),
    "silent": Text("无应答", "no answer"),
    "unreachable": Text("连接不上", "cannot be reached"),
    "paper_out": Text("缺纸", "out of paper"),
    "paper_near_end": Text("纸将用完", "paper runs out"),
    "cover_open": Text("机盖未合", "cover open"),
    "error": Text("故障", "out of order"),
    "offline": Text("离线", "offline"),
}
"""Faults that are one word of the field; another is shown as it was told."""
NOT_CONNECTED = Text("未连接", "not connected")
KIOSK = Text("取号机 {name}", "Kiosk {name}")
WINDOW = Text("{n}号窗口", "Window {n}")
READER = Text("读卡器 {name}", "Reader {name}")
QUEUE = Text("{name}", "{name}")

CARD_STATES = {
    CardState.RECORDED: Text("已记录", "recorded"),
    CardState.UNCONFIRMED: Text("待确认", "to be confirmed"),
    CardState.RUNNING: Text("持续中", "running"),
    CardState.TOLD: Text("待说明", "explanation due"),
    CardState.EXPLAINED: Text("待核查", "investigation due"),
    CardState.INVESTIGATED: Text("待决定", "decision due"),
    CardState.UPHELD: Text("已维持，待措施", "upheld, measure due"),
    CardState.APPEALED: Text("申诉中", "appealed"),
    CardState.CONFIRMED_ON_APPEAL: Text("申诉后维持，待措施", "confirmed on appeal, measure due"),
    CardState.MEASURED: Text("已办结", "measured"),
    CardState.ENDED: Text("已结束", "ended"),
    CardState.SUPERSEDED: Text("已升级", "superseded"),
    CardState.REVOKED: Text("已撤销", "revoked"),
}
ACTS = {
    CardAct.ACKNOWLEDGE: Text("知悉", "Acknowledge"),
    CardAct.CONFIRM: Text("确认", "Confirm"),
    CardAct.EXPLAIN: Text("说明", "Explain"),
    CardAct.INVESTIGATE: Text("核查", "Investigate"),
    CardAct.UPHOLD: Text("维持", "Uphold"),
    CardAct.REVOKE: Text("撤销", "Revoke"),
    CardAct.APPEAL: Text("申诉", "Appeal"),
    CardAct.REJECT_APPEAL: Text("驳回申诉", "Reject appeal"),
    CardAct.MEASURE: Text("措施", "Measure"),
}
"""What people do; the acts of a rule have no button."""
LIFE = (
    (CardState.TOLD, Text("告知", "told")),
    (CardState.EXPLAINED, Text("说明", "explained")),
    (CardState.INVESTIGATED, Text("核查", "investigated")),
    (CardState.UPHELD, Text("决定", "decided")),
    (CardState.MEASURED, Text("措施", "measured")),
)
"""The way of a card that has a life, in order."""
RAISED = Text("提出", "raised")

DUTY = Text("值班负责人", "managers on duty")
OFFICE = Text("监察室", "supervision office")
HEAD = Text("{name}负责人", "head of {name}")
CHIEF_OF = Text("{name}首席代表", "chief of {name}")

RULES = {
    RuleCode.LATE: Text("迟到", "late"),
    RuleCode.EARLY_LEAVE: Text("早退", "early leave"),
    RuleCode.MISSING_PUNCH: Text("缺卡", "missing punch"),
    RuleCode.ABSENT: Text("旷工", "absent"),
}
"""For marks of attendance, until the hall's own names have come."""
LANGUAGE = Text("English", "中文")
BACK = Text("返回", "Back")
NEXT_PAGE = Text("下页", "Next")
PREVIOUS_PAGE = Text("上页", "Prev")
PAGE = Text("第 {page} / {pages} 页", "page {page} of {pages}")
NOTHING_HERE = Text("这里没有内容", "Nothing here")
GONE = Text("这里已没有可显示的内容", "This is no longer there")
