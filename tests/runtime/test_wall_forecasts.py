"""The document of the day says how well the forecasts did, of all and by queue, from the rooms themselves."""

from queue_server.hall.events import CallReason, FirstForecast, Recorded, TicketCalled, TicketIssued
from queue_server.vocabulary import CallKind, ItemCode, QueueCode, TicketClass, TicketId, WindowNo
from queue_server.wire import wall_documents as w
from tests.runtime.watched import Watched, running

MIN = 60_000
TOLD = FirstForecast(1, 0, 7, "", 0, 2 * MIN, 0, 1, 4, 5 * MIN)


def events(ticket: str, queue: str, wait_ms: int) -> tuple[Recorded, Recorded]:
    name, regular = TicketId(ticket), TicketClass.REGULAR
    issued = TicketIssued(
        name, "A001", 1, QueueCode(queue), ItemCode(f"{queue}1"), regular, 1, 0, 0, wait=TOLD
    )
    called = TicketCalled(name, WindowNo("01"), 1, CallKind.NEXT, CallReason("fifo", "only_one"))
    return Recorded(1, 0, "", "", issued), Recorded(2, wait_ms, "", "", called)


async def test_the_day_tells_how_well_the_forecasts_did() -> None:
    async with running(Watched()) as hall:
        today = hall.engine.rooms.today
        for ticket, queue, wait_ms in (("T1", "A", MIN), ("T2", "A", 6 * MIN), ("T3", "B", 2 * MIN)):
            for recorded in events(ticket, queue, wait_ms):
                today.take(recorded)
        doc = hall.fresh("day")
        assert isinstance(doc, w.DayDoc)
        assert doc.forecasts_of_queues["A"] == w.Accuracy(
            foretold=2, judged=2, held=1, error_sum_ms=5 * MIN, bias_sum_ms=-3 * MIN,
            naive_error_sum_ms=5 * MIN, naive_bias_sum_ms=3 * MIN, width_sum_min=6,
        )  # fmt: skip
        assert (doc.forecasts.judged, doc.forecasts.held) == (3, 2)
        assert (doc.forecasts.error_sum_ms, doc.forecasts.naive_error_sum_ms) == (5 * MIN, 8 * MIN)
