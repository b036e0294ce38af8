"""What can be wrong with the rules of supervision: levels, steps, recipients, numbers, deadlines."""

import re
from collections.abc import Iterable
from itertools import pairwise

from queue_server.config_file.build_supervision import rules_of
from queue_server.config_file.check_hall import DAY_S, MINUTES_MAX, at_least, refer, unique, within
from queue_server.config_file.forms import FileForm, LevelForm, RuleForm, SupervisionForm
from queue_server.config_file.mistakes import Mistakes, nearest
from queue_server.supervision.defaults import LEVELS
from queue_server.supervision.plan import RuleStep
from queue_server.vocabulary import RuleCode

RECIPIENTS = ("window", "holder", "chief", "head", "duty", "office")
"""Who can be told of a card."""
ONE_STEP = frozenset(
    {RuleCode.MISSING_PUNCH, RuleCode.HASTY_CALLS, RuleCode.OUT_OF_ORDER, RuleCode.BAD_RATING}
)
"""Rules that do not last, so that nothing could lead them from step to step."""
LIMIT_DAYS_MAX = 366
HALF_DAYS_MAX = 10
LEVELS_TABLE = "supervision.levels"
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE)


def check_supervision(file: FileForm, mistakes: Mistakes) -> None:
    """Add every mistake of ``[supervision]`` and the tables under it."""
    written = file.supervision
    unique(LEVELS_TABLE, "code", (one.code for one in written.levels), mistakes)
    unique("supervision.rules", "code", (one.code.value for one in written.rules), mistakes)
    for place, level in enumerate(written.levels, start=1):
        _level(f"[[{LEVELS_TABLE}]] {place} ({level.code})", level, mistakes)
    order = [one.code for one in written.levels] or [one.code for one in LEVELS]
    for place, rule in enumerate(written.rules, start=1):
        _rule(f"[[supervision.rules]] {place} ({rule.code.value})", rule, order, mistakes)
    _unwritten(written, order, mistakes)
    _numbers(written, mistakes)
    _deadlines(written, mistakes)


def _level(where: str, level: LevelForm, mistakes: Mistakes) -> None:
    if level.colour and not _COLOUR.fullmatch(level.colour):
        mistakes.add(f"{where}, key colour", f'"{level.colour}" is no colour of the form "#f2c037"')
    if not 0 <= level.points <= 100:
        mistakes.add(f"{where}, key points", f"{level.points} is not between 0 and 100; write what is lost")
    if level.has_life and level.is_recorded_only:
        mistakes.add(
            where, "is both has_life and is_recorded_only: what nobody is told, nobody explains; keep one"
        )
    _tells(f"{where}, key tells", level.tells, mistakes)


def _tells(where: str, words: Iterable[str], mistakes: Mistakes) -> None:
    for word in words:
        if word not in RECIPIENTS:
            mistakes.add(where, f'"{word}" is nobody who can be told{nearest(word, RECIPIENTS)}')


def _rule(where: str, rule: RuleForm, order: list[str], mistakes: Mistakes) -> None:
    for place, step in enumerate(rule.steps, start=1):
        inside = f"{where}, key steps {place}"
        refer(f"{inside}, key level", step.level, order, LEVELS_TABLE, mistakes)
        within(f"{inside}, key over", step.over, 0, DAY_S, mistakes)
        within(f"{inside}, key half_days", step.half_days, 0, HALF_DAYS_MAX, mistakes)
        _tells(f"{inside}, key tells", step.tells, mistakes)
    if rule.code in ONE_STEP and len(rule.steps) > 1:
        mistakes.add(
            f"{where}, key steps",
            f"has {len(rule.steps)} entries, but this rule has no second step: it counts times, or happens "
            "once; keep one of them",
        )
    for place, (milder, severer) in enumerate(pairwise(rule.steps), start=2):
        _order(f"{where}, key steps {place}", milder, severer, order, mistakes)


def _order(where: str, milder: RuleStep, severer: RuleStep, order: list[str], mistakes: Mistakes) -> None:
    if severer.over <= milder.over:
        mistakes.add(
            f"{where}, key over",
            f"{severer.over} does not come after the {milder.over} of the step before; write growing numbers",
        )
    if {milder.level, severer.level} <= set(order) and order.index(severer.level) < order.index(milder.level):
        mistakes.add(
            f"{where}, key level",
            f'"{severer.level}" is milder than "{milder.level}" of the step before; steps never get milder',
        )


def _unwritten(written: SupervisionForm, order: list[str], mistakes: Mistakes) -> None:
    """Name the levels that default rules need and a list of the hall's own levels has not."""
    ours = {rule.code for rule in written.rules}
    lost: dict[str, dict[str, None]] = {}
    for rule in rules_of(()):
        for step in rule.steps:
            if rule.code not in ours and step.level not in order:
                lost.setdefault(step.level, {})[rule.code.value] = None
    for level, rules in lost.items():
        mistakes.add(
            f"[[{LEVELS_TABLE}]]",
            f'there is no level "{level}", which the default rules {", ".join(rules)} use; '
            "write a level with this code, or [[supervision.rules]] of your own for them",
        )


def _numbers(ours: SupervisionForm, mistakes: Mistakes) -> None:
    within("[supervision], key hasty_s", ours.hasty_s, 0, DAY_S, mistakes)
    within("[supervision], key bad_stars_max", ours.bad_stars_max, 0, 5, mistakes)
    for klass, minutes in ours.ceilings_min.items():
        within(f"[supervision], key ceilings_min, {klass}", minutes, 1, MINUTES_MAX, mistakes)
    if not 0 < ours.service_quantile < 1:
        mistakes.add(
            "[supervision], key service_quantile",
            f"{ours.service_quantile} is not between 0 and 1; 0.95 is usual",
        )
    at_least("[supervision], key service_samples_min", ours.service_samples_min, 1, "services", mistakes)
    within("[supervision], key absence_grace_min", ours.absence_grace_min, 0, MINUTES_MAX, mistakes)
    at_least("[supervision], key warnings_in_a_row", ours.warnings_in_a_row, 1, "warnings", mistakes)
    if not 0 <= ours.warnings_points <= 100:
        mistakes.add("[supervision], key warnings_points", f"{ours.warnings_points} is not between 0 and 100")


def _deadlines(ours: SupervisionForm, mistakes: Mistakes) -> None:
    for key in ours.deadlines.__struct_fields__:
        least = 1 if key == "chase_every_days" else 0
        days = getattr(ours.deadlines, key)
        within(f"[supervision.deadlines], key {key}", days, least, LIMIT_DAYS_MAX, mistakes)
