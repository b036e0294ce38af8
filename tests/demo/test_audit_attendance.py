"""The auditor's own roll call: who came, who was late, and where the rule judged otherwise."""

from tests.demo.script import Script


def everybody() -> Script:
    """Three people, one of them late and judged so."""
    script = Script().badge("08:20", "S1").say("staff_signed_in", "08:31", window="01", staff="S1")
    return script.badge("08:33", "S2").late("K1", "S2").badge("08:29", "S3")


def test_a_day_rightly_judged_has_its_figures() -> None:
    summary = everybody().badge("08:29", "", mark="x").badge("08:40", "", mark="x").audit()
    assert summary.is_sound(), list(summary.offences())
    here = summary.attendance
    assert (here.expected, here.present, here.late, here.absent) == (3, 3, 1, 0)
    assert (here.on_leave, here.unknown_badges) == (0, 1)


def test_somebody_late_without_a_card_is_found() -> None:
    assert Script().badge("08:30:01", "S1").audit().late_misjudged == ["S1 session 1"]


def test_a_card_for_somebody_who_was_in_time_is_found() -> None:
    assert Script().badge("08:30", "S1").late("K1", "S1").audit().late_misjudged == ["S1 session 1"]


def test_a_late_card_that_a_rule_took_back_is_as_none_and_one_that_a_person_revoked_is_their_word() -> None:
    script = Script().badge("08:40", "S1").late("K1", "S1").moved("K1", "revoked", move="recompute")
    assert script.audit().late_misjudged == ["S1 session 1"]
    script = Script().badge("08:40", "S1").late("K1", "S1").moved("K1", "revoked", move="revoke")
    assert script.audit().is_sound()


def test_the_afternoon_is_a_session_of_its_own() -> None:
    script = Script().badge("08:20", "S1").badge("12:01", "S1").badge("14:31", "S1")
    assert script.audit().late_misjudged == ["S1 session 2"]
    assert script.late("K1", "S1", session=1).audit().is_sound()


def test_a_badge_late_in_a_session_is_a_going_and_a_sign_in_is_a_coming() -> None:
    assert Script().badge("11:00", "S1").audit().is_sound()
    signed = Script().say("staff_signed_in", "11:00", window="01", staff="S1")
    assert signed.audit().late_misjudged == ["S1 session 1"]


def test_who_is_on_leave_is_not_expected_and_who_comes_all_the_same_is() -> None:
    script = Script().badge("08:20", "S1").say("absence_filed", absence="L1", staff="S2")
    here = script.audit().attendance
    assert (here.expected, here.present, here.absent, here.on_leave) == (2, 1, 1, 1)
    here = script.badge("09:00", "S2").audit().attendance
    assert (here.expected, here.present, here.on_leave, here.late) == (3, 2, 0, 0)
    script = Script().say("absence_filed", absence="L1", staff="S2").say("absence_withdrawn", absence="L1")
    assert script.audit().attendance.on_leave == 0


def test_what_a_person_has_approved_is_not_judged_by_the_auditor() -> None:
    assert Script().badge("08:40", "S1").say("punch_made_up", staff="S1", at_ms=0).audit().is_sound()
    script = Script().badge("08:20", "", mark="x").badge("08:40", "S1")
    assert script.say("badge_assigned", mark="x", staff="S1").audit().attendance.unknown_badges == 0
    assert script.audit().is_sound()


def test_whoever_has_no_shift_is_nobodys_business() -> None:
    summary = Script().badge("09:40", "M1").audit()
    assert summary.is_sound()
    assert (summary.attendance.present, summary.attendance.expected) == (0, 3)
