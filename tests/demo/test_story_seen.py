"""A short run of the demonstration: each scene stands in its journal, and no doctored one is called sound.

One run, as a program of its own, serves all tests here.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from queue_server.config_file import load_config
from queue_server.demo.audit import Auditor, Known
from queue_server.demo.hours import hours_of, roster_of
from queue_server.demo.run import CONFIG, VISITORS_WINDOW
from queue_server.demo.story import Happening, Story, story_of
from queue_server.demo.summary import Summary
from queue_server.store.rows import read_rows
from tests.once import once

SEED, MINUTES = 7, 20
CONFIGURED = load_config(CONFIG)
HOURS = hours_of(CONFIGURED.supervision.shifts[0])
pytestmark = pytest.mark.timeout(300)
Rows = list[dict[str, Any]]


class Run:
    """What a run left behind."""

    def __init__(self, folder: Path) -> None:
        said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
        self.done = subprocess.CompletedProcess[str](**said)
        self.summary = json.loads((folder / "out.json").read_text(encoding="utf-8"))
        self.rows: Rows = list(read_rows(folder / "hall.db"))

    def bodies(self, event: str) -> list[dict[str, Any]]:
        return [row["body"] for row in self.rows if row["body"]["event"] == event]

    def cards(self, rule: str, staff: str) -> list[dict[str, Any]]:
        cards = [body for body in self.bodies("card_raised") if body["rule"] == rule]
        return [body for body in cards if body["subject"] == f"staff:{staff}"]

    def moves(self, card: dict[str, Any]) -> list[tuple[str, str]]:
        moves = [body for body in self.bodies("card_moved") if body["card"] == card["card"]]
        return [(body["move"], body["text"]) for body in moves]


def play(folder: Path) -> None:
    """Run the demonstration; how it ended and what it said stand beside its journal."""
    words = ["--no-screen", "--minutes", str(MINUTES), "--speed", "600", "--seed", str(SEED), "--port", "0"]
    command = [sys.executable, "-m", "queue_server", "demo", *words, "--keep", str(folder)]
    command += ["--json", str(folder / "out.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    (folder / "said.json").write_text(json.dumps(vars(done)), encoding="utf-8")


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(once(tmp_path_factory, "story-demo", play))


@pytest.fixture(scope="module")
def story() -> Story:
    return story_of(CONFIGURED, SEED, VISITORS_WINDOW)


def test_the_run_is_sound_and_says_so_in_words_beside_the_summary(run: Run) -> None:
    assert run.done.returncode == 0, run.done.stderr
    assert json.loads(run.done.stdout) == run.summary
    assert "没有失信 no promise was broken" in run.done.stderr


def test_the_summary_has_attendance_cards_tellings_and_faults(run: Run) -> None:
    assert run.summary["attendance"] == {
        "expected": 42,
        "present": 42,
        "late": 1,
        "absent": 0,
        "on_leave": 1,
        "unknown_badges": 1,
    }
    assert run.summary["cards_by_level"]["yellow"] == 2
    assert run.summary["cards_revoked"] == {"recorded": 1, "yellow": 1}
    assert run.summary["told"]["tellings"] > run.summary["told"]["acknowledged"] > 0
    assert sum(run.summary["cards_by_level"].values()) == len(run.bodies("card_raised"))


def test_everybody_comes_in_at_the_doors_and_one_of_them_late(run: Run, story: Story) -> None:
    badges = run.bodies("badge_read")
    assert {body["reader"] for body in badges} == {"east", "west"}
    assert len({body["staff"] for body in badges if body["staff"]}) == 42
    assert [body["staff"] for body in run.bodies("card_raised") if body["rule"] == "late"] == [
        story.of(Happening.LATE).staff
    ]
    assert [body for body in badges if not body["staff"]]


def test_a_post_that_was_covered_has_its_card_taken_back(run: Run, story: Story) -> None:
    scene = story.of(Happening.COVERED)
    (card,) = run.cards("off_post", scene.staff)
    assert card["level"] == "recorded"
    assert ("recompute", f"AB岗 {scene.substitute}") in run.moves(card)
    (covered,) = run.bodies("post_covered")
    assert (covered["window"], covered["substitute"]) == (scene.window, scene.substitute)


def test_a_post_left_alone_has_a_yellow_card_that_is_confirmed_and_explained(run: Run, story: Story) -> None:
    recorded, yellow = run.cards("off_post", story.of(Happening.OFF_POST).staff)
    assert run.moves(recorded)[-1][0] == "supersede"
    assert yellow["state"] == "unconfirmed"
    moves = [move for move, _ in run.moves(yellow)]
    assert moves[0] == "confirm"
    assert {"explain", "investigate"} <= set(moves)


def test_the_card_of_somebody_sent_away_is_revoked_with_a_reason(run: Run, story: Story) -> None:
    _, yellow = run.cards("off_post", story.of(Happening.ERRAND).staff)
    assert [text for move, text in run.moves(yellow) if move == "revoke"] == [
        "奉命到档案室取材料，有登记，撤销"
    ]


def test_the_manager_acts_at_the_wall_under_their_own_number(run: Run) -> None:
    actors = {row["actor"] for row in run.rows if row["body"]["event"] in ("task_answered", "absence_filed")}
    assert actors == {"wall:demo-duty/9001"}


def test_a_bad_rating_is_called_back(run: Run) -> None:
    bad = {body["ticket"] for body in run.bodies("service_rated") if body["stars"] <= 2}
    assert bad
    assert {body["ticket"] for body in run.bodies("task_opened")} == bad
    assert run.bodies("task_answered")


def test_a_kiosk_runs_out_of_paper_and_is_refilled(run: Run, story: Story) -> None:
    place = f"kiosk:{story.of(Happening.PAPER_OUT).kiosk}"
    faults = [body["fault"] for body in run.bodies("device_changed") if body["place"] == place]
    assert faults == ["paper_out", ""]
    assert {body["fault"] for body in run.bodies("paper_failed")} == {"paper_out"}
    assert run.summary["faults"][f"{place}/printer"] == 1


def test_at_a_dead_pad_the_clerk_works_on_at_the_terminal(run: Run, story: Story) -> None:
    scene = story.of(Happening.DEAD_PAD)
    after = [row for row in run.rows if row["at_ms"] > HOURS.day_start_ms + scene.minute * 60_000]
    acts = [row for row in after if row["actor"].startswith(f"window:{scene.window}/")]
    by_hand = [row for row in acts if row["body"]["event"] in ("ticket_called", "service_finished")]
    assert by_hand
    assert not by_hand[0]["actor"].endswith("/pad")


def audited(rows: Rows, story: Story) -> Summary:
    auditor = Auditor(Known(roster_of(CONFIGURED), story.scenes, HOURS.day_start_ms))
    auditor.read(rows)
    return auditor.finish((), None)


def without(event: str, **facts: object) -> Callable[[Rows], Rows]:
    """Return what takes out the rows of an event."""

    def doctor(rows: Rows) -> Rows:
        return [row for row in rows if not _is(row["body"], event, facts)]

    return doctor


def changed(event: str, facts: dict[str, object], **new: object) -> Callable[[Rows], Rows]:
    """Return what writes something else into the rows of an event."""

    def doctor(rows: Rows) -> Rows:
        return [
            {**row, "body": {**row["body"], **new}} if _is(row["body"], event, facts) else row for row in rows
        ]

    return doctor


def _is(body: dict[str, Any], event: str, facts: dict[str, object]) -> bool:
    return body["event"] == event and all(body.get(name) == value for name, value in facts.items())


DOCTORED = [
    ("late_misjudged", without("card_raised", rule="late")),
    ("scenes_not_seen", without("card_raised", rule="late")),
    ("milder_cards_left", without("card_moved", move="supersede")),
    ("covered_posts_with_cards", without("card_moved", move="recompute")),
    ("told_before_raised", without("card_raised", level="yellow")),
    ("told_to_nobody", changed("told", {"about": "confirm"}, recipients=[])),
    ("bad_ratings_without_task", without("task_opened")),
    (
        "two_open_cards",
        changed("card_raised", {"rule": "off_post"}, state="told", subject="staff:1", spell=""),
    ),
    ("scenes_not_seen", without("task_answered")),
    ("scenes_not_seen", without("device_changed", device="printer", fault="")),
    ("scenes_not_seen", without("post_covered")),
    ("scenes_not_seen", without("absence_filed")),
    ("scenes_not_seen", without("card_moved", move="revoke")),
    ("scenes_not_seen", changed("badge_read", {"staff": ""}, staff="1001")),
]


def test_the_audit_of_the_rows_alone_is_that_of_the_run(run: Run, story: Story) -> None:
    assert audited(run.rows, story).is_sound()


@pytest.mark.parametrize(
    ("name", "doctor"), DOCTORED, ids=[f"{n} {name}" for n, (name, _) in enumerate(DOCTORED)]
)
def test_a_doctored_journal_is_not_called_sound(
    run: Run, story: Story, name: str, doctor: Callable[[Rows], Rows]
) -> None:
    doctored = doctor(run.rows)
    assert doctored != run.rows
    summary = audited(doctored, story)
    assert name in dict(summary.offences())
    assert not summary.is_sound()
