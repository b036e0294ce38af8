"""``queue-server assess PERIOD``: from configuration, journal and two lists to a printed selection."""

import argparse
import asyncio
import sys
from pathlib import Path

from queue_server.assess_command.journal import record_of
from queue_server.assess_command.lists import Known, read_complaints, read_votes
from queue_server.assess_command.printing import print_sheets
from queue_server.assess_command.sheets import Sheet, explained_sheet, ranking_sheets
from queue_server.assess_command.words import NO_VOTE, VOTERS, Speech
from queue_server.assessment.assess import Assessment, assess
from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.period import Period, read_period
from queue_server.assessment.plan import Basis
from queue_server.assessment.selection import Selection
from queue_server.assessment.state import Record
from queue_server.assessment.votes import Vote, Voters
from queue_server.config import Config
from queue_server.config_file import load_config
from queue_server.errors import ConfigError
from queue_server.hall.plan import Name
from queue_server.manage import Manager, manager_link
from queue_server.supervision.defaults import LEVELS, RULES
from queue_server.vocabulary import Language
from queue_server.wire.from_wall import ChosenPlace
from queue_server.working_days import WorkingDays


def run_assess(asked: argparse.Namespace) -> int:
    """Print what was asked, publish it when asked; return the exit status."""
    config = load_config(asked.config)
    speech = speech_of(config, Language(asked.language))
    period = _period(asked.period)
    journal = asked.journal or Path(config.store.path)
    record = record_of(journal, period, config.plan.utc_offset_min)
    known = known_in(config, record)
    votes = read_votes(asked.votes, known) if asked.votes else ()
    complaints = read_complaints(asked.complaints, known) if asked.complaints else ()
    found = assess(record, basis_of(config), votes, complaints)
    notes = [] if asked.explain else _missing_votes(votes, speech)
    print_sheets(_sheets(asked, found, speech), notes, asked.format, asked.out, speech)
    return _publish(asked, found) if asked.publish else 0


def basis_of(config: Config) -> Basis:
    """Return what the formulas are told of the configuration."""
    rules = config.supervision
    return Basis(
        plan=config.assessment,
        levels=rules.levels or LEVELS,
        numbers=rules.numbers,
        targets_min=config.plan.dispatch.targets_min,
        calendar=WorkingDays(rules.overrides),
    )


def speech_of(config: Config, language: Language) -> Speech:
    """Return the language with the names that this hall uses."""
    rules = config.supervision
    windows = {Who(Kind.WINDOW, window.number): window.name for window in config.plan.windows}
    staff = {Who(Kind.STAFF, member.id): Name(member.name) for member in rules.members}
    return Speech(
        language,
        rules={rule.code: rule.name for rule in rules.rules or RULES},
        levels={level.code: level.name for level in rules.levels or LEVELS},
        names={**windows, **staff},
    )


def known_in(config: Config, record: Record) -> Known:
    """Return the windows and staff that a list may name: configured, or seen in the journal."""
    windows = {str(window.number) for window in config.plan.windows}
    staff = {str(member.id) for member in config.staff}
    at, who = {str(window) for window, _ in record.days_at}, {str(member) for _, member in record.days_at}
    return Known(frozenset(windows | at), frozenset(staff | who))


def who_in(found: Assessment, text: str) -> Who:
    """Return whom ``--explain`` means: ``03``, ``3``, ``S017``, or ``staff:7`` where both are so called.

    Raises ConfigError for somebody without a score in the period.
    """
    for who in sorted(found.scores, key=lambda who: (who.kind is Kind.STAFF, who.id != text, who.id)):
        if text in {who.id, f"{who.kind}:{who.id}"}:
            return who
        if who.kind is Kind.WINDOW and text.isdecimal() and who.id.lstrip("0") == text.lstrip("0"):
            return who
    known = ", ".join(who.id for who in sorted(found.scores))
    raise ConfigError(
        (f"--explain {text}: has no score in {found.period.text}; known are {known or 'none'}",)
    )


def _period(text: str) -> Period:
    try:
        return read_period(text)
    except ValueError as error:
        raise ConfigError((str(error),)) from None


def _sheets(asked: argparse.Namespace, found: Assessment, speech: Speech) -> tuple[Sheet, ...]:
    if asked.explain:
        return (explained_sheet(found, who_in(found, asked.explain), speech),)
    return ranking_sheets(found, speech)


def _missing_votes(votes: tuple[Vote, ...], speech: Speech) -> list[str]:
    given = {vote.voters for vote in votes}
    return [
        speech.say(NO_VOTE).format(voters=speech.say(VOTERS[voters]))
        for voters in Voters
        if voters not in given
    ]


def _publish(asked: argparse.Namespace, found: Assessment) -> int:
    windows, members = chosen_places(found.windows), chosen_places(found.staff)
    if not windows and not members:
        raise ConfigError((f"{found.period.text}: nobody is chosen, so nothing was published",))
    link = manager_link(asked.server, asked.name, asked.token_file, asked.ca_file)
    manager = Manager(link, lambda line: sys.stderr.write(f"{line}\n"))
    return 0 if asyncio.run(manager.publish(found.period.text, windows, members)) else 1


def chosen_places(selection: Selection) -> tuple[ChosenPlace, ...]:
    """Return the chosen as the wire says them, best first."""
    return tuple(ChosenPlace(one.who.id, float(one.total)) for one in selection.chosen)
