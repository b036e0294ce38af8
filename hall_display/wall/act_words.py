"""What the dialog of an act says, and what came of it, in both languages."""

from kiosk.screenkit.language import Text

WHO = Text("工号，或刷工牌", "Staff number, or hold a badge to the reader")
PIN = Text("密码（刷牌不填）", "PIN (none with a badge)")
TEXT = Text("说明文字（不写群众姓名）", "Text (name no citizen)")
MEMBER = Text("持卡人工号", "Staff number of the owner")
OK = Text("确定", "OK")
AGAIN = Text("再发一次", "Send again")
BACK = Text("取消", "Cancel")
WHY = Text(
    "每次操作都要本人工号和密码，用后即清除",
    "Each act takes your own number and PIN, forgotten after it",
)
TEXT_NEEDED = Text("请写明理由，或点选一条", "Give a reason, or touch one")
MEMBER_NEEDED = Text("请输入持卡人工号", "Type the staff number of the owner")
WHO_NEEDED = Text("请输入工号和密码", "Type your staff number and PIN")
ASKING = Text("正在提交", "Sending")
NO_ANSWER = Text(
    "服务器没有应答。可再发一次，不会重复", "No answer from the server. Sending again is harmless"
)
OFFLINE = Text("与服务器的连接中断，不能提交", "The server is away: nothing can be sent")
NOT_SAVED = Text("没有保存成功，可再发一次", "It was not saved; send it again")
DONE = Text("已完成：{what}", "Done: {what}")
