"""The handbook's own numbers: levels, rules and shift of a hall that configures none of them. Data only."""

from queue_server.hall.plan import Name
from queue_server.supervision.plan import Level, Rule, RuleStep, Session, Shift
from queue_server.vocabulary import RuleCode

RECORDED, WARNING, YELLOW, RED = "recorded", "warning", "yellow", "red"

LEVELS = (
    Level(RECORDED, Name("记录", "recorded"), "#8aa0b8", is_recorded_only=True),
    Level(WARNING, Name("预警", "warning"), "#4da3ff", tells=("holder", "chief")),
    Level(YELLOW, Name("黄牌", "yellow card"), "#f2c037", points=5, has_life=True, tells=("head",)),
    Level(RED, Name("红牌", "red card"), "#e5383b", points=10, has_life=True, tells=("office",)),
)

TO_THE_WINDOW = ("window",)
TO_DUTY = ("duty",)

RULES = (
    Rule(
        RuleCode.LATE,
        Name("迟到", "late"),
        (RuleStep(RECORDED), RuleStep(RECORDED, over=1800, half_days=1)),
    ),
    Rule(RuleCode.EARLY_LEAVE, Name("早退", "early leave"), (RuleStep(RECORDED),)),
    Rule(RuleCode.MISSING_PUNCH, Name("缺卡", "missing punch"), (RuleStep(RECORDED),)),
    Rule(RuleCode.ABSENT, Name("旷工", "absent"), (RuleStep(RECORDED, half_days=1),)),
    Rule(
        RuleCode.OFF_POST,
        Name("离岗", "off post"),
        (
            RuleStep(RECORDED, over=900, tells=("window", "duty")),
            RuleStep(YELLOW, over=1800, confirm=True),
            RuleStep(YELLOW, over=3600, confirm=True, half_days=1),
        ),
    ),
    Rule(
        RuleCode.IDLE_WINDOW,
        Name("有人等候而窗口空闲", "window idle while people wait"),
        (RuleStep(WARNING, over=180, tells=TO_THE_WINDOW), RuleStep(WARNING, over=360, tells=TO_DUTY)),
    ),
    Rule(RuleCode.LONG_WAIT, Name("等候超时", "wait over target"), (RuleStep(WARNING, tells=TO_DUTY),)),
    Rule(
        RuleCode.LONG_SERVICE,
        Name("办理时间过长", "service much longer than usual"),
        (RuleStep(WARNING, tells=TO_THE_WINDOW),),
    ),
    Rule(
        RuleCode.HASTY_CALLS,
        Name("叫号后未办理", "calls without service"),
        (RuleStep(WARNING, over=2, tells=TO_DUTY),),
    ),
    Rule(
        RuleCode.OUT_OF_ORDER,
        Name("插队叫号过多", "out-of-order picks"),
        (RuleStep(WARNING, over=5, tells=TO_DUTY),),
    ),
    Rule(RuleCode.BAD_RATING, Name("差评未回访", "bad rating not called back"), (RuleStep(YELLOW),)),
    Rule(
        RuleCode.DEVICE_FAULT,
        Name("设备故障", "device fault"),
        (RuleStep(WARNING, tells=("window", "duty")),),
    ),
    Rule(
        RuleCode.READER_ALARM,
        Name("读卡器安全事件", "badge reader security"),
        (RuleStep(WARNING, tells=TO_DUTY),),
    ),
)

MINUTES = 60

USUAL_SHIFT = Shift(
    "usual",
    (
        Session(8 * MINUTES + 30, 12 * MINUTES, 6 * MINUTES, 13 * MINUTES, Name("上午", "morning")),
        Session(14 * MINUTES + 30, 17 * MINUTES + 30, 13 * MINUTES, 24 * MINUTES, Name("下午", "afternoon")),
    ),
    Name("四次打卡", "four punches a day"),
)
