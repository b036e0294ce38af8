"""From what a manager does at the wall to the words of the wire. Pure; one call makes one intention.

Each act carries the manager's own staff number and PIN, or badge: at a wall anybody may stand.
"""

from collections.abc import Mapping

import msgspec

from kiosk.screenkit.language import Text
from queue_server.vocabulary import CardAct, CardId, RequestId, StaffId, TaskId
from queue_server.wire.from_wall import ActOnCard, AnswerTask, AssignBadge, FromWall

ANSWER, ASSIGN = "answer", "assign"
"""Deeds that are no act on a card."""

BADGE_LENGTH_MIN = 8
"""Badges have ten digits or so, staff numbers few."""

NEEDS_TEXT = frozenset(
    {
        CardAct.EXPLAIN,
        CardAct.INVESTIGATE,
        CardAct.UPHOLD,
        CardAct.REVOKE,
        CardAct.APPEAL,
        CardAct.REJECT_APPEAL,
        CardAct.MEASURE,
    }
)
"""As the server asks for it; without a text it would refuse."""

USUAL_TEXTS: Mapping[str, tuple[Text, ...]] = {
    CardAct.EXPLAIN: (
        Text("协助群众办事，短时离开", "Away for a short time to help a citizen"),
        Text("已改正，今后注意", "Put right, and will be heeded"),
        Text("设备故障所致", "Caused by a device"),
    ),
    CardAct.INVESTIGATE: (
        Text("经核查，情况属实", "Found to be true"),
        Text("经核查，情况不属实", "Found not to be true"),
        Text("经核查，有正当理由", "There was a good reason"),
    ),
    CardAct.UPHOLD: (
        Text("情况属实，予以维持", "True, and upheld"),
        Text("理由不成立，予以维持", "The reason does not hold; upheld"),
    ),
    CardAct.REVOKE: (
        Text("设备故障，予以撤销", "A device was at fault"),
        Text("因公外出，予以撤销", "Away on official business"),
        Text("情况不属实，予以撤销", "Not true"),
    ),
    CardAct.APPEAL: (Text("本人对决定有异议", "The holder objects to the decision"),),
    CardAct.REJECT_APPEAL: (Text("申诉理由不成立", "The appeal does not hold"),),
    CardAct.MEASURE: (
        Text("提醒谈话", "Reminder talk"),
        Text("通报批评", "Circulated criticism"),
        Text("调离窗口", "Moved off the window"),
    ),
    ANSWER: (
        Text("已回访，群众满意", "Called back; content now"),
        Text("已回访，已解释清楚", "Called back; explained"),
        Text("多次联系未接通", "Could not be reached"),
    ),
}
"""Deed -> texts one touch away; another may be typed. They name nobody."""


class Proof(msgspec.Struct, frozen=True):
    """Who a manager says they are: staff number and PIN, or a badge."""

    staff: str = ""
    pin: str = ""
    badge: str = ""

    @classmethod
    def of(cls, entry: str, pin: str) -> "Proof":
        """Take an entry for a badge when it is as long as one and no PIN stands beside it."""
        entry = entry.strip()
        is_badge = len(entry) >= BADGE_LENGTH_MIN and not pin
        return cls(badge=entry) if is_badge else cls(staff=entry, pin=pin)


class Intent(msgspec.Struct, frozen=True):
    """What is to be done to which document: the deed's code and the document's key."""

    code: str
    key: str

    @property
    def needs_text(self) -> bool:
        """Whether a text must be said with it."""
        return self.code == ANSWER or self.code in NEEDS_TEXT

    @property
    def needs_member(self) -> bool:
        """Whether a staff member must be named."""
        return self.code == ASSIGN


def message_of(intent: Intent, request: RequestId, text: str, member: str, proof: Proof) -> FromWall:
    """Return the message; the same request id makes a resend harmless."""
    code = intent.key.partition("/")[2]
    staff, pin, badge = StaffId(proof.staff), proof.pin, proof.badge
    if intent.code == ANSWER:
        return AnswerTask(request, TaskId(code), text, staff, pin, badge)
    if intent.code == ASSIGN:
        return AssignBadge(request, code, StaffId(member), staff, pin, badge)
    return ActOnCard(request, CardId(code), CardAct(intent.code), text, staff, pin, badge)


def is_same(one: FromWall, other: FromWall) -> bool:
    """Whether two messages say the same, whatever their request: then the earlier one is sent again."""
    return msgspec.structs.replace(one, request=other.request) == other
