"""What is said of each kind of event, Chinese and English; ``phrase.fill`` puts in the facts.

The key is the event's name, behind a dot its variant. A part in square brackets is said only when its facts
are known. Texts only: no rule decides here.
"""

from queue_server.explain.words import Pair

SAID: dict[str, Pair] = {
    "ticket_issued": (
        "发出号票 {number}：{item}（队列 {queue}），{klass}号[，{why}][，预约 {appointment}]"
        "[，{kiosk}离线时于 {away} 发出，时钟误差 {within} 以内，现补交]"
        "[，取号时选的 {chosen} 已不再办理，改为本队列第一个事项]，"
        "前面等候 {ahead} 人[，告知预计等候 {told}][；{idle}空闲，可直接前往]",
        "Ticket {number} issued for {item} (queue {queue}), {klass}[, {why}][, appointment {appointment}]"
        "[, by {kiosk} alone at {away}, its clock right within {within}, handed in now]"
        "[, instead of {chosen}, which was chosen and is no longer offered: the first item of its queue], "
        "{ahead} waiting before it[, told to expect {told}][; {idle} free, to go to at once]",
    ),
    "away_number_lapsed": (
        "{number} 是离线时发出的号，次日才补交，只作记录",
        "{number}, issued while the server was away, was handed in after its day: a record only",
    ),
    "paper_printed": ("号票已打印", "The paper was printed"),
    "paper_failed": (
        "号票没有打印出来（{fault}）；号码仍然有效",
        "The paper failed ({fault}); the number stands",
    ),
    "ticket_reprinted": (
        "补打号票，第 {times} 次；原号不变",
        "Printed again, time {times}; the number stays",
    ),
    "ticket_returned": (
        "过号的群众回来了，{number} 恢复排队[，仍由{reserved}办理]，前面 {ahead} 人",
        "The missed citizen is back: {number} waits again[, for {reserved}], {ahead} before it",
    ),
    "ticket_cancelled": ("取消 {number}[：{reason}]", "{number} cancelled[: {reason}]"),
    "ticket_closed": ("{number} 作废：{closing}", "{number} closed: {closing}"),
    "class_changed": (
        "{number} 改为{klass}号[，原因“{reason}”]",
        '{number} is now {klass}[, reason "{reason}"]',
    ),
    "reservation_lapsed": (
        "为{was_reserved}保留的时间已到，{number} 和其他号一起排队",
        "The time reserved for {was_reserved} is over; {number} waits with the others",
    ),
    "ticket_called.next": ("{window}叫号：{number}。{standing}", "{window} called {number}: {standing}"),
    "ticket_called.manual": (
        "{window}指定叫号：{number}。{standing}",
        "{window} picked {number} by hand: {standing}",
    ),
    "ticket_called.resumed": (
        "{window}回呼挂起的号：{number}[，挂起了 {held}]",
        "{window} resumed {number} from hold[ after {held}]",
    ),
    "ticket_recalled.recall": (
        "{window}重呼 {number}，第 {count} 次",
        "{window} recalled {number}, time {count}",
    ),
    "ticket_recalled.repeat": (
        "叫号后 {since_call}还没有开始办理，自动重呼 {number}，第 {count} 次",
        "Not begun {since_call} after the call: {number} was repeated, time {count}",
    ),
    "service_started": (
        "{window}开始办理 {number}，叫号后 {since_call}",
        "{window} began with {number}, {since_call} after the call",
    ),
    "service_finished": (
        "{window}办结 {number}：{item}[，办理 {served}]",
        "{window} finished {number}: {item}[, served for {served}]",
    ),
    "item_added": (
        "办完{before_item}（{served}），接着加办{item}",
        "{before_item} done ({served}); {item} was added",
    ),
    "ticket_missed": (
        "{window}按“未到”：{number} 叫号后 {since_call}记为过号，第 {times} 次",
        "{window} marked a no-show: {number} is missed {since_call} after the call, time {times}",
    ),
    "ticket_missed.automatic": (
        "叫号后 {since_call}无人到{window}，{number} 自动记为过号，第 {times} 次",
        "Nobody came to {window} within {since_call} of the call: {number} is missed, time {times}",
    ),
    "ticket_held": (
        "{window}挂起 {number}，原因“{reason}”",
        '{window} put {number} on hold, reason "{reason}"',
    ),
    "ticket_transferred": (
        "{window}把 {number} 转到{target}[，原因“{reason}”]；号码不变",
        '{window} sent {number} on to {target}[, reason "{reason}"]; the number stays',
    ),
    "service_rated": ("群众评价：{stars}", "The citizen rated: {stars}"),
    "rating_lapsed": (
        "没有评价：记为“未评价”，不算满意",
        "No rating was given: kept as not rated, which is not satisfied",
    ),
    "overtaken": ("{window}先叫了 {other}。{standing}", "{window} called {other} before it: {standing}"),
    "freed": (
        "{window}叫了 {other}：{number} 已等过一次别的叫号，现在可以叫了",
        "{window} called {other}: {number} has waited for another call and may be called now",
    ),
    "undone": (
        "{window}撤销上一步（{step}）：{number} 回到“{state}”[，{withdrawn}]",
        "{window} took back {step}: {number} is {state} again[, {withdrawn}]",
    ),
    "freed_back": (
        "{window}撤销了叫号：{number} 仍须等一次别的叫号",
        "{window} took back its call: {number} must still wait for another one",
    ),
    "refused": ("想要{act}，没有准许：{refusal}", "{act} was refused: {refusal}"),
}
"""Event and variant -> the sentence."""

BECAUSE: dict[str, Pair] = {
    "ticket_issued": ("[计时从 {ref} 开始]", "[its wait counts from {ref}]"),
    "ticket_returned": (
        "离开的 {away}不计入等候；须先另叫一个号，才轮到它",
        "the {away} away do not count; another ticket must be called first",
    ),
    "class_changed": (
        "计时起点不变，权重由 {weight_before} 改为 {weight}",
        "its wait counts on, its weight goes from {weight_before} to {weight}",
    ),
    "ticket_missed": (
        "[在 {until} 之前返回可恢复排队]",
        "[may come back until {until}]",
    ),
    "ticket_missed.automatic": (
        "[在 {until} 之前返回可恢复排队]",
        "[may come back until {until}]",
    ),
    "ticket_transferred": (
        "从此刻重新计时，权重 {weight}[；{reserved_until} 前为{reserved}保留]",
        "its wait counts from now, weight {weight}[; reserved for {reserved} until {reserved_until}]",
    ),
    "service_finished": ("[{rate_until} 前可以评价]", "[it may be rated until {rate_until}]"),
}
"""The same keys -> the rule behind it, where the event itself tells one."""

ACTS: dict[str, Pair] = {
    "take_ticket": ("取号", "Taking a number"),
    "report_paper": ("报告打印情况", "The printer's report"),
    "reprint_ticket": ("补打", "A reprint"),
    "return_ticket": ("过号恢复", "Coming back after a miss"),
    "cancel_ticket": ("取消", "Cancelling"),
    "change_class": ("更改类别", "A change of class"),
    "call_next": ("叫下一个号", "Calling the next ticket"),
    "pick_ticket": ("指定叫号", "Picking it by hand"),
    "recall_ticket": ("重呼", "A recall"),
    "start_service": ("开始办理", "Starting"),
    "finish_service": ("办结", "Finishing"),
    "mark_no_show": ("记为过号", "Marking a no-show"),
    "hold_ticket": ("挂起", "Putting it on hold"),
    "resume_ticket": ("回呼", "Resuming"),
    "transfer_ticket": ("转移", "A transfer"),
    "add_item": ("加办事项", "Adding an item"),
    "undo_step": ("撤销上一步", "Undoing the last step"),
    "rate_service": ("评价", "A rating"),
    "pause_window": ("暂停窗口", "A pause of the window"),
    "close_window": ("关闭窗口", "Closing the window"),
    "sign_out": ("签退", "Signing out"),
}
"""What was asked, for a refusal."""
