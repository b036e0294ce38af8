"""The words for warnings and cards, in both languages. Names of rules and levels come from the server."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from kiosk.screenkit.language import Text
from kiosk.window.view_words import CLASS_WORDS, window_words
from kiosk.window.words import STARS
from queue_server.vocabulary import CardAct, CardState, WindowNo

STATES: dict[CardState, Text] = {
    CardState.RECORDED: Text("记录", "recorded"),
    CardState.UNCONFIRMED: Text("待值班确认", "to be confirmed by the manager on duty"),
    CardState.RUNNING: Text("持续中", "lasting"),
    CardState.TOLD: Text("待说明", "to be explained"),
    CardState.EXPLAINED: Text("已说明，待核查", "explained, to be investigated"),
    CardState.INVESTIGATED: Text("已核查，待决定", "investigated, to be decided"),
    CardState.UPHELD: Text("维持", "upheld"),
    CardState.APPEALED: Text("已申诉，待裁定", "appealed, to be decided"),
    CardState.CONFIRMED_ON_APPEAL: Text("申诉被驳回", "appeal rejected"),
    CardState.MEASURED: Text("已处理", "measure taken"),
    CardState.ENDED: Text("已结束", "over"),
    CardState.SUPERSEDED: Text("已升级", "escalated"),
    CardState.REVOKED: Text("已撤销", "revoked"),
}
"""Where a card stands."""
EXPLAIN_BY = Text("说明期限", "Explain by")
DECIDE_BY = Text("核查期限", "Decided by")
MEASURE_BY = Text("处理期限", "Measure by")
DEADLINES: dict[CardState, Text] = {
    CardState.TOLD: EXPLAIN_BY,
    CardState.EXPLAINED: DECIDE_BY,
    CardState.INVESTIGATED: DECIDE_BY,
    CardState.UPHELD: MEASURE_BY,
    CardState.APPEALED: DECIDE_BY,
    CardState.CONFIRMED_ON_APPEAL: MEASURE_BY,
}
"""What is due next in a state."""
FACTS: dict[str, Text] = {
    "number": Text("号票", "Ticket"),
    "item": Text("事项", "Item"),
    "queue": Text("队列", "Queue"),
    "class": Text("类别", "Class"),
    "times": Text("次数", "Times"),
    "stars": Text("评价", "Rating"),
    "fault": Text("故障", "Fault"),
    "reader": Text("读卡器", "Reader"),
    "alarm": Text("事件", "Event"),
    "punch": Text("打卡", "Punch"),
}
"""Facts that are said; the window and the number of a session stand elsewhere."""
VALUES: dict[tuple[str, str], Text] = {
    **{("class", klass.value): Text.of(said) for klass, said in CLASS_WORDS.items()},
    **{("stars", str(stars)): said for stars, said in STARS.items()},
    ("punch", "in"): Text("上班卡", "coming in"),
    ("punch", "out"): Text("下班卡", "going out"),
}
"""What a fact's code is called."""
DEVICE = Text("设备", "Device")
SESSION = Text("时段", "Session")
SPAN = Text("时间", "Time")
EXPLANATION = Text("说明", "Explanation")
FINDING = Text("核查", "Finding")
DECISION = Text("决定", "Decision")
APPEAL = Text("申诉", "Appeal")
MEASURE = Text("处理", "Measure")
STATE = Text("状态", "State")
SINCE = Text("起始", "Since")
WHOSE = Text("对象", "Whose")
APPEAL_UNTIL = Text("申诉期限", "Appeal until")
TOLD = Text("已告知", "Told")
HALF_DAYS = Text("旷工", "Absent")
TIMES = Text("次数", "Times")
HALF_DAYS_COUNTED = Text("{} 个半天", "{} half day(s)")
TIMES_COUNTED = Text("{} 次", "{}")
THIS_WINDOW = Text("本窗口", "this window")
YOU = Text("本人", "you")
RECIPIENTS: dict[str, Text] = {
    "duty": Text("值班管理人员", "managers on duty"),
    "office": Text("监察室", "supervision office"),
}
OF_DEPARTMENT: dict[str, Text] = {
    "chief": Text("{}首席代表", "chief representative of {}"),
    "head": Text("{}负责人", "head of {}"),
}
SEEN = Text("已知悉", "acknowledged")
OVERDUE = Text("已逾期", "overdue")
PROVISIONAL = Text("暂定", "provisional")
LASTS = Text("已 {}", "for {}")
FROM = Text("{} 起", "since {}")
PLEASE_EXPLAIN = Text("请在 {} 前说明", "Please explain by {}")
MORE = Text("另有 {} 条：", "{} more: ")
YOUR_CARDS = Text("预警与牌", "Warnings and cards")
NONE = Text("没有预警，也没有牌", "No warnings and no cards")
DOT = Text(" · ", " · ")
LIST_COMMA = Text("、", ", ")
READ_ON = Text("续", "More")
ASK: dict[CardAct, Text] = {
    CardAct.EXPLAIN: Text("当时是什么情况？", "What happened?"),
    CardAct.APPEAL: Text("为什么申诉？", "Why do you appeal?"),
}
NAME_NOBODY = Text(
    "写明事实，不写市民姓名和证号：将永久保存", "State the facts and name no citizen: it is kept for ever"
)
TOO_LONG = Text("超过 {} 字，请缩短", "More than {} characters; please shorten it")


def joined(parts: Sequence[Text], between: Text) -> Text:
    """Return the parts in one text, in both languages."""
    return Text(between.zh.join(one.zh for one in parts), between.en.join(one.en or one.zh for one in parts))


def filled(words: Text, zh: str, en: str = "") -> Text:
    """Return ``words`` with their place filled."""
    return Text(words.zh.format(zh), (words.en or words.zh).format(en or zh))


def window(number: WindowNo) -> Text:
    return Text.of(window_words(number))


def of_department(kind: str, department: Text) -> Text:
    return filled(OF_DEPARTMENT[kind], department.zh, department.en)


def instant(at_ms: int, offset_min: int) -> str:
    """Return ``03-02 09:27``; the midnight that ends a day is its 24:00."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(minutes=offset_min)
    if at.hour == at.minute == 0:
        return (at - timedelta(days=1)).strftime("%m-%d") + " 24:00"
    return at.strftime("%m-%d %H:%M")
