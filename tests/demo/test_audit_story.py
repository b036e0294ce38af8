"""A scene is seen by its facts in time; a promise of the guide that was not kept is named."""

from queue_server.demo.audit import Known
from queue_server.demo.story import Happening, Scene, Sign
from tests.demo.script import ROSTER, Script, at

FAULT = Sign(5, {"event": "device_changed", "place": "kiosk:K1", "fault": "*"})
MENDED = Sign(10, {"event": "device_changed", "place": "kiosk:K1", "fault": ""})
CONFIRMED = Sign(5, {"event": "card_moved", "move": "any", "subject": "staff:S1"})


def known(*signs: Sign) -> Known:
    scene = Scene(Happening.PAPER_OUT, 8 * 60 + 34, "缺纸", "no paper", signs)
    return Known(ROSTER, (scene,), at("00:00"))


def changed(script: Script, clock: str, fault: str) -> Script:
    return script.say("device_changed", clock, place="kiosk:K1", device="printer", fault=fault)


def test_a_scene_whose_facts_stand_there_in_time_is_seen() -> None:
    script = changed(changed(Script(), "08:36", "paper_out"), "08:41", "").say("x", "09:30")
    assert script.audit(known(FAULT, MENDED)).is_sound()


def test_a_scene_that_did_not_happen_is_named_with_its_minute() -> None:
    summary = changed(Script(), "08:36", "").say("x", "09:30").audit(known(FAULT))
    assert summary.scenes_not_seen == ["08:34 paper_out: device_changed kiosk:K1 *"]


def test_what_happens_too_early_or_too_late_is_not_the_scene() -> None:
    script = changed(changed(Script(), "08:33", "paper_out"), "08:40", "paper_out").say("x", "09:30")
    assert len(script.audit(known(FAULT)).scenes_not_seen) == 1


def test_a_run_that_ended_before_breaks_no_promise() -> None:
    assert Script().say("x", "08:38").audit(known(FAULT, MENDED)).is_sound()


def test_what_is_done_to_a_card_is_done_to_its_subject() -> None:
    script = Script().raised("K1").raised("K2", subject="staff:S2", spell="")
    other = Script()
    other.rows = [*script.rows]
    script.say("card_moved", "08:36", card="K1", move="any", state="revoked").say("x", "09:30")
    other.say("card_moved", "08:36", card="K2", move="any", state="revoked").say("x", "09:30")
    assert script.audit(known(CONFIRMED)).is_sound()
    assert len(other.audit(known(CONFIRMED)).scenes_not_seen) == 1
