"""The demonstration is quicker than a real hall in what the guide says, and in nothing else."""

import msgspec

from queue_server.config_file import load_config
from queue_server.demo.quick import OFF_POST_MIN, PAD_SILENT_ACTS, quickened
from queue_server.demo.run import CONFIG
from queue_server.vocabulary import RuleCode


def test_posts_are_watched_at_the_demonstrations_minutes_and_other_rules_as_written() -> None:
    config = load_config(CONFIG)
    quick = quickened(config)
    for before, after in zip(config.supervision.rules, quick.supervision.rules, strict=True):
        if before.code is not RuleCode.OFF_POST:
            assert after == before
            continue
        assert tuple(step.over for step in after.steps) == tuple(60 * minutes for minutes in OFF_POST_MIN)
        same = [msgspec.structs.replace(step, over=0) for step in after.steps]
        assert same == [msgspec.structs.replace(step, over=0) for step in before.steps]


def test_a_pad_is_silent_sooner_and_nothing_else_changes() -> None:
    config = load_config(CONFIG)
    quick = quickened(config)
    assert {line.pad_silent_acts for line in quick.lines} == {PAD_SILENT_ACTS}
    lines, supervision = config.lines, config.supervision
    assert msgspec.structs.replace(quick, lines=lines, supervision=supervision) == config
