"""A window terminal before a link that remembers what was asked."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from kiosk.screenkit.memory_link import MemoryLink
from kiosk.window.app import WindowApp
from queue_server.clock import ManualClock
from queue_server.vocabulary import (
    CardAct,
    CardId,
    CardState,
    Device,
    ItemCode,
    Language,
    PriorityReason,
    QueueCode,
    StaffId,
    Step,
    TicketClass,
    TicketId,
    TicketState,
    WindowNo,
    WindowState,
)
from queue_server.wire.documents import (
    AnyDoc,
    DeskCard,
    DeskDoc,
    DeskTicket,
    HallDoc,
    HeldTicket,
    ItemDoc,
    QueueDoc,
    WindowDoc,
    Words,
)

NOW_MS = 1_772_415_000_000
"""2026-03-02 09:30 in the hall."""
OWN = WindowNo("03")


def hall_docs() -> tuple[AnyDoc, ...]:
    return (
        HallDoc(
            "hall",
            Words("襄州区行政服务中心", "Xiangzhou Service Centre"),
            "20260302",
            (),
            (),
            {},
            {"GA": Words("公安", "Police")},
            pause_reasons=(Words("整理材料", "Sorting papers"), Words("临时离开", "Short absence")),
            hold_reasons=(Words("补材料", "Papers missing"),),
            pick_reasons=(Words("投诉处理", "Complaint"),),
        ),
        QueueDoc("queue/A", QueueCode("A"), Words("户籍身份", "Household & ID"), "D", 12),
        QueueDoc("queue/B", QueueCode("B"), Words("社保医保", "Social insurance"), "C", 5),
        ItemDoc(
            "item/I1",
            ItemCode("I1"),
            Words("居民身份证换领", "Renew resident ID card"),
            "GA",
            QueueCode("A"),
            8,
        ),
        WindowDoc("window/03", OWN, Words("公安", "Police"), "D", WindowState.IDLE),
        WindowDoc("window/05", WindowNo("05"), Words("公安", "Police"), "D", WindowState.IDLE),
        WindowDoc("window/06", WindowNo("06"), Words("公安", "Police"), "D", WindowState.CLOSED),
    )


def ticket(state: TicketState = TicketState.SERVING) -> DeskTicket:
    started_ms = NOW_MS - 187_000 if state is TicketState.SERVING else 0
    return DeskTicket(
        TicketId("20260302-A012"),
        "A012",
        TicketClass.PRIORITY,
        ItemCode("I1"),
        state,
        issued_ms=NOW_MS - 1_500_000,
        called_ms=NOW_MS - 200_000,
        started_ms=started_ms,
        recalls=2,
        reason=PriorityReason.ELDERLY,
    )


def desk(state: WindowState = WindowState.IDLE, staff: str = "S017") -> DeskDoc:
    states = {WindowState.SERVING: TicketState.SERVING, WindowState.CALLED: TicketState.CALLED}
    return DeskDoc(
        "desk/03",
        OWN,
        state,
        staff=StaffId(staff),
        since_ms=NOW_MS - 60_000,
        ticket=ticket(states[state]) if state in states else None,
        waiting=17,
        waiting_by_queue={QueueCode("A"): 12, QueueCode("B"): 5},
        waiting_by_class={TicketClass.REGULAR: 14, TicketClass.PRIORITY: 3},
        held=(HeldTicket(TicketId("20260302-B007"), "B007", "补材料", NOW_MS - 300_000),),
        undo=Step.START,
        undo_until_ms=NOW_MS + 7_000,
        last_rated="A011",
        last_stars=5,
        may_pick=True,
        pick_list=(ticket(TicketState.WAITING),),
        faults={Device.EVALUATOR: "没有应答"},
        served_today=21,
        skills=(ItemCode("I1"),),
    )


def card(number: int = 1, **changes: object) -> DeskCard:
    """Return a warning that the window is idle while people wait."""
    warning = DeskCard(
        CardId(f"20260302-K{number:03d}"),
        Words("有人等候而窗口空闲", "window idle while people wait"),
        "warning",
        Words("预警", "warning"),
        "#4da3ff",
        CardState.RUNNING,
        since_ms=NOW_MS - 192_000,
        acts=(CardAct.ACKNOWLEDGE,),
        staff=StaffId("S017"),
        window=OWN,
        is_lasting=True,
        told=("window:03",),
    )
    return replace(warning, **changes)


def yellow(number: int = 2, **changes: object) -> DeskCard:
    """Return a yellow card for being off post, to be explained."""
    told = ("staff:S017", "chief:GA", "head:GA", "duty")
    off_post = card(
        number,
        name=Words("离岗", "off post"),
        level="yellow",
        level_name=Words("黄牌", "yellow card"),
        colour="#f2c037",
        state=CardState.TOLD,
        since_ms=NOW_MS - 3_600_000,
        facts={"window": "03"},
        deadline_ms=NOW_MS + 3 * 86_400_000 + 52_200_000,
        is_lasting=False,
        told=told,
        acts=(CardAct.ACKNOWLEDGE, CardAct.EXPLAIN),
    )
    return replace(off_post, **changes)


MakeApp = Callable[..., tuple[WindowApp, MemoryLink]]


@pytest.fixture
def make_app() -> MakeApp:
    """Return a maker of an app over its memory link, the desk being in the given document."""

    def make(
        own: DeskDoc | None = None, language: Language = Language.CHINESE
    ) -> tuple[WindowApp, MemoryLink]:
        clock = ManualClock(NOW_MS)
        link = MemoryLink([*hall_docs(), own or desk()], clock)
        return WindowApp(link, OWN, language, clock), link

    return make
