"""Every refusal as a sentence that can be read aloud, Chinese and English. Texts only: no rule decides here.

A part in square brackets is said only when all of its facts are known, so that a sentence never shows an
empty place: ``取号时间未到[，{from} 开始取号]``. What stands in braces is the name of a fact.
"""

from collections.abc import Mapping

from queue_server.phrase import fill
from queue_server.vocabulary import Language, RefusalCode

SENTENCES: dict[RefusalCode, tuple[str, str]] = {
    RefusalCode.NOT_YET_OPEN: (
        "取号时间未到[，{from} 开始取号]",
        "Numbers are not issued yet[; issuing starts at {from}]",
    ),
    RefusalCode.CLOSED_FOR_TODAY: (
        "今日取号已结束[，{from} 再来取号]",
        "No more numbers are issued today[; issuing starts again at {from}]",
    ),
    RefusalCode.SLICE_FULL: (
        "本时段号已发完[，{from} 起继续取号][，可直接到 {windows} 号窗口办理]",
        "All numbers of this time slot are taken[; more from {from}][; go to window {windows}, it is free]",
    ),
    RefusalCode.DAY_FULL: (
        "今日号已发完[，今日共发 {max} 号][，可直接到 {windows} 号窗口办理]",
        "All numbers of today are taken[; {max} were issued][; go to window {windows}, it is free]",
    ),
    RefusalCode.HAS_OPEN_TICKET: (
        "您已取号[ {number}]，可补打号票",
        "You already hold a number[: {number}]; it can be printed again",
    ),
    RefusalCode.HAS_MISSED_TICKET: (
        "您的号[ {number}]已过号，可重新排队",
        "You missed your call[ for {number}]; you can get back in line",
    ),
    RefusalCode.UNKNOWN_ITEM: ("没有这个事项，请到咨询台", "There is no such item; please ask at the desk"),
    RefusalCode.UNKNOWN_TICKET: ("没有找到这个号[ {number}]", "This number was not found[: {number}]"),
    RefusalCode.UNKNOWN_WINDOW: ("没有这个窗口[：{window}]", "There is no such window[: {window}]"),
    RefusalCode.UNKNOWN_APPOINTMENT: (
        "没有找到这个预约，请核对预约码",
        "This appointment was not found; please check the code",
    ),
    RefusalCode.UNKNOWN_CARD: ("没有这张牌[：{card}]", "There is no such card[: {card}]"),
    RefusalCode.UNKNOWN_TASK: ("没有这个回访任务[：{task}]", "There is no such call-back task[: {task}]"),
    RefusalCode.UNKNOWN_ABSENCE: ("没有这份请假[：{absence}]", "There is no such absence[: {absence}]"),
    RefusalCode.UNKNOWN_BADGE: (
        "没有读到过这张卡，或它已有主人",
        "No such badge was read, or it is somebody's already",
    ),
    RefusalCode.CARD_NOT_THERE: (
        "这张牌现在不能这样处理[，目前状态：{state}]",
        "This cannot be done to the card now[; it stands at {state}]",
    ),
    RefusalCode.NO_MARK: (
        "本机没有离线取号的机号，请在配置 [away] 中设置",
        "This kiosk has no mark for numbers of its own; give it one in [away]",
    ),
    RefusalCode.NO_NUMBERS_LEFT: ("离线号段已用完", "No block of away numbers is left"),
    RefusalCode.NUMBER_TAKEN: ("号码[ {number} ]已被使用", "The number[ {number}] is in the hall already"),
    RefusalCode.TOO_LATE: ("已过期限[ {until}]", "The time for it is over[ since {until}]"),
    RefusalCode.BAD_TIMES: (
        "起止时间不对，结束须在开始之后",
        "These times do not fit: the end must come after the beginning",
    ),
    RefusalCode.UNKNOWN_STAFF: ("没有这个工号", "There is no such staff number"),
    RefusalCode.APPOINTMENT_USED: (
        "这个预约已取号[：{number}]",
        "This appointment has already been checked in[ as {number}]",
    ),
    RefusalCode.APPOINTMENT_OTHER_DAY: (
        "预约不在今天[，预约日期 {day}]",
        "The appointment is not for today[ but for {day}]",
    ),
    RefusalCode.APPOINTMENT_TOO_EARLY: (
        "预约取号时间未到[，{from} 起可取号]",
        "It is too early for this appointment[; check in from {from}]",
    ),
    RefusalCode.APPOINTMENT_EXISTS: ("这个预约码已被使用", "This appointment code is already in the book"),
    RefusalCode.NO_WINDOW_FOR_ITEM: (
        "现在没有窗口办理这个事项，请到咨询台",
        "No window serves this item now; please ask at the desk",
    ),
    RefusalCode.NOBODY_WAITS: ("没有人在等候", "Nobody is waiting"),
    RefusalCode.NOT_SIGNED_IN: ("请先签到", "Please sign in first"),
    RefusalCode.ALREADY_SIGNED_IN: (
        "已有人在[ {window} 号]窗口签到",
        "Somebody is already signed in[ at window {window}]",
    ),
    RefusalCode.WINDOW_CLOSED: ("窗口未开放", "The window is closed"),
    RefusalCode.WINDOW_OPEN: ("窗口已开放", "The window is already open"),
    RefusalCode.WINDOW_PAUSED: ("窗口已暂停", "The window is paused"),
    RefusalCode.WINDOW_NOT_PAUSED: ("窗口没有暂停", "The window is not paused"),
    RefusalCode.WINDOW_BUSY: (
        "请先办完当前的号[ {number}]",
        "Please end the present number[ {number}] first",
    ),
    RefusalCode.NO_TICKET_HERE: ("本窗口没有正在办理的号", "There is no number at this window"),
    RefusalCode.NOT_CALLED: ("当前没有已叫的号", "No number is being called here"),
    RefusalCode.NOT_SERVING: ("当前没有正在办理的号", "No number is being served here"),
    RefusalCode.TOO_MANY_RECALLS: (
        "重呼次数已满[（最多 {max} 次）]",
        "This number was recalled often enough[ ({max} times at most)]",
    ),
    RefusalCode.TICKET_NOT_WAITING: ("这个号[ {number} ]不在等候中", "This number[ {number}] is not waiting"),
    RefusalCode.TICKET_NOT_HELD: ("这个号[ {number} ]没有挂起", "This number[ {number}] is not on hold"),
    RefusalCode.TICKET_NOT_MISSED: ("这个号[ {number} ]没有过号", "This number[ {number}] was not missed"),
    RefusalCode.TICKET_ENDED: (
        "这个号[ {number} ]已结束，请重新取号",
        "This number[ {number}] has ended; please take a new one",
    ),
    RefusalCode.RETURN_TOO_LATE: (
        "过号时间太久[（{until} 前有效）]，请重新取号",
        "It is too late to come back[ (possible until {until})]; please take a new number",
    ),
    RefusalCode.NOT_FOR_THIS_WINDOW: (
        "这个号[ {number} ]不能在本窗口办理",
        "This number[ {number}] cannot be served at this window",
    ),
    RefusalCode.PICK_NOT_ALLOWED: ("本窗口不能选号", "This window may not pick numbers"),
    RefusalCode.REASON_NEEDED: ("请说明原因", "Please give a reason"),
    RefusalCode.NOTHING_TO_UNDO: ("没有可撤销的操作", "There is nothing to undo"),
    RefusalCode.UNDO_TOO_LATE: (
        "已超过撤销时间[（{max} 秒）]",
        "It is too late to undo[ (possible for {max} s)]",
    ),
    RefusalCode.UNDO_OVERTAKEN: (
        "此后号票已有变化，不能撤销",
        "The number has moved on since; this can no longer be undone",
    ),
    RefusalCode.NO_RATING_ASKED: ("现在没有待评价的服务", "No rating is being asked for"),
    RefusalCode.NO_TRANSFER_TARGET: (
        "请选择要转移到的事项或窗口",
        "Please choose an item or a window to transfer to",
    ),
    RefusalCode.UNKNOWN_QUEUE: ("没有这个队列[：{queue}]", "There is no such queue[: {queue}]"),
    RefusalCode.WRONG_BADGE_OR_PIN: ("工号、密码或工牌不正确", "The staff number, PIN or badge is not right"),
    RefusalCode.LOCKED_OUT: (
        "错误次数过多，已锁定[，{until} 后再试]",
        "Too many wrong attempts; locked[ until {until}]",
    ),
    RefusalCode.NOT_YOUR_RIGHT: ("您没有这个权限", "You do not have the right to do this"),
    RefusalCode.PRINTER_OUT: (
        "打印机缺纸或故障，请记下号码[ {number}]",
        "The printer is out of order; please note the number[ {number}]",
    ),
    RefusalCode.BAD_IDENTITY: (
        "身份证号码不正确，请重新输入",
        "The identity number is not right; please enter it again",
    ),
    RefusalCode.REPLAY: (
        "这里是[ {day} 的]回放，不能办理",
        "This is a replay[ of {day}]; nothing can be asked of it",
    ),
}
"""Code -> the Chinese and the English sentence; every code has both."""


def sentence(code: RefusalCode, facts: Mapping[str, str], language: Language) -> str:
    """Return the refusal in words, without a full stop."""
    chinese, english = SENTENCES[code]
    return fill(chinese if language is Language.CHINESE else english, facts)
