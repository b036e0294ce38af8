"""What is said of supervision in a ticket's story, Chinese and English. Texts only."""

from queue_server.explain.words import Pair
from queue_server.vocabulary import CardAct

WATCHED_SAID: dict[str, Pair] = {
    "card_raised": ("监察：{rule}，{level}（{card}）", "Supervision: {rule}, {level} ({card})"),
    "card_stepped": (
        "监察：{rule}仍在持续，到了下一档",
        "Supervision: {rule} lasts, and came to its next step",
    ),
    "card_moved": (
        "监察：{rule}，{move}[，由 {by_card} 取代][：{text}]",
        "Supervision: {rule}, {move}[, {by_card} took its place][: {text}]",
    ),
    "told": (
        "监察：{rule}[，{about}]，已告知{recipients}",
        "Supervision: {rule}[, {about}]; told {recipients}",
    ),
    "telling_acknowledged": (
        "监察：{rule}，{recipients}已知悉",
        "Supervision: {rule}, acknowledged for {recipients}",
    ),
    "task_opened": (
        "{window}的评价为“{stars}”，应在 {until} 前回访群众",
        "Rated {stars} at {window}: the citizen is to be called back by {until}",
    ),
    "task_answered": ("已回访群众", "The citizen was called back"),
    "task_overdue": ("回访已逾期", "The call-back is overdue"),
}
"""Event -> the sentence, as in ``templates``."""

WATCHED_BECAUSE: dict[str, Pair] = {"card_raised": ("[从 {since} 起计]", "[counted from {since}]")}

CARD_ACTS: dict[CardAct, Pair] = {
    CardAct.ACKNOWLEDGE: ("已知悉", "acknowledged"),
    CardAct.CONFIRM: ("已确认", "confirmed"),
    CardAct.EXPLAIN: ("已说明", "explained"),
    CardAct.INVESTIGATE: ("已核查", "investigated"),
    CardAct.UPHOLD: ("维持", "upheld"),
    CardAct.REVOKE: ("撤销", "revoked"),
    CardAct.APPEAL: ("申诉", "appealed"),
    CardAct.REJECT_APPEAL: ("驳回申诉", "appeal rejected"),
    CardAct.MEASURE: ("已处理", "measure taken"),
    CardAct.END: ("原因已消除", "its cause is over"),
    CardAct.SUPERSEDE: ("升级", "escalated"),
    CardAct.RECOMPUTE: ("按更正后的事实撤销", "revoked by corrected facts"),
    CardAct.CHASE: ("催办", "chased"),
}
ABOUT: dict[str, Pair] = {
    "raised": ("", ""),
    "overdue": ("逾期", "overdue"),
    "chased": ("催办", "chased"),
    **{act.value: said for act, said in CARD_ACTS.items()},
}
RECIPIENTS: dict[str, Pair] = {
    "chief": ("{}首席代表", "the chief representative of {}"),
    "head": ("{}负责人", "the head of {}"),
    "duty": ("值班管理人员", "the managers on duty"),
    "office": ("监察室", "the supervision office"),
}
"""Kind of recipient -> who that is; the place is the department's name."""
