"""The first forecast of a ticket in words: what was shown, what it came from, how it came out. Texts only."""

import msgspec

from queue_server.explain.foretold import Foretold, Outcome
from queue_server.explain.words import Pair, Words
from queue_server.hall.outlook import FLUID, REPLAY, FirstForecast
from queue_server.phrase import fill

TITLE: Pair = ("取号时的预计", "The forecast at the issue")
METHODS: dict[str, Pair] = {
    REPLAY: ("把大厅往后推演许多遍", "The hall replayed forward many times"),
    FLUID: ("简算：按平均时间推演一遍", "The short way: one replay with mean times"),
}
WARNED: Pair = ("，取号前已提醒", "; told so before the number was taken")
NOT_TODAY: Pair = ("今天可能轮不到", "perhaps not today")
NEVER: Pair = ("当天轮不到", "not that day")
RANGE: Pair = ("{low}–{high} 分钟", "{low} to {high} min")
OPEN_RANGE: Pair = ("{low} 分钟以上，{not_today}", "{low} min or more, {not_today}")

LABELS: dict[str, Pair] = {
    "shown": ("告知的等候", "Told"),
    "outcome": ("结果", "How it came out"),
    "quantiles": ("推演得出", "Replayed"),
    "moved": ("移到取号时", "Moved to the issue"),
    "correction": ("修正", "Corrected"),
    "served": ("停办前能办完的可能", "Chance to be served before closing"),
    "naive": ("对照", "For comparison"),
    "method": ("方法", "Method"),
    "state": ("依据的状态", "Made from"),
    "seed": ("种子", "Seed"),
    "digest": ("摘要", "Digest"),
}
SAID: dict[str, Pair] = {
    "quantiles": (
        "[中位数 {mid}；]十次中有一次不到 {low}，十次中有一次[超过 {high}]{never}",
        "[median {mid}; ]one time in ten below {low}, one in ten [above {high}]{never}",
    ),
    "moved": (
        "{moved}：所依据的状态之后来的人加上，过去的时间减去；已在上面的数里",
        "{moved}: more for those who came after the state it was made from, less for the time since; "
        "in the figures above already",
    ),
    "correction": (
        "下端 {low} → {shown_low} 分钟，上端 {high} → {shown_high} 分钟："
        "按以往预计与实际之差修正，再向外取整",
        "Low end {low} → {shown_low} min, high end {high} → {shown_high} min: by how earlier forecasts came "
        "out, then rounded outward",
    ),
    "naive": (
        "前面人数 × 平均办理时间 ÷ 窗口数 = {naive}",
        "People ahead × mean service ÷ open windows = {naive}",
    ),
    "state": ("日志第 {seq} 号，{at}", "Journal number {seq}, {at}"),
}
OUTCOMES: dict[Outcome, Pair] = {
    Outcome.INSIDE: (
        "取号后 {waited}第一次叫号，在告知的范围内",
        "Called first {waited} after the issue: inside the range",
    ),
    Outcome.EARLIER: (
        "取号后 {waited}第一次叫号，不在告知的范围内，早了 {beyond}",
        "Called first {waited} after the issue: outside the range, {beyond} early",
    ),
    Outcome.LATER: (
        "取号后 {waited}第一次叫号，不在告知的范围内，晚了 {beyond}",
        "Called first {waited} after the issue: outside the range, {beyond} late",
    ),
    Outcome.NOT_CALLED: ("没有叫到", "Never called"),
    Outcome.NOT_YET: ("到日志的末尾还没有叫到", "Not yet called where the journal ends"),
    Outcome.UNFORESEEN: (
        "取号后 {waited}叫到了，预计是轮不到",
        "Called {waited} after the issue, though it was not expected that day",
    ),
}


class Fact(msgspec.Struct, frozen=True):
    """One figure of a forecast, as it is read aloud."""

    label: str
    text: str


def range_text(wait: FirstForecast, words: Words) -> str:
    """Return what was shown: ``10–15 分钟``."""
    not_today = words.pick(NOT_TODAY)
    if wait.low_min is None:
        return not_today
    if wait.high_min is None:
        return words.pick(OPEN_RANGE).format(low=wait.low_min, not_today=not_today)
    return words.pick(RANGE).format(low=wait.low_min, high=wait.high_min)


def foretold_facts(foretold: Foretold, words: Words) -> tuple[Fact, ...]:
    """Return the forecast, a line for each figure; a line that would say nothing is left out."""
    wait = foretold.wait
    texts = {
        "shown": range_text(wait, words),
        "outcome": _outcome(foretold, words),
        "quantiles": quantiles_text(wait.low_ms, wait.mid_ms, wait.high_ms, words),
        "moved": words.pick(SAID["moved"]).format(moved=_signed(wait.moved_ms, words)),
        "correction": _correction(wait, words),
        "served": f"{wait.served_pct}%" + (words.pick(WARNED) if wait.is_doubtful else ""),
        "naive": words.pick(SAID["naive"]).format(naive=words.span(wait.naive_ms)),
        "method": words.pick(METHODS.get(wait.method, (wait.method, wait.method))),
        "state": words.pick(SAID["state"]).format(seq=wait.seq, at=words.clock(wait.at_ms)),
        "seed": str(wait.seed),
        "digest": wait.digest,
    }
    if not wait.moved_ms:
        del texts["moved"]
    return tuple(Fact(words.pick(LABELS[name]), text) for name, text in texts.items() if text)


def _outcome(foretold: Foretold, words: Words) -> str:
    facts = {"waited": words.span(foretold.waited_ms), "beyond": words.span(foretold.beyond_ms)}
    return words.pick(OUTCOMES[foretold.outcome]).format(**facts)


def quantiles_text(low_ms: int | None, mid_ms: int | None, high_ms: int | None, words: Words) -> str:
    """Return the median and the ends as they came out of the replays."""
    if low_ms is None:
        return words.pick(NOT_TODAY)
    facts = {"low": words.span(low_ms), "never": words.pick(NEVER) if high_ms is None else ""}
    facts |= {name: words.span(ms) for name, ms in (("mid", mid_ms), ("high", high_ms)) if ms is not None}
    return fill(words.pick(SAID["quantiles"]), facts)


def _signed(moved_ms: int, words: Words) -> str:
    return ("+" if moved_ms > 0 else "−") + words.span(abs(moved_ms))


def _correction(wait: FirstForecast, words: Words) -> str:
    """Return how the ends became the range; nothing where there is no range with two ends."""
    if wait.low_ms is None or wait.high_ms is None or wait.low_min is None or wait.high_min is None:
        return ""
    return words.pick(SAID["correction"]).format(
        low=words.span(wait.low_ms),
        high=words.span(wait.high_ms),
        shown_low=wait.low_min,
        shown_high=wait.high_min,
    )
