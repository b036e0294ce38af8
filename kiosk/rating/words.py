"""The rating screen's own sentences, in both languages. The levels are ``kiosk.screenkit.stars``'s."""

from kiosk.screenkit.language import Text

WELCOME = Text("欢迎您来办事", "Welcome")
SERVING_BEFORE = Text("正在为", "Serving")
SERVING_AFTER = Text("服务")
"""English says all of it before the number."""
PLEASE_AFTER = Text("办完后请您在此评价", "Please rate us afterwards")
ASK = Text("请为 {number} 的服务评价", "How was the service for {number}?")
TOUCH_ONE = Text("轻触一项即可", "Just touch one")
LEFT = Text("还有 {seconds} 秒", "{seconds} s left")
SENDING = Text("正在送出评价", "One moment")
ONE_MOMENT = Text("请稍候，不必再按", "Your rating is being sent")
THANKS = Text("谢谢您的评价", "Thank you")
IT_COUNTS = Text("您的意见已记录", "Your rating is recorded")
ENDED = Text("评价已结束", "Rating closed")
NEVER_MIND = Text("本次未计入，同样感谢您", "Thank you all the same")
NOT_SAVED = Text("没有保存成功，请再按一次", "It was not saved; please touch again")
WAIT = Text("请稍候", "Please wait")
NOT_READY = Text("评价屏正在准备", "This screen is getting ready")
NOT_DURABLE = Text("服务器暂时不能保存，请稍候", "The server cannot save at the moment; please wait")
TAKEN_OVER = Text(
    "另一块评价屏已接管本窗口，轻触收回", "Another screen has this window; touch to take it back"
)
