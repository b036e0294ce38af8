"""A hall that does not exist, for the technician who hangs up a board: is it sharp, is it loud, does it fit?

Shown only with ``--test-picture``, without a server, and its name says that it is a test.
"""

from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import Clock
from queue_server.vocabulary import CallKind, QueueCode, TicketId, WindowNo, WindowState
from queue_server.wire.documents import AnyDoc, HallDoc, Opening, QueueDoc, WindowDoc, Words
from queue_server.wire.from_server import Announced
from queue_server.wire.wall_documents import PublishedPlace, SelectionDoc

DAY = "20260302"
AT_MS = 1_772_415_660_000
"""Monday 2026-03-02 09:41 in Beijing."""

_AREAS = {
    "A": Words("工商税务区", "Business and tax"),
    "B": Words("建设国土区", "Construction and land"),
    "C": Words("民生社保区", "Social security"),
    "D": Words("公安区", "Public security"),
}
_QUEUES = (
    ("A", "企业开办", "Business registration", "A", 6, 2, False),
    ("B", "不动产登记", "Real estate", "B", 9, 3, False),
    ("C", "社保医保", "Social insurance", "C", 27, 4, True),
    ("D", "户籍身份证", "Household and ID cards", "D", 12, 3, False),
    ("E", "婚姻登记", "Marriage", "C", 0, 0, False),
    ("F", "交通运输", "Transport", "B", 4, 1, False),
)
_NOTICES = (
    Words(
        "请留意屏幕与语音呼叫，过号十五分钟内请到导办台恢复排队",
        "Missed your number? Please see the help desk",
    ),
    Words("办理时间：上午八点半至十二点，下午两点半至五点半", "Open 08:30 to 12:00 and 14:30 to 17:30"),
)
_CALLS = (
    ("D011", "21", "D"), ("A031", "05", "A"), ("C106", "12", "C"), ("B008", "08", "B"),
    ("D012", "22", "D"), ("C107", "13", "C"), ("A032", "03", "A"), ("C108", "12", "C"),
)  # fmt: skip


def trial_hall(name: Words | None = None) -> tuple[AnyDoc, ...]:
    """Return the documents of the hall that does not exist."""
    hall = HallDoc(
        "hall", name or Words("测试画面", "Test picture"), DAY, _NOTICES, (Opening(510, 720),), _AREAS, {}
    )
    window = WindowDoc("window/03", WindowNo("03"), Words(""), "A", WindowState.SERVING, "A032")
    return (hall, window, trial_selection(), *(_queue(*each) for each in _QUEUES))


def trial_selection() -> SelectionDoc:
    """Return the selection that the hall published last."""
    windows = tuple(PublishedPlace(number, "", 0.0) for number in ("03", "07", "12", "15", "21"))
    staff = tuple(PublishedPlace(number, "", 0.0) for number in ("S003", "S017", "S022"))
    return SelectionDoc("selection", "2026-02", windows, staff)


def _queue(code: str, zh: str, en: str, area: str, waiting: int, windows: int, alarmed: bool) -> QueueDoc:
    return QueueDoc(
        f"queue/{code}", QueueCode(code), Words(zh, en), area, waiting,
        open_windows=windows, is_alarmed=alarmed,
    )  # fmt: skip


def trial_call(n: int, clock: Clock, *, is_current: bool = True) -> Announced:
    """Return the call ``n``, from 1 on; after the last number they come round again."""
    number, window, area = _CALLS[(n - 1) % len(_CALLS)]
    return Announced(
        n, clock.now_ms(), TicketId(f"{DAY}-{number}"), number, WindowNo(window), CallKind.NEXT,
        area=area, is_current=is_current,
    )  # fmt: skip


class TrialLink(MemoryLink):
    """A link to the hall that does not exist: it calls a number every ``every_ms``."""

    def __init__(self, clock: Clock, every_ms: int = 8000) -> None:
        super().__init__(trial_hall(), clock)
        self._time, self._every_ms = clock, every_ms

    async def run(self) -> None:
        """Call until cancelled."""
        self.come_up()
        n = 0
        while True:
            n += 1
            self.say(trial_call(n, self._time))
            await self._time.sleep_ms(self._every_ms)
