"""Why a call went to its ticket, in sentences: the rule, the comparison, who was passed and who stood aside.

Points are said in minutes: the wait that counts, times the weight. Every figure is the journal's.
"""

from collections.abc import Iterator

from queue_server.explain.reason import Aside, Reason, Rival
from queue_server.explain.words import CLASSES, Pair, Words
from queue_server.vocabulary import TicketId

POLICIES: dict[str, Pair] = {
    "accumulating": (
        "规则：计入的等候时间 × 类别权重，得分高的先叫",
        "Rule: the wait that counts × the weight of the class; the most points are called first",
    ),
    "fifo": ("规则：先到先叫，不分类别", "Rule: first come, first called, whatever the class"),
    "static": (
        "规则：类别权重高的先叫，同级的先到先叫",
        "Rule: the greater weight first, and among equals the earlier",
    ),
    "ratio": (
        "规则：优先类与普通类按比例轮流叫",
        "Rule: priority classes and regular tickets take turns by a fixed ratio",
    ),
}
DECISIONS: dict[str, Pair] = {
    "points": ("得分最高", "it had the most points"),
    "earlier_ref": ("得分相同，计时更早", "equal points, and its wait began earlier"),
    "earlier_issue": ("得分和计时相同，取号更早", "equal in points and wait, and issued earlier"),
    "smaller_seq": ("其余都相同，登记在前", "equal in all else, and recorded first"),
    "only_one": ("当时只有这一个号可叫", "no other ticket could be called"),
    "none_begun": ("都还没到计时的时间，它的计时最早", "no wait had begun yet, and its begins first"),
    "reserved": (
        "去取材料后回到本窗口，先叫它",
        "it came back to this window from an errand, and goes first",
    ),
    "returned": ("没有别人在等，过号返回的号直接叫", "nobody else waited, so the returned ticket was called"),
    "fifo": ("它计时最早", "its wait began first"),
    "static": ("它的类别权重最高", "its class has the greatest weight"),
    "ratio": ("按比例轮到这一类", "it was the turn of its class"),
}
RESUMED: Pair = (
    "依据：由窗口从本窗口挂起的号中回呼，不参加排队比较",
    "Because: the window resumed a ticket on hold; it is not compared with those who wait",
)
MANUAL: Pair = (
    "依据：人工指定，原因“{note}”；越过了 {passed} 个排在前面的号，已记录为不按顺序叫号",
    'Because: picked by hand, reason "{note}"; it passed {passed} tickets and is on record as out of order',
)
MANUAL_IN_TURN: Pair = (
    "依据：人工指定，原因“{note}”；没有越过任何号，本来也轮到它",
    'Because: picked by hand, reason "{note}"; it passed nobody, it was its turn anyway',
)
SCORED_BY_WAIT = "accumulating"


def standing(rival: Rival, words: Words) -> str:
    """Return who was called, and how long it had waited: ``普通号，已等候 23 分 10 秒，目标 25 分``."""
    klass = words.pick(CLASSES[rival.klass])
    said = words.pick(("{}号，取号后已等候 {}", "{}, waited {} since it was issued"))
    text = said.format(klass, words.span(rival.since_issue_ms))
    target = words.target(rival.klass, rival.is_transferred)
    if target:
        text += words.pick(("，目标 {}", ", target {}")).format(target)
    if abs(rival.since_issue_ms - rival.wait_ms) >= 1000 and rival.has_begun:
        text += words.pick(("，其中计入 {}", ", of which {} count")).format(words.span(rival.wait_ms))
    return text


def because(reason: Reason, words: Words, own: TicketId) -> tuple[str, ...]:
    """Return the reason as sentences; the call of another ticket is compared with ``own`` alone."""
    return tuple(_because(reason, words, own))


def _because(reason: Reason, words: Words, own: TicketId) -> Iterator[str]:
    if reason.decided_by == "resumed":
        yield words.pick(RESUMED)
        return
    if reason.decided_by == "manual":
        yield _by_hand(reason, words)
    else:
        yield _rule(reason, words)
    is_own = reason.called.ticket == own
    rivals = [each for each in reason.rivals if is_own or each.ticket == own]
    if rivals:
        yield _comparison(reason, rivals, words, is_own)
    if is_own:
        yield from _stood_aside(reason, words)


def _rule(reason: Reason, words: Words) -> str:
    rule = words.pick(POLICIES.get(reason.policy, (reason.policy, reason.policy)))
    decided = words.pick(DECISIONS.get(reason.decided_by, (reason.decided_by, reason.decided_by)))
    return words.pick(("{}。{}{}", "{}. {} {}")).format(
        rule, reason.called.number, words.pick(("：", "was called: ")) + decided
    )


def _by_hand(reason: Reason, words: Words) -> str:
    pair = MANUAL if reason.passed else MANUAL_IN_TURN
    return words.pick(pair).format(note=reason.note, passed=reason.passed)


def _comparison(reason: Reason, rivals: list[Rival], words: Words, is_own: bool) -> str:
    others = words.pick(("；", "; ")).join(_scored(each, reason.policy, words) for each in rivals)
    left = reason.considered - len(reason.rivals) - 1
    if is_own and left > 0 and reason.decided_by != "manual":
        others += words.pick(("；另有 {} 个", "; and {} more")).format(left)
    called = _scored(reason.called, reason.policy, words)
    said = ("{}。当时同窗口可叫的还有：{}", "{}. This window could also have called: {}")
    return words.pick(said if is_own else ("{}；{}", "{}; {}")).format(called, others)


def _scored(rival: Rival, policy: str, words: Words) -> str:
    klass = words.pick(CLASSES[rival.klass])
    if not rival.has_begun:
        wait = words.pick(("预约时间未到", "before its time"))
    else:
        wait = words.pick(("等候 {}", "waited {}")).format(words.span(rival.wait_ms))
        if policy == SCORED_BY_WAIT:
            wait += f" × {weight_text(rival.weight)} = {points_text(rival.points)}"
    return words.pick(("{}（{}，{}）", "{} ({}, {})")).format(rival.number, klass, wait)


def weight_text(weight: int) -> str:
    """Return b as people read it: ``5.524``."""
    return f"{weight / 1_000_000:.4g}"


def points_text(points: int) -> str:
    """Return points, 10^-6 ms, as minutes with two digits."""
    return f"{points / 1_000_000 / 60_000:.2f}"


def _stood_aside(reason: Reason, words: Words) -> Iterator[str]:
    if reason.aside:
        each = words.pick(("；", "; ")).join(_one_aside(one, words) for one in reason.aside)
        yield words.pick(("没有叫的：{}", "Not called: {}")).format(each)
    if reason.elsewhere > 0:
        said = (
            "另有 {} 个计时更早的号，事项不在本窗口",
            "{} tickets that began earlier were for items of other windows",
        )
        yield words.pick(said).format(reason.elsewhere)


def _one_aside(aside: Aside, words: Words) -> str:
    if aside.reserved_for:
        said = ("{} 为{}保留", "{} is reserved for {}")
        return words.pick(said).format(aside.number, words.window(aside.reserved_for))
    said = ("{} 过号返回，须先另叫一个号", "{} is back after a miss and must wait for another call first")
    return words.pick(said).format(aside.number)
