"""When windows are planned to be open: their own plan, that of all, or the hours of their queues."""

from msgspec.structs import replace

from queue_server.forecast.plan import AFTER_HOURS_MIN, ForecastPlan, spans_of
from queue_server.hall.lookup import Hall
from queue_server.hall.memory_hall import small_plan
from queue_server.hall.plan import Span
from queue_server.vocabulary import QueueCode, WindowNo

ONE, THREE = WindowNo("01"), WindowNo("03")
MORNING, AFTERNOON = Span(510, 720), Span(870, 1050)


def test_a_windows_own_hours_stand_before_those_of_all() -> None:
    plan = ForecastPlan(open=(AFTERNOON, MORNING), windows_open={THREE: (MORNING,)})
    hall = Hall(small_plan())
    assert spans_of(plan, hall, ONE) == (MORNING, AFTERNOON)
    assert spans_of(plan, hall, THREE) == (MORNING,)


def test_without_a_plan_windows_outlast_the_hours_of_their_queues() -> None:
    plan = small_plan()
    short = tuple(
        replace(queue, hours=(Span(600, 660),)) if queue.code == QueueCode("A") else queue
        for queue in plan.queues
    )
    hall = Hall(replace(plan, queues=short, hours=(Span(510, 705), Span(715, 1435))))
    assert spans_of(ForecastPlan(), hall, ONE) == (Span(600, 660 + AFTER_HOURS_MIN),)
    assert spans_of(ForecastPlan(), hall, THREE) == (Span(510, 24 * 60),)
