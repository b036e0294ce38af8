"""The words of the study in both languages: headings, methods, classes, sentences. Data only."""

from collections.abc import Mapping

Pair = tuple[str, str]
"""Chinese, English."""

WORDS: Mapping[str, Pair] = {
    "forecasts": ("等候预估的检验", "Forecasts held to what happened"),
    "policies": ("叫号规则的比较", "Policies on the same days"),
    "method": ("方法", "method"),
    "bucket": ("预估等候 分", "forecast min"),
    "tickets": ("号票", "tickets"),
    "error": ("平均误差 分", "mean error min"),
    "bias": ("偏差 分", "bias min"),
    "late": ("九成误差 分", "p90 error min"),
    "raw": ("原区间命中", "raw range held"),
    "kept": ("修正后命中", "range held"),
    "width": ("区间宽 分", "range width min"),
    "policy": ("规则", "policy"),
    "klass": ("类别", "class"),
    "mean": ("平均等候 分", "mean wait min"),
    "against": ("与首个相比 分", "to the first min"),
    "most": ("95%等候 分", "p95 wait min"),
    "longest": ("最长等候 分", "longest wait min"),
    "within": ("达标率", "in time"),
    "replay": ("推演", "replay"),
    "fluid": ("均值推演", "fluid"),
    "naive": ("人数×平均÷窗口", "people × mean ÷ windows"),
    "pooled": ("同上，合并窗口", "the same, windows pooled"),
    "last": ("上一位的等候", "last one's wait"),
    "all": ("全部", "all"),
    "regular": ("普通", "regular"),
    "priority": ("优先", "priority"),
    "appointment": ("预约", "appointment"),
    "green": ("绿色通道", "green"),
    "transferred": ("转移", "transferred"),
    "seed": ("种子", "seed"),
    "load": ("负荷", "load"),
    "rule": ("叫号规则", "rule"),
    "p1.5": ("累积 p=1.5", "accumulating p=1.5"),
    "p2": ("累积 p=2", "accumulating p=2"),
    "fifo": ("先到先叫", "fifo"),
    "static": ("绝对优先", "static"),
    "ratio": ("按比例", "ratio 2:1"),
    "counted": (
        "计入 {days} 天、{tickets} 张号票，平均等候 {wait} 分；"
        "另有 {never} 张未叫，{not_today} 张曾预估今日叫不到。",
        "Counted: {days} days, {tickets} tickets, mean wait {wait} min; {never} more were never called, "
        "{not_today} had been told not today.",
    ),
    "against_naive": (
        "推演误差为“人数×平均÷窗口”的 {naive} 倍；与合并窗口相比为 {pooled} 倍。",
        "The replay's error is {naive} times that of people × mean ÷ windows, "
        "{pooled} times with windows pooled.",
    ),
    "ends": (
        "方括号内为 95% 区间（按天重抽样）；误差为预估减实际，负为等得更久。均值推演每三张号票算一次。",
        "In brackets: 95 % ends, days drawn again. Error: forecast less truth; below zero, people waited "
        "longer than told. The fluid forecast is made for every third ticket.",
    ),
}
