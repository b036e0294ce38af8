"""The door of the room: a command comes in, events or a refusal go out, and nothing changes."""

from collections.abc import Callable, Mapping
from typing import Any

from queue_server.supervision import commands as c
from queue_server.supervision import events as e
from queue_server.supervision.decide_card import act_on_card, answer_task
from queue_server.supervision.decide_staff import (
    assign_badge,
    file_absence,
    make_up_punch,
    read_badge,
    withdraw_absence,
)
from queue_server.supervision.questions import Asked, Decision
from queue_server.supervision.watching import Watch

MINUTE_MS = 60_000


def report_reader(asked: Asked, command: c.ReportReader) -> Decision:
    """Note a reader's alarm, once; and its end."""
    if asked.watch.room.state.alarms.get(command.reader, "") == command.alarm:
        return ()
    return (e.ReaderAlarmed(command.reader, command.alarm),)


def show_life(asked: Asked, command: c.ShowLife) -> Decision:
    """Note a sign of life, at most one a minute."""
    shown_ms = asked.watch.room.post(command.window).shown_ms
    if asked.at_ms - shown_ms < MINUTE_MS:
        return ()
    return (e.LifeShown(command.window, command.sign),)


def resume_watch(asked: Asked, _command: c.ResumeWatch) -> Decision:
    """Begin to watch: whoever sat at a window is taken to be there now."""
    is_anybody_there = any(post.staff for post in asked.watch.room.state.posts.values())
    return (e.WatchResumed(),) if is_anybody_there else ()


def publish_selection(_asked: Asked, command: c.PublishSelection) -> Decision:
    return (e.SelectionPublished(command.period, command.windows, command.staff),)


_HANDLERS: Mapping[type[c.SupervisionCommand], Callable[[Asked, Any], Decision]] = {
    c.ReadBadge: read_badge,
    c.ReportReader: report_reader,
    c.AssignBadge: assign_badge,
    c.ShowLife: show_life,
    c.ResumeWatch: resume_watch,
    c.FileAbsence: file_absence,
    c.WithdrawAbsence: withdraw_absence,
    c.MakeUpPunch: make_up_punch,
    c.ActOnCard: act_on_card,
    c.AnswerTask: answer_task,
    c.PublishSelection: publish_selection,
}


def decide(watch: Watch, command: c.SupervisionCommand, actor: str) -> Decision:
    """Return the events of a command, or why it is refused; both rooms are left as they were."""
    return _HANDLERS[type(command)](Asked(watch, actor), command)
