"""The story of a demonstration: cast anew by each seed, whole for every one of them, at the same minutes."""

import pytest

from queue_server.config import Config
from queue_server.config_file import load_config
from queue_server.demo.play import errand_of, late_ms
from queue_server.demo.run import CONFIG, VISITORS_WINDOW
from queue_server.demo.story import Happening, Story, story_of

SEEDS = range(1, 31)
AWAY = (Happening.OFF_POST, Happening.COVERED, Happening.ERRAND)


@pytest.fixture(scope="module")
def config() -> Config:
    return load_config(CONFIG)


@pytest.fixture(scope="module", params=SEEDS)
def story(config: Config, request: pytest.FixtureRequest) -> Story:
    return story_of(config, request.param, VISITORS_WINDOW)


def test_the_same_seed_casts_the_same_story(config: Config) -> None:
    assert story_of(config, 7, VISITORS_WINDOW) == story_of(config, 7, VISITORS_WINDOW)
    assert story_of(config, 7, VISITORS_WINDOW) != story_of(config, 8, VISITORS_WINDOW)


def test_every_kind_of_scene_happens_once_and_in_order(story: Story) -> None:
    assert sorted(scene.what for scene in story.scenes) == sorted(Happening)
    minutes = [scene.minute for scene in story.scenes]
    assert minutes == sorted(minutes)


def test_nobody_plays_two_parts(story: Story) -> None:
    windows = [scene.window for scene in story.scenes if scene.window]
    assert len(windows) == len(set(windows)) == 6


def test_whoever_plays_has_a_seat_but_the_visitor_and_the_substitute(story: Story) -> None:
    playing = {scene.window for scene in story.scenes if scene.window} - {VISITORS_WINDOW}
    assert playing <= story.seats.keys()
    assert VISITORS_WINDOW not in story.seats
    assert story.spare not in story.seats.values()


def test_the_substitute_is_the_one_named_for_the_person(config: Config, story: Story) -> None:
    covered = story.of(Happening.COVERED)
    assert covered.substitute == story.spare.id
    assert story.spare.id in story.seats[covered.window].substitutes
    assert covered.minute < covered.covered_min < covered.until_min


def test_nobody_is_needed_where_somebody_is_away(config: Config, story: Story) -> None:
    items = {window.number: set(window.items) for window in config.plan.windows}
    away = {scene.window for scene in story.scenes if scene.what in AWAY or scene.what is Happening.LATE}
    others = set().union(*(items[number] for number in story.seats if number not in away))
    assert all(items[number] <= others for number in away)


def test_every_scene_says_what_to_see_and_leaves_a_trace(story: Story) -> None:
    for scene in story.scenes:
        assert scene.zh, scene.what
        assert scene.en, scene.what
        assert scene.signs, scene.what
        assert all("event" in sign.facts and sign.within_min > 0 for sign in scene.signs)


def test_who_leaves_and_who_is_late_knows_it_beforehand(story: Story) -> None:
    for window in story.seats:
        errand = errand_of(story, window, 0)
        assert (errand is not None) == (window in {story.of(what).window for what in AWAY})
        assert (late_ms(story, window, 0) > 0) == (window == story.of(Happening.LATE).window)
    covered = errand_of(story, story.of(Happening.COVERED).window, 0)
    assert covered is not None
    assert covered.substitute == story.spare.badge
    left = errand_of(story, story.of(Happening.OFF_POST).window, 0)
    assert left is not None
    assert not left.substitute
