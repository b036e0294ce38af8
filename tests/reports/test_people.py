"""Cards with their outcome, attendance and device faults by plain calls on events written by hand."""

from datetime import UTC, datetime, timedelta, timezone

from queue_server.hall import events as e
from queue_server.reports.cards import Outcome, counted
from queue_server.reports.fold import Basis, ReportFold, Told
from queue_server.reports.outages import DeviceFigures
from queue_server.reports.period import ReportKind, read_report_period
from queue_server.supervision import events as s
from queue_server.vocabulary import (
    AbsenceId,
    AbsenceKind,
    CardAct,
    CardId,
    CardState,
    Device,
    RuleCode,
    StaffId,
    WindowNo,
)

BEIJING = timezone(timedelta(hours=8))
S1, S2 = StaffId("S1"), StaffId("S2")
W3 = WindowNo("03")
MINUTE_MS = 60_000


def at(day: int, clock: str = "09:00") -> int:
    """Return an instant of March 2026."""
    hour, minute = map(int, clock.split(":"))
    return int(datetime(2026, 3, day, hour, minute, tzinfo=BEIJING).astimezone(UTC).timestamp()) * 1000


class Book:
    """Events in the order of writing."""

    def __init__(self, text: str = "2026-03-02", basis: Basis | None = None) -> None:
        kind = {10: ReportKind.DAY, 7: ReportKind.MONTH}[len(text)]
        self._fold = ReportFold((read_report_period(kind, text),), basis or Basis())

    def write(self, at_ms: int, event: e.Event, actor: str = "window:03/S1") -> None:
        self._fold.take(at_ms, actor, event)

    def card(self, name: str, day: int, rule: RuleCode, state: CardState, half_days: int = 0) -> CardId:
        card = CardId(name)
        raised = s.CardRaised(
            card,
            rule,
            "recorded",
            "staff:S1",
            state,
            at(day),
            at(day),
            day=f"202603{day:02}",
            half_days=half_days,
        )
        self.write(at(day), raised)
        return card

    def told(self, now_ms: int = at(30)) -> Told:
        return self._fold.told(0, now_ms)


def test_a_card_stands_as_it_became_however_late() -> None:
    book = Book()
    late = book.card("20260302-K001", 2, RuleCode.LATE, CardState.RECORDED, half_days=1)
    off_post = book.card("20260302-K002", 2, RuleCode.OFF_POST, CardState.UNCONFIRMED)
    book.card("20260303-K001", 3, RuleCode.LATE, CardState.RECORDED)
    book.write(at(20), s.CardMoved(off_post, CardAct.REVOKE, CardState.REVOKED, at(20)))
    told = book.told()
    assert [(card.id, card.outcome) for card in told.cards] == [
        (late, Outcome.RECORDED),
        (off_post, Outcome.REVOKED),
    ]
    counts = counted(told.cards)
    assert counts["recorded", RuleCode.OFF_POST][Outcome.REVOKED] == 1
    assert counts["recorded", RuleCode.LATE][Outcome.RECORDED] == 1
    one = told.attendance[S1]
    assert (one.findings, one.half_days) == ({RuleCode.LATE: 1}, 1)


def test_facts_that_were_corrected_take_a_card_back() -> None:
    book = Book()
    card = book.card("20260302-K001", 2, RuleCode.MISSING_PUNCH, CardState.RECORDED)
    book.write(at(3), s.CardMoved(card, CardAct.RECOMPUTE, CardState.ENDED, at(3)))
    (found,) = book.told().cards
    assert (found.outcome, found.stands) == (Outcome.REVOKED, False)


def test_a_later_step_counts_its_half_days() -> None:
    book = Book()
    card = book.card("20260302-K001", 2, RuleCode.OFF_POST, CardState.TOLD)
    book.write(at(2, "11:00"), s.CardStepped(card, 3, at(2, "11:00"), 3600, half_days=1))
    assert book.told().attendance[S1].half_days == 1


def test_the_first_and_the_last_punch_of_a_day() -> None:
    book = Book()
    book.write(at(2, "08:20"), e.StaffSignedIn(W3, S1))
    book.write(at(2, "12:05"), s.BadgeRead("door", "m1", "0001", S1))
    book.write(at(2, "14:20"), e.StaffSignedIn(W3, S1))
    book.write(at(2, "17:31"), e.StaffSignedOut(W3, S1))
    book.write(at(2, "08:25"), e.StaffSignedIn(W3, S2))
    book.write(at(3, "00:00"), e.StaffSignedOut(W3, S2), actor="clock")
    told = book.told()
    assert (told.attendance[S1].first_ms, told.attendance[S1].last_ms) == (at(2, "08:20"), at(2, "17:31"))
    assert (told.attendance[S2].first_ms, told.attendance[S2].last_ms) == (at(2, "08:25"), 0)


def test_whom_a_substitute_relieves_has_not_gone() -> None:
    book = Book()
    book.write(at(2, "08:20"), e.StaffSignedIn(W3, S1))
    book.write(at(2, "10:00"), e.StaffSignedOut(W3, S1, relieved_by=S2))
    assert book.told().attendance[S1].last_ms == 0


def test_where_windows_do_not_count_only_badges_do() -> None:
    book = Book(basis=Basis(window_signs_count=False))
    book.write(at(2, "08:20"), e.StaffSignedIn(W3, S1))
    book.write(at(2, "17:31"), e.StaffSignedOut(W3, S1))
    assert book.told().attendance == {}
    book.write(at(2, "17:40"), s.BadgeRead("door", "m1", "0001", S1))
    assert book.told().attendance[S1].days == 1


def test_a_make_up_slip_counts_when_it_stands_for() -> None:
    book = Book()
    book.write(at(9), s.PunchMadeUp(S1, at(2, "08:25"), "忘带工牌"))
    one = book.told().attendance[S1]
    assert (one.days, one.first_ms) == (1, at(2, "08:25"))


def test_an_unknown_badge_counts_once_it_has_an_owner() -> None:
    book = Book()
    book.write(at(2, "08:10"), s.BadgeRead("door", "m9", "0009"))
    assert book.told().attendance == {}
    book.write(at(4), s.BadgeAssigned("m9", S2))
    book.write(at(2, "17:40"), s.BadgeRead("door", "m9", "0009"))
    one = book.told().attendance[S2]
    assert (one.first_ms, one.last_ms) == (at(2, "08:10"), at(2, "17:40"))


def test_leave_is_counted_in_the_days_it_touches() -> None:
    book = Book("2026-03")
    book.write(
        at(1), s.AbsenceFiled(AbsenceId("L1"), S1, AbsenceKind.SICK, at(30, "14:00"), at(33 - 2, "23:00"))
    )
    book.write(at(1), s.AbsenceFiled(AbsenceId("L2"), S1, AbsenceKind.OFFICIAL, at(5), at(5, "11:00")))
    book.write(at(1), s.AbsenceFiled(AbsenceId("L3"), S2, AbsenceKind.PERSONAL, at(5), at(6)))
    book.write(at(4), s.AbsenceWithdrawn(AbsenceId("L3"), S2, "不请了"))
    attendance = book.told().attendance
    assert attendance[S1].leave_days == {AbsenceKind.SICK: 2, AbsenceKind.OFFICIAL: 1}
    assert S2 not in attendance


def changed(place: str, fault: str = "") -> e.DeviceChanged:
    return e.DeviceChanged(place, Device.PAD, fault)


def test_a_fault_is_counted_for_the_time_it_lasts_within_the_day() -> None:
    book = Book()
    book.write(at(1, "23:00"), changed("window:03", "silent"))
    book.write(at(2, "00:30"), changed("window:03"))
    book.write(at(2, "10:00"), changed("window:03", "jammed"))
    book.write(at(2, "10:05"), changed("window:03", "on fire"))
    book.write(at(2, "10:10"), changed("window:03"))
    book.write(at(2, "23:50"), changed("window:04", "silent"))
    book.write(at(3, "09:00"), changed("window:05", "silent"))
    assert book.told().devices == (
        DeviceFigures("window:03", Device.PAD, 2, 40 * MINUTE_MS, False, "jammed"),
        DeviceFigures("window:04", Device.PAD, 1, 10 * MINUTE_MS, True, "silent"),
    )


def test_of_a_day_under_way_a_fault_counts_until_now() -> None:
    book = Book()
    book.write(at(2, "10:00"), changed("window:03", "silent"))
    (one,) = book.told(now_ms=at(2, "10:30")).devices
    assert (one.down_ms, one.is_down) == (30 * MINUTE_MS, True)
