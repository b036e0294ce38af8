"""Every act of the window terminal, once: its key, its words, and in which states it makes sense.

A key or button that is not in this table does not exist; help and footer are drawn from it. Whether an act is
really allowed is the server's to say: this table only keeps pointless buttons quiet.
"""

from enum import StrEnum

import msgspec

from queue_server.vocabulary import WindowState
from queue_server.wire.documents import Words


class Act(StrEnum):
    """What a staff member can do with one key."""

    NEXT = "next"
    RECALL = "recall"
    START = "start"
    FINISH = "finish"
    NO_SHOW = "no_show"
    HOLD = "hold"
    RESUME = "resume"
    TRANSFER = "transfer"
    ADD_ITEM = "add_item"
    PICK = "pick"
    RETURN = "return"
    CANCEL = "cancel"
    PAUSE = "pause"
    UNPAUSE = "unpause"
    OPEN = "open"
    CLOSE = "close"
    UNDO = "undo"
    SIGN_OUT = "sign_out"


class ActLine(msgspec.Struct, frozen=True):
    """One row of the table."""

    act: Act
    key: str
    words: Words
    states: frozenset[WindowState]
    kind: str = "quiet"
    """The touch button's kind: ``primary``, ``priority``, ``quiet`` or ``danger``."""


CLOSED, IDLE, CALLED, SERVING, PAUSED = (
    WindowState.CLOSED,
    WindowState.IDLE,
    WindowState.CALLED,
    WindowState.SERVING,
    WindowState.PAUSED,
)


def _line(act: Act, key: str, zh: str, en: str, *states: WindowState, kind: str = "quiet") -> ActLine:
    return ActLine(act, key, Words(zh, en), frozenset(states), kind)


ACTS: tuple[ActLine, ...] = (
    _line(Act.NEXT, "n", "叫号", "Next", IDLE, CALLED, SERVING, kind="primary"),
    _line(Act.RECALL, "r", "重呼", "Recall", CALLED),
    _line(Act.START, "s", "开始", "Start", CALLED, kind="primary"),
    _line(Act.FINISH, "f", "办结", "Finish", CALLED, SERVING, kind="primary"),
    _line(Act.NO_SHOW, "m", "过号", "No-show", CALLED),
    _line(Act.HOLD, "h", "挂起", "Hold", CALLED, SERVING),
    _line(Act.RESUME, "j", "回呼", "Resume", IDLE),
    _line(Act.TRANSFER, "t", "转移", "Transfer", CALLED, SERVING),
    _line(Act.ADD_ITEM, "i", "加办", "Add item", SERVING),
    _line(Act.PICK, "k", "点号", "Pick", IDLE, kind="priority"),
    _line(Act.RETURN, "b", "过号返回", "Returned", IDLE, CALLED, SERVING, PAUSED),
    _line(Act.CANCEL, "x", "取消", "Cancel", CALLED, kind="danger"),
    _line(Act.PAUSE, "p", "暂停", "Pause", IDLE),
    _line(Act.UNPAUSE, "p", "继续", "Continue", PAUSED, kind="primary"),
    _line(Act.OPEN, "o", "开窗", "Open", CLOSED, kind="primary"),
    _line(Act.CLOSE, "o", "关窗", "Close", IDLE, PAUSED),
    _line(Act.UNDO, "u", "撤销", "Undo", CLOSED, IDLE, CALLED, SERVING, PAUSED, kind="priority"),
    _line(Act.SIGN_OUT, "q", "签退", "Sign out", CLOSED, IDLE, PAUSED, kind="danger"),
)
"""In the order of the buttons on the screen. Two acts share a key where only one of them makes sense."""


def words_of(act: Act) -> Words:
    """Return what ``act`` is called on its button."""
    return next(line.words for line in ACTS if line.act is act)


def acts_in(state: WindowState) -> tuple[ActLine, ...]:
    """Return the acts that make sense in ``state``, in screen order."""
    return tuple(line for line in ACTS if state in line.states)


def act_of_key(key: str, state: WindowState) -> Act | None:
    """Return what ``key`` means in ``state``, or None when it means nothing there."""
    return next((line.act for line in acts_in(state) if line.key == key), None)
