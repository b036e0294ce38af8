"""A manager's words to supervision from the command line: leave, make-up slips, badges, cards, call-backs.

It parses and prints, no more; what may be done says the server. Times are the hall's own, as people write
them: ``"2026-03-02 10:00"``.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone

from queue_server.errors import ConfigError
from queue_server.vocabulary import AbsenceId, AbsenceKind, CardAct, CardId, RequestId, StaffId, TaskId
from queue_server.wire import from_wall as said
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_wall import FromWall
from queue_server.wire.wall_documents import AttendanceDoc, CardDoc, RulesDoc, StaffDoc, TaskDoc

LISTS = frozenset({"cards", "staff"})
"""Acts that only look."""
Say = Callable[[argparse.Namespace, RequestId, int], FromWall]


def add_words(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what a manager can say of supervision."""
    acts.add_parser("cards", help="list the open cards, call-back tasks and unknown badges")
    acts.add_parser("staff", help="list the staff of today with their punches")
    card = acts.add_parser("card", help="lead a card on: confirm, uphold, revoke and so on")
    card.add_argument("card", metavar="CARD")
    card.add_argument("move", choices=[act.value for act in CardAct if act not in _BY_RULE])
    card.add_argument("text", metavar="TEXT", nargs="?", default="", help="reason, finding or measure")
    task = acts.add_parser("task", help="say what came of calling a citizen back")
    task.add_argument("task", metavar="TASK")
    task.add_argument("text", metavar="TEXT")
    _staff_words(acts)


def _staff_words(acts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    leave = acts.add_parser("leave", help="put an approved leave or official business on file")
    leave.add_argument("member", metavar="STAFF")
    leave.add_argument("kind", choices=[kind.value for kind in AbsenceKind])
    leave.add_argument("since", metavar="FROM", help='"2026-03-02 08:30"')
    leave.add_argument("until", metavar="UNTIL", help='"2026-03-02 12:00"')
    leave.add_argument("text", metavar="REASON", nargs="?", default="")
    withdraw = acts.add_parser("withdraw", help="take an absence off the file")
    withdraw.add_argument("absence", metavar="ABSENCE")
    withdraw.add_argument("text", metavar="REASON")
    slip = acts.add_parser("make-up", help="approve a make-up slip: the person was there and did not punch")
    slip.add_argument("member", metavar="STAFF")
    slip.add_argument("since", metavar="WHEN", help='"2026-03-02 08:25"')
    slip.add_argument("text", metavar="REASON")
    badge = acts.add_parser("badge", help="say whose an unknown badge is")
    badge.add_argument("mark", metavar="MARK", help="as `manage cards` lists it")
    badge.add_argument("member", metavar="STAFF")


_BY_RULE = frozenset({CardAct.END, CardAct.SUPERSEDE, CardAct.RECOMPUTE, CardAct.CHASE})


def _card(asked: argparse.Namespace, request: RequestId, _: int) -> FromWall:
    return said.ActOnCard(request, CardId(asked.card), CardAct(asked.move), asked.text)


def _task(asked: argparse.Namespace, request: RequestId, _: int) -> FromWall:
    return said.AnswerTask(request, TaskId(asked.task), asked.text)


def _leave(asked: argparse.Namespace, request: RequestId, offset_min: int) -> FromWall:
    since_ms, until_ms = (instant_ms(text, offset_min) for text in (asked.since, asked.until))
    kind = AbsenceKind(asked.kind)
    return said.FileAbsence(request, StaffId(asked.member), kind, since_ms, until_ms, asked.text)


def _withdraw(asked: argparse.Namespace, request: RequestId, _: int) -> FromWall:
    return said.WithdrawAbsence(request, AbsenceId(asked.absence), asked.text)


def _make_up(asked: argparse.Namespace, request: RequestId, offset_min: int) -> FromWall:
    at_ms = instant_ms(asked.since, offset_min)
    return said.MakeUpPunch(request, StaffId(asked.member), at_ms, asked.text)


def _badge(asked: argparse.Namespace, request: RequestId, _: int) -> FromWall:
    return said.AssignBadge(request, asked.mark, StaffId(asked.member))


SAYS: Mapping[str, Say] = {
    "card": _card,
    "task": _task,
    "leave": _leave,
    "withdraw": _withdraw,
    "make-up": _make_up,
    "badge": _badge,
}
"""Word of the command line -> what is said."""


def instant_ms(text: str, offset_min: int) -> int:
    """Return the instant of a local time. ConfigError says how to write one."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ConfigError((f'"{text}": write the time as "2026-03-02 08:30"',)) from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=timezone(timedelta(minutes=offset_min)))
    return int(at.timestamp() * 1000)


def listed(what: str, docs: Mapping[str, AnyDoc], offset_min: int) -> Iterator[str]:
    """Yield the lines of a list."""
    yield from (_staff_lines if what == "staff" else _card_lines)(docs, offset_min)


def _card_lines(docs: Mapping[str, AnyDoc], offset_min: int) -> Iterator[str]:
    rules = docs.get("rules")
    names = rules.rules if isinstance(rules, RulesDoc) else {}
    for doc in docs.values():
        if isinstance(doc, CardDoc) and doc.acts:
            name = names[doc.rule].zh if doc.rule in names else doc.rule.value
            acts = ", ".join(act.value for act in doc.acts)
            subject = doc.staff_name or doc.subject
            since = _clock(doc.since_ms, offset_min)
            yield f"{doc.card}  {doc.level}  {name}  {subject}  {since}  {doc.state.value}  [{acts}]"
        if isinstance(doc, TaskDoc):
            until = _clock(doc.deadline_ms, offset_min)
            yield f"{doc.task}  回访 call back  {doc.number}  {doc.window} 号窗口  {doc.stars}/5  {until}"
    attendance = docs.get("attendance")
    for one in attendance.unknown_badges if isinstance(attendance, AttendanceDoc) else ():
        last = _clock(one.last_ms, offset_min)
        yield f"{one.mark}  未知卡 unknown badge  …{one.last4}  {one.reader}  {last}  {one.times}x"


def _staff_lines(docs: Mapping[str, AnyDoc], offset_min: int) -> Iterator[str]:
    for doc in docs.values():
        if isinstance(doc, StaffDoc):
            punches = " ".join(_clock(at_ms, offset_min)[-5:] for at_ms in doc.punches_ms)
            marks = " ".join(mark.value for mark in doc.marks)
            yield f"{doc.staff}  {doc.name}  {doc.presence.value}  {doc.window}  {punches}  {marks}".rstrip()


def _clock(at_ms: int, offset_min: int) -> str:
    """Return an instant as the hall's clock shows it."""
    at = datetime.fromtimestamp(at_ms / 1000, UTC) + timedelta(minutes=offset_min)
    return at.strftime("%Y-%m-%d %H:%M")
