"""The words of the reports in both languages: headings, titles, outcomes, sentences. Data only."""

from collections.abc import Mapping

from queue_server.explain.words import STARS
from queue_server.reports.cards import Outcome
from queue_server.reports.period import ReportKind
from queue_server.vocabulary import AbsenceKind, Device, RuleCode

Pair = tuple[str, str]
"""Chinese, English."""

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
"""Where a long heading may be parted."""

HEADINGS: Mapping[str, Pair] = {
    "sheet": ("栏目", "sheet"),
    "id": ("编号", "number"),
    "name": ("名称", "name"),
    "rank": ("名次", "rank"),
    "issued": ("发号", "issued"),
    "called": ("叫号", "called"),
    "served": ("办结", "served"),
    "missed": ("过号", "missed"),
    "cancelled": ("取消", "cancelled"),
    "transferred": ("转移", f"trans{SOFT_HYPHEN}ferred"),
    "closed": ("作废", "closed"),
    "mean_wait": ("平均等候", "mean wait"),
    "p90_wait": ("九成等候", "p90 wait"),
    "longest_wait": ("最长等候", "longest wait"),
    "mean_service": ("平均办理", "mean service"),
    "in_time": ("达标率", "in time"),
    "satisfaction": ("满意率", "satisfied"),
    "rating_rate": ("评价率", "rated"),
    **{f"star{level.value}": said for level, said in STARS.items()},
    "silent": ("未评价", "not rated"),
    "judged": ("已兑现", "came true"),
    "forecast_error": ("预计误差", "forecast error"),
    "naive_error": ("人数估算误差", "head-count error"),
    "error_share": ("误差比", "error ratio"),
    "forecast_bias": ("预计偏差", "forecast bias"),
    "naive_bias": ("人数估算偏差", "head-count bias"),
    "coverage": ("落在范围", "within range"),
    "width": ("范围宽度", "range width"),
    "foretold": ("有预计", "with forecast"),
    "unforetold": ("无预计", "without forecast"),
    "fluid": ("简算", "simple forecast"),
    "doubtful": ("提醒后取号", "taken though warned"),
    "doubtful_served": ("其中办结", "of these served"),
    "days": ("出勤天数", "days"),
    "first": ("首次打卡", "first punch"),
    "last": ("末次打卡", "last punch"),
    "late": ("迟到", "late"),
    "early_leave": ("早退", "early leave"),
    "missing_punch": ("缺卡", "missing punch"),
    "off_post": ("离岗", "off post"),
    "half_days": ("旷工(半天)", "half days absent"),
    "leave": ("请假", "leave"),
    "level": ("等级", "level"),
    "rule": ("规则", "rule"),
    "raised": ("发出", "raised"),
    "cards": ("记牌", "cards"),
    "card": ("牌号", "card"),
    "day": ("日期", "day"),
    "hour": ("时段", "hour"),
    "subject": ("对象", "about"),
    "outcome": ("结果", "outcome"),
    "recorded": ("仅记录", "recorded"),
    "open": ("处理中", "open"),
    "upheld": ("维持", "upheld"),
    "ended": ("已结束", "ended"),
    "superseded": ("升级", "superseded"),
    "revoked": ("撤销", "revoked"),
    "device": ("设备", "device"),
    "times": ("次数", "times"),
    "down": ("故障时长", "time down"),
    "is_down": ("仍故障", "still down"),
    "fault": ("最近故障", "last fault"),
}
SHEETS: Mapping[str, Pair] = {
    "total": ("总计", "All"),
    "window_ranking": ("窗口排名", "Ranking of windows"),
    "department_ranking": ("部门排名", "Ranking of departments"),
    "days": ("按日", "By day"),
    "hours": ("按时段", "By hour"),
    "queues": ("按业务类", "By queue"),
    "windows": ("按窗口", "By window"),
    "staff": ("按人员", "By staff"),
    "items": ("按事项", "By item"),
    "ratings": ("评价", "Ratings"),
    "forecasts": ("预计准确度（偏差为正：报长了）", "Accuracy of the forecasts (bias +: told too long)"),
    "forecast_days": ("预计准确度（按日）", "Accuracy of the forecasts by day"),
    "forecast_items": ("预计准确度（按事项）", "Accuracy of the forecasts by item"),
    "attendance": ("考勤", "Attendance"),
    "cards": ("预警与记牌", "Warnings and cards"),
    "card_list": ("记牌明细", "Cards, each with its outcome"),
    "devices": ("设备故障", "Device faults"),
}
TITLES: Mapping[ReportKind, Pair] = {
    ReportKind.DAY: ("日报", "Daily report"),
    ReportKind.WEEK: ("周报", "Weekly report"),
    ReportKind.MONTH: ("月报", "Monthly report"),
}
AGAINST: Mapping[ReportKind, Pair] = {
    ReportKind.DAY: ("", ""),
    ReportKind.WEEK: ("变化均较上周", "changes are on last week"),
    ReportKind.MONTH: ("变化均较上月", "changes are on last month"),
}
NOTHING_BEFORE: Mapping[ReportKind, Pair] = {
    ReportKind.DAY: ("", ""),
    ReportKind.WEEK: ("日志里没有上周，无法比较", "the journal has no last week to compare with"),
    ReportKind.MONTH: ("日志里没有上月，无法比较", "the journal has no last month to compare with"),
}
OUTCOMES: Mapping[Outcome, Pair] = {outcome: HEADINGS[outcome.value] for outcome in Outcome}
ABSENCES: Mapping[AbsenceKind, Pair] = {
    AbsenceKind.OFFICIAL: ("公假", "official business"),
    AbsenceKind.PERSONAL: ("事假", "personal leave"),
    AbsenceKind.SICK: ("病假", "sick leave"),
    AbsenceKind.HOLIDAY: ("休假", "holiday"),
}
DEVICES: Mapping[Device, Pair] = {
    Device.PAD: ("呼叫器", "pad"),
    Device.EVALUATOR: ("评价器", "evaluator"),
    Device.LED_BAR: ("窗口屏", "LED bar"),
    Device.PRINTER: ("打印机", "printer"),
    Device.SCANNER: ("扫码器", "scanner"),
    Device.ID_READER: ("身份证读卡器", "card reader"),
    Device.LINE: ("串口总线", "line"),
    Device.BADGE_READER: ("工牌读卡器", "badge reader"),
    Device.SCREEN: ("触摸屏", "screen"),
}
PLACES: Mapping[str, Pair] = {
    "window": ("{}号窗口", "window {}"),
    "queue": ("{}类", "queue {}"),
    "staff": ("{}", "{}"),
    "kiosk": ("取号机 {}", "kiosk {}"),
    "reader": ("读卡器 {}", "reader {}"),
    "line": ("串口 {}", "line {}"),
}
FINDINGS = (RuleCode.LATE, RuleCode.EARLY_LEAVE, RuleCode.MISSING_PUNCH, RuleCode.OFF_POST)
"""Findings of attendance that have a column of their own; absence is counted in half days."""

UNFINISHED: Pair = ("未完", "unfinished")
UNFINISHED_LONG: Pair = (
    "未完：本期尚未结束，记录到 {at} 为止",
    "Unfinished: the period has not ended; recorded until {at}",
)
DAYS_OPEN: Pair = ("开放 {} 天", "open on {} days")
ELSEWHERE: Pair = ("其他", "other")
SECONDS: Pair = ("秒", "s")
CHANGE: Pair = ("变化", "change")
YES: Pair = ("是", "yes")
NOTHING: Pair = ("本期没有记录。", "Nothing in this period.")
TILES: Mapping[str, Pair] = {
    "issued": ("发号", "issued"),
    "served": ("办结", "served"),
    "mean_wait": ("平均等候", "mean wait"),
    "in_time": ("等候达标率", "within target"),
    "mean_service": ("平均办理", "mean service"),
    "satisfaction": ("满意率", "satisfied"),
    "missed": ("过号", "missed"),
    "cards": ("预警与记牌", "warnings and cards"),
}
TILE_NOTES: Mapping[str, Pair] = {
    "issued": ("叫号 {called}", "{called} called"),
    "served": ("转移 {transferred}", "{transferred} transferred"),
    "mean_wait": ("九成 {p90}，最长 {longest}", "p90 {p90}, longest {longest}"),
    "in_time": ("{part} / {whole} 首次叫号", "{part} of {whole} first calls"),
    "mean_service": ("{count} 件计时", "{count} timed"),
    "satisfaction": ("评价率 {rate}", "{rate} rated"),
    "missed": ("取消 {cancelled}，作废 {closed}", "{cancelled} cancelled, {closed} closed"),
    "cards": ("撤销 {revoked}，设备故障 {faults}", "{revoked} revoked, {faults} device faults"),
}
CHARTS: Mapping[str, Pair] = {
    "hours": ("各时段发号与平均等候", "Issued and mean wait by hour"),
    "days": ("各日发号与平均等候", "Issued and mean wait by day"),
    "waits": ("各业务类等候（分钟）", "Wait by queue (minutes)"),
    "ratings": ("评价分布", "Ratings"),
    "issued": ("发号", "issued"),
    "wait": ("平均等候（分钟）", "mean wait (min)"),
    "mean": ("平均", "mean"),
    "p90": ("九成", "p90"),
}
PAGE_OF: Pair = ("第 {page} 页，共 {pages} 页", "page {page} of {pages}")
MADE_AT: Pair = ("制表 {at}", "made {at}")
