"""The hall that is shipped: whole, right, and free of anything real that should not be in it."""

from pathlib import Path

import argon2
import msgspec
import pytest

import queue_server.demo
from devices.counter_bus.keymap import compile_keymap
from queue_server.config import Config
from queue_server.config_file import explain, load_config
from queue_server.config_file.check_keymap import ACTS
from queue_server.hall.plan import Name
from queue_server.supervision.defaults import LEVELS, RULES, USUAL_SHIFT
from queue_server.supervision.plan import Deadlines, Numbers

XIANGZHOU = Path(queue_server.demo.__file__).parent / "xiangzhou.toml"
DEMO_PIN = "2468"


@pytest.fixture(scope="module")
def hall() -> Config:
    return load_config(XIANGZHOU)


def test_the_hall_is_whole(hall: Config) -> None:
    plan = hall.plan
    assert (len(plan.areas), len(plan.departments), len(plan.items), len(plan.windows)) == (5, 31, 67, 43)
    assert 10 <= len(plan.queues) <= 14
    assert {item.department for item in plan.items} == {one.code for one in plan.departments}


def test_everything_a_citizen_reads_is_in_both_languages(hall: Config) -> None:
    plan = hall.plan
    names = [area.name for area in plan.areas] + [one.name for one in plan.departments]
    names += [queue.name for queue in plan.queues] + [window.name for window in plan.windows]
    names += [item.name for item in plan.items]
    names += [name for item in plan.items for name in item.materials]
    names += [*plan.pause_reasons, *plan.hold_reasons, *plan.pick_reasons, *plan.notices, plan.name]
    assert [name for name in names if not (name.zh and name.en)] == []


def test_every_item_says_what_to_bring_and_how_long_it_takes(hall: Config) -> None:
    assert all(item.materials and 1 <= item.minutes <= 30 for item in hall.plan.items)


def test_every_window_has_its_devices_and_somebody_to_sign_in(hall: Config) -> None:
    numbers = [window.number for window in hall.plan.windows]
    assert [counter.window for counter in hall.counters] == numbers
    assert all(counter.pad and counter.evaluator == counter.pad + 128 for counter in hall.counters)
    assert {number for member in hall.staff for number in member.windows} == set(numbers)


def test_everybody_has_the_demonstration_pin(hall: Config) -> None:
    assert all(member.badge and member.pin_hash for member in hall.staff)
    hasher = argon2.PasswordHasher()
    assert hasher.verify(hall.staff[0].pin_hash, DEMO_PIN)
    assert hasher.verify(hall.staff[-1].pin_hash, DEMO_PIN)
    assert len({member.pin_hash for member in hall.staff}) == len(hall.staff)


def test_every_department_has_one_chief_and_who_share_a_window_cover_each_other(hall: Config) -> None:
    chiefs = [member.department for member in hall.supervision.members if member.is_chief]
    assert sorted(chiefs) == sorted(one.code for one in hall.plan.departments)
    for member in hall.supervision.members:
        same = {one.id for one in hall.supervision.members if one.windows and one.windows == member.windows}
        assert set(member.substitutes) == same - {member.id}


def test_names_are_those_of_posts(hall: Config) -> None:
    assert all(member.name.endswith("号岗") for member in hall.staff)
    assert len({member.name for member in hall.staff}) == len(hall.staff)


def test_attendance_is_kept_of_everybody_at_a_window(hall: Config) -> None:
    attending = [member for member in hall.supervision.members if member.shift]
    assert [member.is_manager for member in hall.supervision.members if not member.shift] == [True, True]
    assert len(attending) == len(hall.plan.windows)
    assert len(hall.readers) == 2


def test_its_supervision_is_the_handbooks(hall: Config) -> None:
    plan = hall.supervision
    assert (plan.levels, plan.rules, plan.numbers, plan.deadlines) == (LEVELS, RULES, Numbers(), Deadlines())
    assert [one.sessions for one in plan.shifts] == [
        tuple(
            msgspec.structs.replace(one, name=Name(one.name.zh, one.name.en.capitalize()))
            for one in USUAL_SHIFT.sessions
        )
    ]
    assert {line.pad_silent_acts for line in hall.lines} == {10}


def test_the_key_maps_are_those_a_pad_understands(hall: Config) -> None:
    assert set(hall.keymaps) == {"standard", "queuesystem", "hallque"}
    for keymap in hall.keymaps.values():
        assert compile_keymap(keymap).acts <= set(ACTS)


def test_the_standard_key_map_has_a_key_for_every_act(hall: Config) -> None:
    assert set(hall.keymaps["standard"].values()) == set(ACTS)


def test_the_same_keys_mean_different_things_in_two_halls(hall: Config) -> None:
    assert hall.keymaps["queuesystem"]["06 0F"] == "mark_no_show"
    assert hall.keymaps["hallque"]["06 0F"] == "call_guard"


def test_it_explains_itself() -> None:
    assert explain(XIANGZHOU).startswith("襄州区行政服务中心 Xiangzhou District Service Centre")
