"""``queue-server explain TICKET``: one ticket's story out of the journal, for a person to read aloud.

The journal may be in use; it is only read. Exit status: 0 told, 1 there is no such ticket or day.
"""

import argparse
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TextIO

import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from queue_server.config_file import load_config
from queue_server.errors import Fault
from queue_server.explain.foretold import Foretold, foretold_in
from queue_server.explain.foretold_words import TITLE, Fact, foretold_facts
from queue_server.explain.retraced_words import TITLE as RETRACED
from queue_server.explain.retraced_words import retraced_facts
from queue_server.explain.sentences import Line, heading, lines_of
from queue_server.explain.story import tell
from queue_server.explain.words import Pair, Words
from queue_server.forecast.plan import ForecastPlan
from queue_server.hall.lookup import Hall
from queue_server.runtime.past import NoSuchDay, PastDay, read_past_day, written
from queue_server.runtime.retrace import made_again
from queue_server.supervision.plan import SupervisionPlan
from queue_server.vocabulary import Language, TicketId
from queue_server.wire.sentences import sentence

FOUND, NOT_FOUND = 0, 1
NEAREST_SHOWN = 6
RECOMPUTE_NEEDS = (
    "give --config FILE with --recompute: a forecast is made from the items, windows and hours of the hall; "
    "a copy of that day's file tells that day's forecast"
)
INDENT = " " * 10
"""The width of a time and two spaces: what belongs to a line stands under its text."""

NO_SUCH_TICKET: Pair = (
    "{day} 没有 {number} 这个号。最近的号：{nearest}。",
    "There is no ticket {number} on {day}. The nearest numbers: {nearest}.",
)
NO_TICKET_AT_ALL: Pair = ("{day} 没有发过号。", "No ticket was issued on {day}.")
NO_SUCH_DAY: Pair = (
    "日志里没有 {day}。最近的日子：{nearest}。",
    "The journal has no {day}. The nearest days: {nearest}.",
)
EMPTY_JOURNAL: Pair = ("日志是空的。", "The journal is empty.")
NOTHING_TO_RECOMPUTE: Pair = (
    "这个号取号时没有预计，没有可以重新推演的。",
    "Nothing was forecast when this ticket was issued: there is nothing to make again.",
)
PASSED_OVER: Pair = (
    "（当天有 {} 条本程序不认识的记录，没有计入。）",
    "({} events of that day are of kinds that this program does not know; they are left out.)",
)


def add_past_arguments(parser: argparse.ArgumentParser) -> None:
    """Add where the past is read from: shared by the commands that look back."""
    parser.add_argument(
        "--config", metavar="FILE", help="the hall's configuration: names, and where the journal is"
    )
    parser.add_argument(
        "--journal", metavar="PATH", help="the journal, when it is another one than in --config"
    )


def add_explain_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``explain`` is told."""
    parser.add_argument("ticket", metavar="TICKET", help="a number, A012, or an id, 20260302-A012")
    parser.add_argument("--day", type=day_of, metavar="DATE", help="2026-03-02; the journal's last day")
    add_past_arguments(parser)
    parser.add_argument(
        "--language", choices=[each.value for each in Language], default=Language.CHINESE.value
    )
    parser.add_argument(
        "--recompute",
        action="store_true",
        help="make the first forecast again from the whole journal and compare; needs --config",
    )


def day_of(text: str) -> str:
    """Return a day given as ``2026-03-02`` or ``20260302``. For argparse."""
    digits = text.replace("-", "")
    if not re.fullmatch(r"\d{8}", digits):
        raise argparse.ArgumentTypeError(f'"{text}" is not a day such as 2026-03-02')
    return digits


class Source(NamedTuple):
    """Where the past is read from."""

    journal: Path
    hall: Hall | None
    watched: SupervisionPlan | None = None
    forecast: ForecastPlan | None = None


def source_of(asked: argparse.Namespace) -> Source:
    """Return journal and plan. Raises ConfigError, and Fault when neither file was named."""
    if asked.config:
        config = load_config(asked.config)
        path = Path(asked.journal or config.store.path)
        return Source(path, Hall(config.plan), config.supervision, config.forecast)
    if asked.journal:
        return Source(Path(asked.journal), None)
    raise Fault("give --config FILE (names, and where the journal is) or --journal PATH")


def explain_command(asked: argparse.Namespace, out: TextIO) -> int:
    """Write the story to ``out``; return the exit status. Raises StoreFault, BrokenJournal, ConfigError."""
    language = Language(asked.language)
    source = source_of(asked)
    if asked.recompute and source.forecast is None:
        raise Fault(RECOMPUTE_NEEDS)
    named_day, number = _named(asked.ticket)
    try:
        past = read_past_day(source.journal, asked.day or named_day)
    except NoSuchDay as fault:
        out.write(_no_such_day(fault, language) + "\n")
        return NOT_FOUND
    words = Words(language, sentence, past.utc_offset_min, source.hall)
    if source.watched is not None:
        words = msgspec.structs.replace(words, watched=source.watched)
    story = tell(past.room, past.recorded, TicketId(f"{past.day}-{number}"), source.hall)
    if story is None:
        out.write(_no_such_ticket(past, number, words) + "\n")
        return NOT_FOUND
    show(heading(story, words), lines_of(story, words), out)
    foretold = foretold_in(story)
    if foretold is not None:
        show_facts(words.pick(TITLE), foretold_facts(foretold, words), out)
    if past.passed_over:
        out.write(words.pick(PASSED_OVER).format(past.passed_over) + "\n")
    return _recomputed(source, foretold, words, out) if asked.recompute else FOUND


def _recomputed(source: Source, foretold: Foretold | None, words: Words, out: TextIO) -> int:
    """Make the first forecast again and say whether it is the same; NOT_FOUND when it is not."""
    assert source.hall is not None, "checked before"
    assert source.forecast is not None, "checked before"
    if foretold is None:
        out.write("\n" + words.pick(NOTHING_TO_RECOMPUTE) + "\n")
        return NOT_FOUND
    again = made_again(source.journal, source.hall, source.forecast, foretold.issued)
    show_facts(words.pick(RETRACED), retraced_facts(foretold.wait, again, words), out)
    return FOUND if again == foretold.wait else NOT_FOUND


def _named(text: str) -> tuple[str, str]:
    """Return the day, if the text is an id, and the number."""
    day, dash, number = text.strip().upper().partition("-")
    return (day, number) if dash and re.fullmatch(r"\d{8}", day) else ("", text.strip().upper())


def show(title: str, lines: Iterable[Line], out: TextIO) -> None:
    """Write a story: as a table on a terminal, as plain lines elsewhere."""
    if not out.isatty():
        out.write(f"{title}\n\n" + "".join(map(_plain, lines)))
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for line in lines:
        text = Text(line.text)
        for each in line.because:
            text.append(f"\n{each}", style="dim")
        table.add_row(line.time, line.who, text)
    console = Console(file=out, highlight=False)
    console.print(Text(title, style="bold"))
    console.print(Padding(table, (1, 0)))


def _plain(line: Line) -> str:
    because = "".join(f"{INDENT}{each}\n" for each in line.because)
    return f"{line.time}  [{line.who}] {line.text}\n{because}"


def show_facts(title: str, facts: Iterable[Fact], out: TextIO) -> None:
    """Write what belongs together under a title, a line for each fact."""
    if not out.isatty():
        out.write(f"\n{title}\n" + "".join(f"{INDENT}{each.label}: {each.text}\n" for each in facts))
        return
    table = Table.grid(padding=(0, 2))
    table.add_column(style="cyan", no_wrap=True)
    table.add_column()
    for each in facts:
        table.add_row(each.label, each.text)
    console = Console(file=out, highlight=False)
    console.print(Text(title, style="bold"))
    console.print(Padding(table, (0, 0, 1, 0)))


def _no_such_ticket(past: PastDay, number: str, words: Words) -> str:
    day = written(past.day)
    issued = [ticket.number for ticket in past.room.state.tickets.values()]
    if not issued:
        return words.pick(NO_TICKET_AT_ALL).format(day=day)
    nearest = words.pick(("、", ", ")).join(nearest_numbers(number, issued))
    return words.pick(NO_SUCH_TICKET).format(day=day, number=number, nearest=nearest)


def nearest_numbers(number: str, issued: Iterable[str]) -> tuple[str, ...]:
    """Return the issued numbers nearest to one that does not exist: of its letter first, then by distance."""
    letter, ordinal = _split(number)
    ranked = sorted(
        issued, key=lambda each: (_split(each)[0] != letter, abs(_split(each)[1] - ordinal), each)
    )
    of_letter = [each for each in ranked if _split(each)[0] == letter]
    return tuple(sorted((of_letter or ranked)[:NEAREST_SHOWN]))


def _split(number: str) -> tuple[str, int]:
    found = re.fullmatch(r"(\D*)(\d*)", number)
    return (found[1], int(found[2] or 0)) if found else (number, 0)


def _no_such_day(fault: NoSuchDay, language: Language) -> str:
    is_chinese = language is Language.CHINESE
    if not fault.days:
        return EMPTY_JOURNAL[0 if is_chinese else 1]
    nearest = sorted(fault.days, key=lambda each: abs(int(each) - int(fault.day)))[:NEAREST_SHOWN]
    listed = ("、" if is_chinese else ", ").join(map(written, sorted(nearest)))
    return NO_SUCH_DAY[0 if is_chinese else 1].format(day=written(fault.day), nearest=listed)
