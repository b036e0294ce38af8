"""What is said of a forecast that was made again from the journal. Texts only."""

from collections.abc import Callable, Mapping

from queue_server.explain.foretold_words import LABELS as FORETOLD
from queue_server.explain.foretold_words import METHODS, NOT_TODAY, Fact
from queue_server.explain.retraced import Difference, Differs, Value, differences, why
from queue_server.explain.words import Pair, Words
from queue_server.hall.outlook import FirstForecast

TITLE: Pair = ("从日志重新推演", "Made again from the journal")
SAME: Pair = (
    "结果一致：摘要、分位数和告知的范围都和当时一样",
    "Recomputed: the same. Digest, quantiles and the range told are those on record",
)
LABEL: Pair = ("重新推演", "Recomputed")
NONE: Pair = (
    "不一致：按现在的配置，这个事项没有预计（事项或窗口改过，或预计关了）",
    "Not the same: by the present configuration this item has no forecast (items or windows were changed, or "
    "forecasts are off)",
)
WHY: dict[Differs, Pair] = {
    Differs.STATE: (
        "不一致：状态的摘要不同。当时之后，配置（事项、窗口、时间、预计）或程序改过；用当时的配置和程序再试",
        "Not the same: the digest of the state differs. Since then the configuration (items, windows, hours, "
        "forecast) or the program was changed; try again with those of that day",
    ),
    Differs.CHANCE: (
        "不一致：状态相同，推演的结果不同。当时之后，推演次数（[forecast] replays）、程序或它的随机数库"
        "（numpy）改过",
        "Not the same: from the same state other quantiles came out. Since then replays in [forecast], the "
        "program, or its library of random numbers (numpy) was changed",
    ),
    Differs.CORRECTION: (
        "不一致：推演相同，修正后的范围不同。当时之后，程序改过",
        "Not the same: the quantiles agree, the range made of them does not. The program was changed since",
    ),
    Differs.BESIDE: (
        "告知的范围一致；附带的数字不同。当时之后，配置或程序改过",
        "The range told is the same; what was noted beside it is not. Since then the configuration or the "
        "program was changed",
    ),
}
CHANGED: Pair = ("当时 {recorded}，现在 {again}", "then {recorded}, now {again}")
LABELS: dict[str, Pair] = {
    "low_ms": ("10% 分位", "10 % quantile"),
    "mid_ms": ("中位数", "Median"),
    "high_ms": ("90% 分位", "90 % quantile"),
    "low_min": ("范围下端", "Low end told"),
    "high_min": ("范围上端", "High end told"),
    "served_pct": FORETOLD["served"],
    "moved_ms": FORETOLD["moved"],
    "naive_ms": FORETOLD["naive"],
    "is_doubtful": ("取号前的提醒", "Warning before the number"),
    "method": FORETOLD["method"],
    "digest": FORETOLD["digest"],
}
"""Every figure that is compared."""


def retraced_facts(recorded: FirstForecast, again: FirstForecast | None, words: Words) -> tuple[Fact, ...]:
    """Return whether the forecast came out the same, and each figure that did not; None: none came out."""
    if again is None:
        return (Fact(words.pick(LABEL), words.pick(NONE)),)
    found = differences(recorded, again)
    reason = why(found)
    verdict = Fact(words.pick(LABEL), words.pick(SAME if reason is None else WHY[reason]))
    return (verdict, *(_difference(each, words) for each in found))


def _difference(of: Difference, words: Words) -> Fact:
    recorded, again = (_value(of.name, value, words) for value in (of.recorded, of.again))
    if recorded == again:  # apart by less than a second
        recorded, again = (f"{value} ms" for value in (of.recorded, of.again))
    text = words.pick(CHANGED).format(recorded=recorded, again=again)
    return Fact(words.pick(LABELS[of.name]), text)


def _value(name: str, value: Value, words: Words) -> str:
    if value is None:
        return words.pick(NOT_TODAY)
    say = _AS.get(name.rpartition("_")[2])
    return say(value, words) if say else str(value)


def _minutes(value: Value, words: Words) -> str:
    return words.pick(("{} 分钟", "{} min")).format(value)


def _span(value: Value, words: Words) -> str:
    assert isinstance(value, int), "waits are numbers"
    return words.span(value) if value >= 0 else "−" + words.span(-value)


def _method(value: Value, words: Words) -> str:
    return words.pick(METHODS.get(str(value), (str(value), str(value))))


_AS: Mapping[str, Callable[[Value, Words], str]] = {
    "ms": _span,
    "min": _minutes,
    "pct": lambda value, _: f"{value}%",
    "method": _method,
    "doubtful": lambda value, words: words.pick(("有", "given") if value else ("没有", "not given")),
}
"""The unit at the end of a figure's name -> how it is read."""
