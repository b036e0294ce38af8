"""What the codes of the vocabulary are called at the window, in both languages. Tables only."""

from queue_server.vocabulary import Device, PriorityReason, Step, TicketClass, WindowNo, WindowState
from queue_server.wire.documents import Words

CLASS_WORDS = {
    TicketClass.REGULAR: Words("普通", "Regular"),
    TicketClass.PRIORITY: Words("优先", "Priority"),
    TicketClass.APPOINTMENT: Words("预约", "Appointment"),
    TicketClass.GREEN: Words("绿色通道", "Green channel"),
}
REASON_WORDS = {
    PriorityReason.ELDERLY: Words("老人", "elderly"),
    PriorityReason.EXPECTANT: Words("孕妇", "expectant"),
    PriorityReason.INFANT: Words("带婴幼儿", "with infant"),
    PriorityReason.DISABLED: Words("残疾人", "disabled"),
    PriorityReason.MILITARY: Words("军人军属", "military"),
    PriorityReason.RESCUE: Words("消防救援", "rescue"),
}
"""What the certificate must show."""
STATE_WORDS = {
    WindowState.CLOSED: Words("未开窗", "Closed"),
    WindowState.IDLE: Words("空闲", "Idle"),
    WindowState.CALLED: Words("已呼叫", "Called"),
    WindowState.SERVING: Words("办理中", "Serving"),
    WindowState.PAUSED: Words("暂停服务", "Paused"),
}
STEP_WORDS = {
    Step.CALL: Words("叫号", "call"),
    Step.START: Words("开始", "start"),
    Step.FINISH: Words("办结", "finish"),
    Step.NO_SHOW: Words("过号", "no-show"),
    Step.HOLD: Words("挂起", "hold"),
    Step.RESUME: Words("回呼", "resume"),
    Step.TRANSFER: Words("转移", "transfer"),
    Step.ADD_ITEM: Words("加办", "add item"),
    Step.PAUSE: Words("暂停", "pause"),
    Step.UNPAUSE: Words("继续", "continue"),
}
DEVICE_WORDS = {
    Device.PAD: Words("呼叫器", "Call pad"),
    Device.EVALUATOR: Words("评价器", "Evaluator"),
    Device.LED_BAR: Words("窗口屏", "LED bar"),
    Device.PRINTER: Words("打印机", "Printer"),
    Device.SCANNER: Words("扫码器", "Scanner"),
    Device.ID_READER: Words("身份证读卡器", "ID card reader"),
    Device.BADGE_READER: Words("工牌读卡器", "Badge reader"),
    Device.SCREEN: Words("屏幕", "Screen"),
    Device.LINE: Words("串口线路", "Serial line"),
}


def window_words(number: WindowNo) -> Words:
    """Return a window as people say it: 03 is 3 号窗口."""
    plain = number.lstrip("0") or number
    return Words(f"{plain} 号窗口", f"Window {plain}")
