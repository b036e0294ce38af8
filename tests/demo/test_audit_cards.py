"""The auditor of cards finds each broken promise in bare rows, and counts what was raised and told."""

import pytest

from tests.demo.script import Script


def escalated() -> Script:
    """A post left for long: recorded, then yellow."""
    script = Script().raised("K1").say("told", card="K1", recipients=["window:01", "duty"], about="raised")
    script.moved("K1", "superseded").raised("K2", "yellow", "unconfirmed")
    return script.say("told", card="K2", recipients=["duty"], about="raised")


def test_a_sound_escalation_has_figures_and_no_offenders() -> None:
    script = escalated().say("telling_acknowledged", card="K2", recipient="duty").moved("K2", "revoked")
    summary = script.audit()
    assert summary.is_sound(), list(summary.offences())
    assert (summary.cards_by_level, summary.cards_revoked) == ({"recorded": 1, "yellow": 1}, {"yellow": 1})
    assert (summary.told.tellings, summary.told.acknowledged) == (3, 1)


def test_a_milder_card_that_stands_on_is_found() -> None:
    summary = Script().raised("K1").raised("K2", "yellow", "unconfirmed").audit()
    assert summary.milder_cards_left == ["K1"]


def test_a_recorded_fact_whose_cause_is_over_may_stand_beside_a_later_severer_card() -> None:
    script = Script().raised("K1").moved("K1", "recorded", ends="off_post/01")
    assert script.raised("K2", "yellow", "unconfirmed").audit().is_sound()


def test_two_open_cards_for_one_subject_and_rule_are_found() -> None:
    script = Script().raised("K1", "yellow", "unconfirmed", spell="off_post/01")
    assert script.raised("K2", "yellow", "told", spell="off_post/02").audit().two_open_cards == ["K2"]


def test_a_card_after_the_end_of_the_one_before_is_no_second() -> None:
    script = Script().raised("K1", "yellow", "told").moved("K1", "measured", ends="off_post/01")
    assert script.raised("K2", "yellow", "told").audit().is_sound()


@pytest.mark.parametrize("recipients", [[], ["staff:"], ["nobody"], ["duty", "window:"], ["citizen:A012"]])
def test_a_card_told_to_nobody_is_found(recipients: list[str]) -> None:
    summary = Script().raised("K1").say("told", card="K1", recipients=recipients, about="raised").audit()
    assert summary.told_to_nobody == ["K1"]


def test_a_telling_before_the_card_was_raised_is_found() -> None:
    script = Script().say("told", card="K1", recipients=["duty"], about="raised").raised("K1")
    assert script.audit().told_before_raised == ["K1"]


def covered(state: str) -> Script:
    facts = {"window": "01", "staff": "S1", "substitute": "S2", "since_ms": 0}
    return Script().raised("K1").say("post_covered", **facts).moved("K1", state, ends="off_post/01")


def test_a_card_that_a_substitute_did_not_clear_is_found() -> None:
    assert covered("recorded").audit().covered_posts_with_cards == ["K1"]


@pytest.mark.parametrize("state", ["revoked", "told", "upheld"])
def test_a_card_taken_back_or_told_before_the_substitute_came_is_none(state: str) -> None:
    assert covered(state).audit().is_sound()


def test_a_bad_rating_without_a_task_is_found() -> None:
    script = Script()
    for ticket, stars in (("A001", 1), ("A002", 2), ("A003", 3)):
        script.say("service_rated", ticket=ticket, window="01", stars=stars)
    script.say("task_opened", task="A001", ticket="A001", window="01")
    assert script.audit().bad_ratings_without_task == ["A002"]


def test_a_fault_is_counted_when_it_begins() -> None:
    script = Script()
    for fault in ("paper_out", "cover_open", "", "paper_out"):
        script.say("device_changed", place="kiosk:K1", device="printer", fault=fault)
    script.say("device_changed", place="window:01", device="pad", fault="")
    assert script.audit().faults == {"kiosk:K1/printer": 2}
