"""The closing report of a run in words, Chinese first: what the summary says to a person."""

from collections.abc import Iterator, Mapping

from queue_server.demo.summary import Forecasts, Summary

LEVELS = {"recorded": "记录 recorded", "warning": "预警 warning", "yellow": "黄牌 yellow", "red": "红牌 red"}
OFFENCES = {
    "duplicate_numbers": "号码重复 numbers issued twice",
    "tickets_called_twice_at_once": "一号两叫 tickets called twice at once",
    "lost_tickets": "号票丢失 lost tickets",
    "out_of_order": "叫号乱序 called out of order",
    "announced_out_of_turn": "播报乱序 announced out of turn",
    "late_misjudged": "迟到误判 lateness misjudged",
    "told_to_nobody": "无人可告知 told to nobody",
    "told_before_raised": "未出牌先告知 told before raised",
    "two_open_cards": "一事两牌 two open cards for one thing",
    "milder_cards_left": "升级未结轻牌 milder cards left standing",
    "covered_posts_with_cards": "已替岗未撤 cards left on covered posts",
    "bad_ratings_without_task": "差评无回访 bad ratings without a call-back",
    "scenes_not_seen": "场景未见 scenes not seen",
}
"""What each list of offenders is called."""


def closing_report(summary: Summary) -> str:
    """Return the report, with a line for each figure and each broken promise."""
    return "\n".join(("", "五通演示结束 the hall is closed", *_figures(summary), *_verdict(summary), ""))


def _figures(summary: Summary) -> Iterator[str]:
    here, told = summary.attendance, summary.told
    yield (
        f"  号票 tickets      取号 issued {summary.issued}，叫号 called {summary.called}，"
        f"办结 served {summary.served}，过号 missed {summary.missed}，评价 ratings {summary.ratings}"
    )
    yield (
        f"  考勤 attendance   应到 expected {here.expected}，已到 present {here.present}，"
        f"迟到 late {here.late}，未到 absent {here.absent}，请假 on leave {here.on_leave}，"
        f"未知工牌 unknown badges {here.unknown_badges}"
    )
    yield f"  预警与牌 cards    {_of_levels(summary.cards_by_level)}"
    yield f"  其中撤销 revoked  {_of_levels(summary.cards_revoked)}"
    yield f"  告知 told         {told.tellings} 次 tellings，已阅 acknowledged {told.acknowledged}"
    yield f"  等候预计 waits    {_forecasts(summary.forecasts)}"
    yield f"  设备故障 faults   {_list(summary.faults)}"


def _forecasts(told: Forecasts) -> str:
    """Return how well the forecasts did, never without the figure to beat."""
    counts = f"已兑现 came true {told.judged}，无预计 without {told.missing}"
    if told.error_min is None:
        return counts
    return (
        f"{counts}，误差 error {told.error_min} 分 min（人数估算 head count {told.naive_error_min}），"
        f"落在范围 within range {told.within_pct}%"
    )


def _of_levels(cards: Mapping[str, int]) -> str:
    return _list({LEVELS.get(level, level): cards[level] for level in sorted(cards, key=_rank)})


def _rank(level: str) -> int:
    return list(LEVELS).index(level) if level in LEVELS else len(LEVELS)


def _list(figures: Mapping[str, int]) -> str:
    return "，".join(f"{name} {times}" for name, times in figures.items()) or "无 none"


def _verdict(summary: Summary) -> Iterator[str]:
    if summary.is_sound():
        yield "  审计 audit        没有失信 no promise was broken"
    for name, offenders in summary.offences():
        yield f"  审计 audit        {OFFENCES[name]}: {', '.join(offenders)}"
