"""The study on a terminal: a table of forecasts and one of policies, every figure with its 95 % ends."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from queue_server.study.figures import Figure
from queue_server.study.measure import ALL, Comparison, Score
from queue_server.study.policies import PolicyScore
from queue_server.study_command.words import WORDS
from queue_server.vocabulary import Language

SCORES = ("method", "bucket", "tickets", "error", "bias", "late", "raw", "kept", "width")
POLICIES = ("policy", "klass", "tickets", "mean", "against", "most", "longest", "within")
WIDE = 150
"""Columns from which figures have their ends beside them; JSON has them always."""
TEXTS = frozenset({"method", "bucket", "policy", "klass"})


class Speech(msgspec.Struct, frozen=True):
    """The language of the tables; beside Chinese stands English. A narrow terminal gets figures alone."""

    language: Language
    has_ends: bool = True

    def say(self, key: str) -> str:
        """Return a word; what has none is called by its key."""
        pair = WORDS.get(key, (key, key))
        return pair[1] if self.language is Language.ENGLISH else pair[0]

    def both(self, key: str) -> tuple[str, str]:
        """Return the word, and the other language beside it: nothing beside English."""
        chinese, english = WORDS[key]
        return (english, "") if self.language is Language.ENGLISH else (chinese, english)

    def cell(self, figure: Figure | None, places: int) -> str:
        if figure is None:
            return ""
        value, low, high = (f"{one:.{places}f}" for one in (figure.value, figure.low, figure.high))
        return f"{value} [{low}, {high}]" if self.has_ends else value

    def share(self, figure: Figure | None) -> str:
        """Return shares as percent."""
        if figure is None:
            return ""
        return self.cell(Figure(figure.value * 100, figure.low * 100, figure.high * 100), 0) + "%"


def print_study(
    console: Console,
    comparison: Comparison | None,
    policies: Sequence[PolicyScore],
    head: str,
    speech: Speech,
) -> None:
    """Write what there is."""
    speech = replace(speech, has_ends=console.width >= WIDE)
    if comparison is not None:
        console.print(_title("forecasts", head, speech))
        console.print(_forecasts(comparison, speech))
        for line in _notes(comparison, speech):
            console.print(line)
    if policies:
        console.print()
        console.print(_title("policies", head, speech))
        console.print(_policies(policies, speech))


def _title(key: str, head: str, speech: Speech) -> Text:
    first, other = speech.both(key)
    return Text("■ ", style="cyan").append(first, style="bold").append(f"  {other}  {head}", style="dim")


def _notes(comparison: Comparison, speech: Speech) -> Iterator[Text]:
    facts = {
        "days": comparison.days,
        "tickets": comparison.tickets,
        "wait": f"{comparison.mean_wait:.1f}",
        "never": comparison.never,
        "not_today": comparison.not_today,
        "naive": speech.cell(comparison.against_naive, 2),
        "pooled": speech.cell(comparison.against_pooled, 2),
    }
    for key in ("counted", "against_naive", "ends"):
        first, other = speech.both(key)
        yield Text(first.format(**facts))
        if other:
            yield Text(other.format(**facts), style="dim")


def _table(columns: Sequence[str], speech: Speech) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for key in columns:
        first, other = (word if speech.has_ends else _stacked(word) for word in speech.both(key))
        heading = Text(first, style="bold").append(f"\n{other}" if other else "", style="dim not bold")
        table.add_column(
            heading, justify="left" if key in TEXTS else "right", no_wrap=key not in TEXTS, overflow="fold"
        )
    return table


def _stacked(heading: str) -> str:
    """Return a heading as narrow as it can be: word below word."""
    return heading.replace(" ", "\n")


def _forecasts(comparison: Comparison, speech: Speech) -> Table:
    table = _table(SCORES, speech)
    for place, score in enumerate(comparison.scores):
        if place and score.bucket == ALL:
            table.add_section()
        table.add_row(*_score_cells(score, speech), style="bold" if score.bucket == ALL else None)
    return table


def _score_cells(score: Score, speech: Speech) -> tuple[str, ...]:
    return (
        speech.say(score.method) if score.bucket == ALL else "",
        speech.say(score.bucket),
        str(score.tickets),
        speech.cell(score.error, 2),
        speech.cell(score.bias, 2),
        speech.cell(score.late, 1),
        speech.share(score.raw),
        speech.share(score.kept),
        speech.cell(score.width, 1),
    )


def _policies(policies: Sequence[PolicyScore], speech: Speech) -> Table:
    table = _table(POLICIES, speech)
    for place, score in enumerate(policies):
        if place and score.klass == ALL:
            table.add_section()
        table.add_row(
            speech.say(score.policy) if score.klass == ALL else "",
            speech.say(score.klass),
            str(score.tickets),
            speech.cell(score.mean, 1),
            speech.cell(score.against, 1) if score.policy != policies[0].policy else "",
            speech.cell(score.most, 1),
            f"{score.longest:.1f}",
            speech.share(score.within),
            style="bold" if score.klass == ALL else None,
        )
    return table
