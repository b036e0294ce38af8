"""A small hall in memory that answers by itself: to try the kiosk without a server, and for its pictures.

Nothing here is a rule of the hall; it gives out numbers in order and refuses nothing.
"""

from msgspec.structs import replace

from kiosk.screenkit.link import Act, Answer
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import Clock
from queue_server.vocabulary import ItemCode, QueueCode, TicketClass, TicketId, WindowNo
from queue_server.wire.documents import AnyDoc, HallDoc, ItemDoc, Opening, QueueDoc, Words
from queue_server.wire.expected import WaitDoc
from queue_server.wire.from_kiosk import ReprintTicket, ReturnTicket, TakeTicket
from queue_server.wire.from_server import Done, TicketSlip

DAY = "20260302"
LINK = "https://queue.example.gov.cn/t/{ticket}-K7Q2M9XZ3T4BABCD"

HALL = HallDoc(
    key="hall",
    name=Words("襄州区行政服务中心", "Xiangzhou Service Centre"),
    day=DAY,
    notices=(Words("取号时间 08:30-11:45、14:30-17:15", "Numbers 08:30-11:45 and 14:30-17:15"),),
    hours=(Opening(510, 705), Opening(870, 1035)),
    areas={
        "A": Words("工商税务区", "Business and tax"),
        "B": Words("建设国土区", "Building and land"),
        "C": Words("民生社保区", "Civil affairs"),
        "D": Words("公安区", "Public security"),
        "E": Words("综合区", "General"),
    },
    departments={
        "GA": Words("市公安局襄州分局", "Public Security"),
        "MZ": Words("区民政局", "Civil Affairs"),
        "RS": Words("区人力资源和社会保障局", "Human Resources"),
        "GS": Words("区工商行政管理局", "Industry and Commerce"),
        "GT": Words("区国土资源局", "Land and Resources"),
        "FG": Words("区发展和改革局", "Development and Reform"),
    },
)


def _queue(
    code: str, zh: str, en: str, waiting: int, idle: tuple[str, ...] = (), open_windows: int = 4
) -> QueueDoc:
    return QueueDoc(
        key=f"queue/{code}",
        code=QueueCode(code),
        name=Words(zh, en),
        area=code,
        waiting=waiting,
        open_windows=open_windows,
        idle_windows=tuple(WindowNo(number) for number in idle),
        issued=waiting + 8,
    )


QUEUES = (
    _queue("A", "企业开办", "Start a business", 12),
    _queue("B", "建设国土", "Building and land", 27),
    _queue("C", "民生社保", "Civil affairs", 6),
    _queue("D", "户籍身份", "Household and ID", 0, ("05", "06")),
    _queue("E", "综合咨询", "General advice", 3, (), 0),
)

_ITEMS = (
    ("GA-QR-0001", "户口迁入（投靠、购房）", "Move household in", "D", 15, ("05", "06")),
    ("GA-GF-0001", "居民身份证补领换领", "Renew resident ID card", "D", 10, ("05", "06")),
    ("GA-XK-0001", "旅馆业特种行业许可", "Hotel licence", "D", 20, ("05",)),
    ("GA-GF-0002", "公章刻制备案", "Register a seal", "D", 8, ("06",)),
    ("GA-GF-0003", "边境及普通护照申请受理", "Apply for a passport", "D", 12, ("05", "06")),
    ("GA-GF-0004", "居住证办理", "Residence permit", "D", 12, ("05", "06")),
    ("GA-GF-0005", "出生登记", "Register a birth", "D", 12, ("05", "06")),
    ("GA-GF-0006", "姓名变更", "Change of name", "D", 20, ("05", "06")),
    ("MZ-QR-0001", "结婚登记", "Register a marriage", "C", 20, ("07", "08")),
    ("MZ-QR-0002", "收养登记", "Register an adoption", "C", 30, ("08",)),
    ("RS-GF-0001", "社会保险登记", "Register for social insurance", "C", 10, ("11", "12")),
    ("RS-GF-0002", "养老保险关系转移", "Transfer a pension", "C", 15, ("11",)),
    ("GS-XK-0001", "个体工商户设立登记", "Register a sole trader", "A", 15, ("21", "22")),
    ("GS-XK-0002", "企业名称预先核准", "Approve a company name", "A", 10, ("21",)),
    ("GT-XK-0001", "国有土地使用权登记", "Register a land use right", "B", 25, ("13", "14")),
    (
        "GT-SP-0001",
        "建设项目环境影响报告表审批",
        "Environmental report form approval",
        "B",
        25,
        ("31", "32", "41"),
    ),
    ("FG-SP-0001", "企业投资项目备案", "File an investment project", "E", 15, ("01",)),
)

MATERIALS = {
    "GA-GF-0001": (
        Words("户口簿", "Household register"),
        Words("旧证或挂失声明", "Old card, or declaration of loss"),
        Words("人像采集回执", "Receipt of the portrait"),
    ),
    "MZ-QR-0001": (
        Words("双方户口簿", "Both household registers"),
        Words("双方身份证", "Both identity cards"),
        Words("合影照片三张", "Three photographs together"),
    ),
}


def _item(code: str, zh: str, en: str, queue: str, minutes: int, windows: tuple[str, ...]) -> ItemDoc:
    return ItemDoc(
        key=f"item/420607{code}",
        code=ItemCode(f"420607{code}"),
        name=Words(zh, en),
        department=code[:2],
        queue=QueueCode(queue),
        minutes=minutes,
        materials=MATERIALS.get(code, ()),
        promised_days=0 if minutes <= 10 else 5,
        fee="免费",
        windows=tuple(WindowNo(number) for number in windows),
    )


ITEMS = tuple(_item(*line) for line in _ITEMS)


def sample_docs() -> tuple[AnyDoc, ...]:
    """Return the documents of the small hall."""
    return (HALL, *QUEUES, *ITEMS)


class SampleLink(MemoryLink):
    """Gives out numbers by itself, at once. ``waits`` are documents that say how long one waits."""

    def __init__(self, clock: Clock, waits: tuple[AnyDoc, ...] = ()) -> None:
        super().__init__((*sample_docs(), *waits), clock)
        self._issued = {queue.code: queue.issued for queue in QUEUES}

    async def request(self, message: Act, *, timeout_s: float = 5.0) -> Answer:
        self.will_answer(self._answer)
        return await super().request(message, timeout_s=timeout_s)

    def _answer(self, act: Act) -> Answer:
        match act:
            case TakeTicket(item=item, klass=klass):
                return Done(act.request, 1, self._issue(item or ITEMS[0].code, klass))
            case ReprintTicket(ticket=ticket):
                return Done(act.request, 1, slip_of(ITEMS[1], ticket.partition("-")[2], 4, reprints=1))
            case ReturnTicket(ticket=ticket):
                return Done(act.request, 1, number=ticket.partition("-")[2])
            case _:
                return Done(act.request, 1)

    def _issue(self, code: ItemCode, klass: TicketClass) -> TicketSlip:
        item = next(item for item in ITEMS if item.code == code)
        self._issued[item.queue] += 1
        queue = next(queue for queue in QUEUES if queue.code == item.queue)
        number = f"{item.queue}{self._issued[item.queue]:03d}"
        wait = self.docs.get(f"wait/{code}")
        expected = wait.by_class.get(klass) if isinstance(wait, WaitDoc) else None
        slip = slip_of(item, number, queue.waiting, klass, queue.idle_windows, self.hall_now_ms())
        return replace(slip, expected=expected)


def slip_of(
    item: ItemDoc,
    number: str,
    ahead: int,
    klass: TicketClass = TicketClass.REGULAR,
    idle: tuple[WindowNo, ...] = (),
    issued_ms: int = 0,
    *,
    reprints: int = 0,
) -> TicketSlip:
    """Return a ticket of the small hall."""
    ticket = f"{DAY}-{number}"
    link = LINK.format(ticket=ticket)
    return TicketSlip(
        ticket=TicketId(ticket),
        number=number,
        queue=item.queue,
        item=item.code,
        klass=klass,
        area=item.queue,
        issued_ms=issued_ms,
        ahead=ahead,
        windows=item.windows,
        idle_windows=idle,
        code=link.rpartition("/")[2],
        link=link,
        reprints=reprints,
    )
