"""What supervision may be asked to do: imperatives, one Struct each. Who asks and when come beside.

Texts are free words of the staff; they must not name a citizen (the journal holds no personal data).
"""

from queue_server.hall.commands import Command
from queue_server.supervision.events import Chosen
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    StaffId,
    TaskId,
    WindowNo,
)


class SupervisionCommand(Command, frozen=True):
    """The root of everything that supervision can be asked."""


class ReadBadge(SupervisionCommand, frozen=True, tag="read_badge"):
    """A badge was held to a reader. ``staff`` is empty when the badge belongs to nobody known."""

    reader: str
    mark: str
    """A keyed digest: who knows only the journal cannot make a badge from it."""
    last4: str
    staff: StaffId = StaffId("")


class ReportReader(SupervisionCommand, frozen=True, tag="report_reader"):
    """A reader is not what it should be: a wrong key. ``alarm`` is empty when that is over."""

    reader: str
    alarm: str = ""


class AssignBadge(SupervisionCommand, frozen=True, tag="assign_badge"):
    """Say whose badge an unknown one is; its readings count from the first."""

    mark: str
    staff: StaffId


class ShowLife(SupervisionCommand, frozen=True, tag="show_life"):
    """Somebody is at the window: a touch or key that asked for nothing."""

    window: WindowNo
    sign: str
    """``touch`` or ``key``."""


class ResumeWatch(SupervisionCommand, frozen=True, tag="resume_watch"):
    """Say that the server has begun to watch, at its start."""


class FileAbsence(SupervisionCommand, frozen=True, tag="file_absence"):
    """Approve a leave or official business."""

    staff: StaffId
    kind: AbsenceKind
    from_ms: int
    until_ms: int
    reason: str = ""


class WithdrawAbsence(SupervisionCommand, frozen=True, tag="withdraw_absence"):
    absence: AbsenceId
    reason: str


class MakeUpPunch(SupervisionCommand, frozen=True, tag="make_up_punch"):
    """Approve a make-up slip (补签): the person was there at this instant and only the punch is missing."""

    staff: StaffId
    at_ms: int
    reason: str


class ActOnCard(SupervisionCommand, frozen=True, tag="act_on_card"):
    """Lead a card on in its life. ``text`` is the explanation, finding, reason or measure."""

    card: CardId
    move: CardAct
    text: str = ""


class AnswerTask(SupervisionCommand, frozen=True, tag="answer_task"):
    """The citizen was called back; ``text`` says what came of it."""

    task: TaskId
    text: str


class PublishSelection(SupervisionCommand, frozen=True, tag="publish_selection"):
    """Show the selection of a period on the boards; the newest publication stands."""

    period: str
    windows: tuple[Chosen, ...] = ()
    staff: tuple[Chosen, ...] = ()


AnySupervisionCommand = (
    ReadBadge
    | ReportReader
    | AssignBadge
    | ShowLife
    | ResumeWatch
    | FileAbsence
    | WithdrawAbsence
    | MakeUpPunch
    | ActOnCard
    | AnswerTask
    | PublishSelection
)
