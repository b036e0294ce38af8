"""The auditor finds each kind of broken promise in bare rows, and nothing in a sound run."""

from queue_server.demo.audit import Auditor, Row
from queue_server.demo.summary import Summary


class Script:
    """Writes journal rows as a run would."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def say(self, event: str, request: str = "", **facts: str | int) -> "Script":
        seq = len(self.rows) + 1
        body = {"event": event, **facts}
        self.rows.append({"seq": seq, "at_ms": seq * 1000, "request": request or f"r{seq}", "body": body})
        return self

    def issue(self, number: int, ref_ms: int | None = None, ticket: str = "") -> "Script":
        return self.say(
            "ticket_issued",
            ticket=ticket or f"20260302-A{number:03d}",
            queue="A",
            ordinal=number,
            item="I1",
            klass="regular",
            weight=1_000_000,
            ref_ms=len(self.rows) * 1000 if ref_ms is None else ref_ms,
        )

    def call(self, number: int, window: str = "01", kind: str = "next", request: str = "") -> "Script":
        ticket = f"20260302-A{number:03d}"
        return self.say("ticket_called", request, ticket=ticket, window=window, kind=kind)

    def end(self, event: str, number: int, window: str = "01", request: str = "") -> "Script":
        return self.say(event, request, ticket=f"20260302-A{number:03d}", window=window)

    def audit(self, acknowledged: tuple[str, ...] = (), still_open: tuple[str, ...] | None = None) -> Summary:
        auditor = Auditor()
        auditor.read(self.rows)
        return auditor.finish(acknowledged, still_open)


def test_a_sound_run_has_counts_and_no_offenders() -> None:
    script = Script().issue(1).issue(2).call(1).end("service_started", 1).end("service_finished", 1).call(2)
    summary = script.audit(("20260302-A001", "20260302-A002"), ("20260302-A002",))
    assert summary.is_sound()
    assert (summary.issued, summary.called, summary.served) == (2, 2, 1)


def test_a_number_given_out_twice_is_found() -> None:
    summary = Script().issue(1).issue(1, ticket="20260302-A001b").audit()
    assert summary.duplicate_numbers == ["20260302-A001b"]


def test_a_ticket_called_by_two_windows_is_found() -> None:
    summary = Script().issue(1).call(1, "01").call(1, "02").audit()
    assert summary.tickets_called_twice_at_once == ["20260302-A001"]


def test_two_tickets_called_to_one_window_are_found() -> None:
    summary = Script().issue(1).issue(2).call(1, "01").call(2, "01").audit()
    assert summary.tickets_called_twice_at_once == ["20260302-A001"]


def test_an_acknowledged_ticket_that_the_journal_does_not_have_is_lost() -> None:
    assert Script().issue(1).audit(("20260302-A009",)).lost_tickets == ["20260302-A009"]


def test_a_waiting_ticket_that_the_hall_forgot_is_lost() -> None:
    assert Script().issue(1).audit((), ()).lost_tickets == ["20260302-A001"]


def test_an_event_of_a_ticket_never_issued_is_told() -> None:
    assert Script().call(7).audit().lost_tickets == ["20260302-A007"]


def test_a_later_ticket_called_before_an_earlier_one_is_out_of_order() -> None:
    assert Script().issue(1).issue(2).call(2).audit().out_of_order == ["20260302-A002"]


def test_a_manual_pick_is_not_out_of_order() -> None:
    assert Script().issue(1).issue(2).call(2, kind="manual").audit().is_sound()


def test_a_returned_ticket_does_not_disturb_the_order_of_the_others() -> None:
    script = Script().issue(1).issue(2).call(1).end("ticket_missed", 1)
    script.say("ticket_returned", ticket="20260302-A001", ref_ms=0).end("x", 9).call(2, "02")
    assert script.audit().is_sound()


def test_an_undone_call_goes_back_and_is_counted_once() -> None:
    script = Script().issue(1).issue(2).call(1)
    script.say("step_undone", window="01", step="call", ticket="20260302-A001").call(1, "02")
    summary = script.audit()
    assert summary.is_sound()
    assert summary.called == 1


def test_undoing_finish_and_call_in_one_press_takes_both_back() -> None:
    script = Script().issue(1).issue(2).call(1).end("service_started", 1)
    script.end("service_finished", 1, request="one").call(2, request="one")
    script.say("step_undone", window="01", step="call", ticket="20260302-A002")
    script.end("service_finished", 1).call(2)
    summary = script.audit()
    assert summary.is_sound()
    assert (summary.served, summary.called) == (1, 2)


def test_undoing_an_added_item_moves_no_ticket() -> None:
    script = Script().issue(1).issue(2).call(1).end("service_started", 1).end("item_added", 1)
    script.say("step_undone", window="01", step="add_item", ticket="20260302-A001")
    summary = script.end("service_finished", 1).call(2).audit()
    assert summary.is_sound()
    assert (summary.called, summary.served) == (2, 1)


def test_the_number_of_another_day_may_come_again() -> None:
    script = Script().issue(1)
    script.rows[0]["body"]["ticket"] = "20260301-A001"
    assert script.issue(1).audit().is_sound()


def test_a_board_told_twice_or_out_of_turn_is_found() -> None:
    script = Script().issue(1).issue(2)
    for number in (1, 2):
        script.say(
            "ticket_called",
            ticket=f"20260302-A{number:03d}",
            window=f"0{number}",
            kind="next",
            announcement=number,
        )
    auditor = Auditor()
    auditor.read(script.rows)
    assert auditor.finish((), None, (1, 2)).is_sound()
    assert auditor.finish((), None, (1, 1)).announced_out_of_turn == ["1"]
    assert auditor.finish((), None, (2,)).announced_out_of_turn == ["2"]
    assert auditor.finish((), None, (1, 2, 3)).announced_out_of_turn == ["3"]
