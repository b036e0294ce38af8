"""What is said to supervision, by a manager, at the wall, or by a window's staff about their own cards.

At a wall anybody may stand, so each act there carries the duty manager's own number and PIN (or badge); the
server checks them and they go no further. A manager's own connection has its token and leaves them empty.
"""

import msgspec

from queue_server.vocabulary import AbsenceId, AbsenceKind, CardAct, CardId, RequestId, StaffId, TaskId
from queue_server.wire.bounds import Instant

TEXT_MAX = 500
"""Characters of an explanation, finding, reason or measure."""


class ActOnCard(msgspec.Struct, frozen=True, tag="supervision.act_on_card"):
    """Lead a card on; ``text`` is the explanation, finding, reason or measure."""

    request: RequestId
    card: CardId
    move: CardAct
    text: str = ""
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""


class AnswerTask(msgspec.Struct, frozen=True, tag="supervision.answer_task"):
    """The citizen was called back; ``text`` says what came of it."""

    request: RequestId
    task: TaskId
    text: str
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""


class FileAbsence(msgspec.Struct, frozen=True, tag="supervision.file_absence"):
    """Approve leave or official business of ``member``."""

    request: RequestId
    member: StaffId
    kind: AbsenceKind
    from_ms: Instant
    until_ms: Instant
    reason: str = ""
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""


class WithdrawAbsence(msgspec.Struct, frozen=True, tag="supervision.withdraw_absence"):
    request: RequestId
    absence: AbsenceId
    reason: str
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""


class MakeUpPunch(msgspec.Struct, frozen=True, tag="supervision.make_up_punch"):
    """Approve a make-up slip (补签) of ``member``."""

    request: RequestId
    member: StaffId
    at_ms: Instant
    reason: str
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""


class AssignBadge(msgspec.Struct, frozen=True, tag="supervision.assign_badge"):
    """Say whose badge an unknown one is."""

    request: RequestId
    mark: str
    member: StaffId
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""


class ChosenPlace(msgspec.Struct, frozen=True):
    """A place of a selection: a window's number or a staff member's id, and its score."""

    what: str
    score: float


class PublishSelection(msgspec.Struct, frozen=True, tag="supervision.publish_selection"):
    """Show the red-flag windows and service models of a period on the boards."""

    request: RequestId
    period: str
    windows: tuple[ChosenPlace, ...] = ()
    members: tuple[ChosenPlace, ...] = ()
    staff: StaffId = StaffId("")
    pin: str = ""
    badge: str = ""


FromWall = (
    ActOnCard | AnswerTask | FileAbsence | WithdrawAbsence | MakeUpPunch | AssignBadge | PublishSelection
)
