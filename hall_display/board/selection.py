"""The published selection as notices: red-flag windows and service models of a period, in both languages.

They stand in turn with the hall's notices, after them, so that no call ever waits for them. Pure.
"""

import re
from collections.abc import Mapping, Sequence

from hall_display.board.view import plain_window
from kiosk.screenkit.language import Text
from queue_server.vocabulary import WindowNo
from queue_server.wire.documents import AnyDoc
from queue_server.wire.wall_documents import PublishedPlace, SelectionDoc

_PERIOD = re.compile(r"(?P<year>[0-9]{4})(-Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_QUARTERS = ("first", "second", "third", "fourth")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def selection_texts(docs: Mapping[str, AnyDoc]) -> tuple[Text, ...]:
    """Return the lines of the selection last published; none where nothing was."""
    doc = docs.get("selection")
    if not isinstance(doc, SelectionDoc):
        return ()
    period = period_text(doc.period)
    windows = [plain_window(WindowNo(place.what)) for place in doc.windows]
    texts = (
        _line(period, Text("红旗窗口", "Red-flag windows"), [Text(f"{one}号", one) for one in windows]),
        _line(period, Text("服务标兵", "Service models"), _members(doc.staff)),
    )
    return tuple(text for text in texts if text is not None)


def _members(places: Sequence[PublishedPlace]) -> list[Text]:
    return [Text(place.name or place.what) for place in places]


def _line(period: Text, title: Text, chosen: Sequence[Text]) -> Text | None:
    if not chosen:
        return None
    chinese = "、".join(one.zh for one in chosen)
    english = ", ".join(one.en or one.zh for one in chosen)
    return Text(f"{period.zh}{title.zh}：{chinese}", f"{title.en} of {period.en}: {english}")


def period_text(period: str) -> Text:
    """Return a period as people say it: 二月, February; 一季度, the first quarter; 2026年度, 2026."""
    written = _PERIOD.fullmatch(period)
    if written is None:
        return Text(period)
    if written["month"]:
        month = int(written["month"]) - 1
        return Text(f"{_NUMERALS[month]}月", _MONTHS[month])
    if written["quarter"]:
        quarter = int(written["quarter"]) - 1
        return Text(f"{_NUMERALS[quarter]}季度", f"the {_QUARTERS[quarter]} quarter")
    return Text(f"{period}年度", period)
