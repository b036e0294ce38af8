"""The hall's rules in the simulator: misses and returns, transfers, leaving and coming back, idle windows."""

from queue_server.hall.plan import Dispatch
from queue_server.study.citizens import Break, Citizen, Counter
from queue_server.study.facts import Called, Dropped, Fact, Finished, Missed, Moved, Opened, Returned, Shut
from queue_server.study.simulator import Manners, Simulator
from queue_server.vocabulary import ItemCode, TicketClass

MINUTE = 60_000
A, B = ItemCode("A1"), ItemCode("B1")


def play(counters: list[Counter], citizens: list[Citizen], manners: Manners | None = None) -> list[Fact]:
    facts: list[Fact] = []
    Simulator(counters, manners or Manners(), facts.append).run(citizens)
    return facts


def calls(facts: list[Fact]) -> list[tuple[str, str, float]]:
    """Return ticket, window and minute of each call."""
    return [(one.ticket, one.window, one.at_ms / MINUTE) for one in facts if isinstance(one, Called)]


def one_after_other(count: int, first_ms: int = 0) -> list[Citizen]:
    return [Citizen(first_ms + n, A, 5 * MINUTE) for n in range(count)]


def test_who_comes_back_after_a_miss_waits_for_another_call_and_keeps_the_time_waited() -> None:
    missing = Citizen(0, A, 5 * MINUTE, misses=1, back_ms=2 * MINUTE)
    facts = play([Counter("01", (A,))], [missing, *one_after_other(3)[1:]])
    back = next(one for one in facts if isinstance(one, Returned))
    assert (back.at_ms, back.ref_ms) == (int(3.5 * MINUTE), 2 * MINUTE)
    assert [ticket for ticket, _, _ in calls(facts)] == ["0", "1", "2", "0"]


def test_a_lone_returned_citizen_is_called_though_no_other_call_came() -> None:
    facts = play([Counter("01", (A,))], [Citizen(0, A, MINUTE, misses=1, back_ms=2 * MINUTE)])
    assert calls(facts) == [("0", "01", 0.0), ("0", "01", 3.5)]


def test_a_second_miss_is_the_end_and_so_is_not_coming_back_in_time() -> None:
    twice, never = Citizen(0, A, MINUTE, misses=2, back_ms=MINUTE), Citizen(1, A, MINUTE, misses=1)
    facts = play([Counter("01", (A,))], [twice, never])
    ends = {str(one.ticket): one.at_ms for one in facts if isinstance(one, Dropped)}
    missed = {str(one.ticket): one.at_ms for one in facts if isinstance(one, Missed)}
    assert ends["0"] == missed["0"]
    assert ends["1"] == missed["1"] + 15 * MINUTE


def test_a_transferred_citizen_waits_from_the_transfer_with_the_weight_of_transfers() -> None:
    first = Citizen(0, A, 5 * MINUTE, moves_to=B, more_ms=3 * MINUTE)
    facts = play([Counter("01", (A,)), Counter("02", (B,))], [first], Manners(transfer_weight=3_952_847))
    moved = next(one for one in facts if isinstance(one, Moved))
    assert (moved.at_ms, moved.item, moved.weight) == (5 * MINUTE, B, 3_952_847)
    assert calls(facts) == [("0", "01", 0.0), ("0", "02", 5.0)]
    assert [one.at_ms for one in facts if isinstance(one, Finished)] == [5 * MINUTE, 8 * MINUTE]


def test_a_window_leaves_after_its_service_and_stays_away_for_the_least_time() -> None:
    lunch = Break(3 * MINUTE, 6 * MINUTE, least_ms=4 * MINUTE)
    facts = play([Counter("01", (A,), breaks=(lunch,))], one_after_other(2))
    assert [one.at_ms for one in facts if isinstance(one, Shut)] == [5 * MINUTE]
    assert [one.at_ms for one in facts if isinstance(one, Opened)] == [0, 9 * MINUTE]
    assert calls(facts)[1] == ("1", "01", 9.0)


def test_after_closing_a_window_works_off_its_queue_but_not_beyond_its_patience() -> None:
    counter = Counter("01", (A,), closes_ms=MINUTE, stays_ms=8 * MINUTE)
    facts = play([counter], one_after_other(4))
    assert [ticket for ticket, _, _ in calls(facts)] == ["0", "1"]
    assert [one.at_ms for one in facts if isinstance(one, Shut)] == [10 * MINUTE]


def test_an_idle_window_with_the_fewest_skills_takes_a_ticket_then_the_longest_idle() -> None:
    counters = [Counter("01", (A, B)), Counter("02", (A,), opens_ms=9), Counter("03", (A,), opens_ms=5)]
    facts = play(counters, one_after_other(3, first_ms=20))
    assert [window for _, window, _ in calls(facts)] == ["03", "02", "01"]


def test_a_slow_window_takes_longer_for_the_work_and_not_for_the_way() -> None:
    facts = play([Counter("01", (A,), speed=2.0)], [Citizen(0, A, 5 * MINUTE, walk_ms=MINUTE)])
    assert facts[-1].at_ms == 11 * MINUTE


def test_an_appointment_before_its_time_is_called_only_when_nobody_else_waits() -> None:
    busy = Citizen(0, A, 2 * MINUTE)
    early = Citizen(1, A, MINUTE, TicketClass.APPOINTMENT, 5_524_272, ref_ms=9 * MINUTE)
    late = Citizen(2, A, MINUTE)
    facts = play([Counter("01", (A,))], [busy, early, late])
    assert [ticket for ticket, _, _ in calls(facts)] == ["0", "2", "1"]


def test_a_ratio_calls_so_many_others_for_one_regular() -> None:
    kinds = [TicketClass.REGULAR, *[TicketClass.PRIORITY] * 4, *[TicketClass.REGULAR] * 2]
    citizens = [Citizen(place, A, MINUTE, klass) for place, klass in enumerate(kinds)]
    facts = play([Counter("01", (A,))], citizens, Manners(Dispatch(policy="ratio")))
    assert [ticket for ticket, _, _ in calls(facts)] == ["0", "1", "2", "5", "3", "4", "6"]
