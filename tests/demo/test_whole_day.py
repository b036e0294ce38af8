"""Going home is punched too: a day with short sessions, whose lunch and end come within minutes."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from queue_server.__main__ import parser
from queue_server.demo.chance import Chance
from queue_server.demo.hours import hours_of
from queue_server.demo.run import Demo
from queue_server.store.rows import read_rows
from queue_server.supervision.plan import Session

MORNING = Session(8 * 60 + 30, 8 * 60 + 33, 6 * 60, 8 * 60 + 39)
AFTERNOON = Session(8 * 60 + 42, 8 * 60 + 45, 8 * 60 + 39, 8 * 60 + 52)
pytestmark = pytest.mark.timeout(300)
ATTENDANCE = ("late", "early_leave", "missing_punch", "absent")


class WithShortSessions(Demo):
    """Two sessions of three minutes."""

    def __init__(self, folder: Path) -> None:
        words = ["demo", "--no-screen", "--minutes", "23", "--speed", "600", "--port", "0"]
        super().__init__(parser().parse_args(words), folder)
        plan = self._config.supervision
        shift = replace(plan.shifts[0], sessions=(MORNING, AFTERNOON))
        self._config = replace(self._config, supervision=replace(plan, shifts=(shift,)))
        self._hours = hours_of(shift)


async def test_everybody_punches_four_times_and_nobody_is_found_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Chance, "service_ms", lambda _chance, _minutes: 40_000)
    demo = WithShortSessions(tmp_path)
    await demo.run()
    bodies = [row["body"] for row in read_rows(tmp_path / "hall.db")]
    playing = {scene.staff for scene in demo.story.scenes}
    badges = [body["staff"] for body in bodies if body["event"] == "badge_read" and body["staff"]]
    assert {badges.count(staff) for staff in set(badges) - playing} == {4}
    cards = [body for body in bodies if body["event"] == "card_raised" and body["rule"] in ATTENDANCE]
    assert {card["staff"] for card in cards} <= playing
    assert demo.summary.attendance.present == 42
    assert demo.summary.forecasts.judged + demo.summary.forecasts.missing > 0
