"""``queue-server study``: days in, measured forecasts and policies out, as tables and JSON."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
from rich.console import Console

from queue_server.errors import ConfigError
from queue_server.hall.lookup import MINUTE_MS
from queue_server.study.days import draw_days
from queue_server.study.hall_day import play_day
from queue_server.study.measure import Comparison, compare
from queue_server.study.plan import StudyPlan
from queue_server.study.policies import POLICIES, PolicyScore, compare_policies
from queue_server.study.tickets import Row, by_day, facts_of, plan_from, rows_of
from queue_server.study.trial import Trial
from queue_server.study.world import usual_world
from queue_server.study.world_plan import plan_of
from queue_server.study_command.tables import Speech, print_study
from queue_server.study_command.tickets_file import read_tickets, tickets_text
from queue_server.vocabulary import Language

FILE_WIDTH = 160
"""Columns of a table that goes to a file or a pipe."""
HALL_OFFSET_MIN = 480
"""Of the simulated hall."""
NOTHING_KNOWN = StudyPlan((), {}, {}, is_told=False)
Say = Callable[[str], object]


class Study(msgspec.Struct, frozen=True):
    """All that was asked and found."""

    source: str
    seed: int
    load: float | None
    warm_up: int
    comparison: Comparison | None
    policies: tuple[PolicyScore, ...]


def run_study(asked: argparse.Namespace, say: Say = sys.stderr.write) -> int:
    """Run what was asked; return the exit status. Raises ConfigError."""
    study = _study(asked, say)
    speech = Speech(Language(asked.language))
    if asked.json is not None:
        _write(asked.json, msgspec.json.format(msgspec.json.encode(study)).decode() + "\n", "--json")
    console = Console(width=None if sys.stdout.isatty() else FILE_WIDTH, highlight=False)
    print_study(console, study.comparison, study.policies, _head(asked, study, speech), speech)
    return 0


def _study(asked: argparse.Namespace, say: Say) -> Study:
    is_real = asked.csv is not None
    comparison = _real_days(asked, say) if is_real else _simulated_days(asked, say)
    policies: tuple[PolicyScore, ...] = ()
    if asked.policy_days and not is_real:
        say(f"policies on {asked.policy_days} days ...\n")
        days = list(draw_days(usual_world(asked.load), asked.seed, asked.policy_days))
        policies = compare_policies(days, asked.policies)
    source, load = (asked.csv.name, None) if is_real else ("simulated", asked.load)
    return Study(source, asked.seed, load, asked.warm_up, comparison, policies)


def _simulated_days(asked: argparse.Namespace, say: Say) -> Comparison | None:
    if not asked.days:
        return None
    _refuse_few(asked.days, asked.warm_up, "--days")
    world, dispatch = usual_world(asked.load), POLICIES[asked.rule]
    plan = plan_of(world, dispatch)
    trial = Trial(plan, asked.seed, asked.replays)
    rows: list[Row] = []
    for number, day in enumerate(draw_days(world, asked.seed, asked.days), start=1):
        facts = play_day(day, dispatch)
        rows += rows_of(facts, plan.queues) if asked.tickets_out else ()
        trial.play(day.start_ms, facts)
        say(f"\rday {number} of {asked.days}, {len(trial.told)} tickets")
    say("\n")
    if asked.tickets_out:
        _write(asked.tickets_out, tickets_text(rows, HALL_OFFSET_MIN), "--tickets-out")
    return compare(trial.told, asked.warm_up, asked.days)


def _real_days(asked: argparse.Namespace, say: Say) -> Comparison:
    """Live through the days of a list; on each, the hall is known by the days before it."""
    days = by_day(read_tickets(asked.csv, asked.utc_offset), asked.utc_offset * MINUTE_MS)
    _refuse_few(len(days), asked.warm_up, asked.csv.name)
    dispatch = POLICIES[asked.rule]
    trial = Trial(NOTHING_KNOWN, asked.seed, asked.replays)
    before: dict[int, list[Row]] = {}
    for number, (start_ms, rows) in enumerate(days.items(), start=1):
        trial.play(start_ms, facts_of(rows, dispatch), plan_from(before, dispatch))
        before[start_ms] = rows
        say(f"\rday {number} of {len(days)}, {len(trial.told)} tickets")
    say("\n")
    return compare(trial.told, asked.warm_up, len(days))


def _refuse_few(days: int, warm_up: int, name: str) -> None:
    if days <= warm_up:
        raise ConfigError(
            (f"{name}: {days} days are too few when {warm_up} are for learning; give a smaller --warm-up",)
        )


def _head(asked: argparse.Namespace, study: Study, speech: Speech) -> str:
    where = study.source if study.load is None else f"{speech.say('load')} {study.load:g}"
    return f"{speech.say('seed')} {study.seed} · {where} · {speech.say('rule')} {asked.rule}"


def _write(path: Path, text: str, option: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise ConfigError(
            (f"{path}: cannot be written: {error}; give another file with {option}",)
        ) from error
