"""From what a wall, a manager or a window says of supervision to its commands. Pure.

Who says it is proved before (``translate``): staff number, PIN and badge of a message go no further.
"""

from queue_server.supervision import commands as c
from queue_server.supervision.events import Chosen
from queue_server.wire import from_wall as said_at
from queue_server.wire.from_wall import FromWall

SUPERVISED = (
    said_at.ActOnCard,
    said_at.AnswerTask,
    said_at.FileAbsence,
    said_at.WithdrawAbsence,
    said_at.MakeUpPunch,
    said_at.AssignBadge,
    said_at.PublishSelection,
)


def supervision_command(said: FromWall) -> c.SupervisionCommand:
    """Return what is asked, cut to the length that a text may have."""
    match said:
        case said_at.ActOnCard():
            return c.ActOnCard(said.card, said.move, _short(said.text))
        case said_at.AnswerTask():
            return c.AnswerTask(said.task, _short(said.text))
        case said_at.FileAbsence():
            reason = _short(said.reason)
            return c.FileAbsence(said.member, said.kind, said.from_ms, said.until_ms, reason)
        case said_at.WithdrawAbsence():
            return c.WithdrawAbsence(said.absence, _short(said.reason))
        case said_at.MakeUpPunch():
            return c.MakeUpPunch(said.member, said.at_ms, _short(said.reason))
        case said_at.AssignBadge():
            return c.AssignBadge(said.mark, said.member)
        case said_at.PublishSelection():
            return c.PublishSelection(said.period, _chosen(said.windows), _chosen(said.members))


def _short(text: str) -> str:
    return text[: said_at.TEXT_MAX]


def _chosen(places: tuple[said_at.ChosenPlace, ...]) -> tuple[Chosen, ...]:
    return tuple(Chosen(place.what, place.score) for place in places)
