"""What is printed, as sheets of cells: one shape for the terminal's table and for CSV. Pure."""

from collections.abc import Iterable

import msgspec

from queue_server.assess_command.words import (
    PARTS,
    REASONS,
    TITLES,
    Speech,
    day_words,
    exclusion_words,
    fact_words,
)
from queue_server.assessment.assess import Assessment
from queue_server.assessment.facts import Kind, Who
from queue_server.assessment.lines import Bonus, Line, total_of
from queue_server.assessment.plan import Shares
from queue_server.assessment.score import Score
from queue_server.assessment.selection import Candidate, Selection

RANKING = (
    "rank", "chosen", "id", "name", "score", "staff", "duty", "public", "total", "rating", "services",
    "excluded",
)  # fmt: skip
LINES = ("month", "day", "part", "why", "fact", "points", "full")
CHOSEN = "★"
MINUS = "-"


class Sheet(msgspec.Struct, frozen=True):
    """A title, the keys of its columns, and rows of as many texts."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: str = ""


def ranking_sheets(found: Assessment, speech: Speech) -> tuple[Sheet, Sheet]:
    """Return the sheet of the windows and that of the staff."""
    period = found.period.text
    return (
        _ranking(found.windows, f"{period} {speech.say(TITLES[Kind.WINDOW])}", speech),
        _ranking(found.staff, f"{period} {speech.say(TITLES[Kind.STAFF])}", speech),
    )


def _ranking(selection: Selection, title: str, speech: Speech) -> Sheet:
    chosen = {one.who for one in selection.chosen}
    rows = [
        (str(rank), CHOSEN if one.who in chosen else "", *_cells(one, speech), "")
        for rank, one in enumerate(selection.ranking, start=1)
    ]
    rows += [
        ("", "", *_cells(one, speech), "; ".join(exclusion_words(why, speech) for why in one.exclusions))
        for one in selection.excluded
    ]
    return Sheet(title, RANKING, tuple(rows))


def _cells(one: Candidate, speech: Speech) -> tuple[str, ...]:
    staff = str(one.staff) if one.who.kind is Kind.WINDOW else ""
    points = map(str, (one.duty, one.public, one.total))
    rating = f"{one.rating:.2f}" if one.rating else ""
    return (one.who.id, speech.name(one.who), str(one.score), staff, *points, rating, str(one.services))


def explained_sheet(found: Assessment, who: Who, speech: Speech) -> Sheet:
    """Return every line of a score with its fact; the foot is the sum, the total, and what excludes."""
    score, candidate = found.scores[who], found.candidate(who)
    rows = tuple(row for month in score.months for row in _month_rows(month, speech))
    foot = [f"{month.month[:4]}-{month.month[4:]}  {_sum(month)}" for month in score.months]
    if len(foot) > 1:
        foot.append(speech.say((f"各月平均 {score.points}", f"mean of the months {score.points}")))
    foot.append(f"{speech.heading('total')} {_total(candidate, found.shares)}")
    foot += [f"{speech.heading('excluded')}: {exclusion_words(one, speech)}" for one in candidate.exclusions]
    return Sheet(f"{found.period.text} {speech.who(who)}: {score.points}", LINES, rows, "\n".join(foot))


def _total(one: Candidate, shares: Shares) -> str:
    """Return the sum that a total is, with the shares."""
    own = shares.window if one.who.kind is Kind.WINDOW else shares.window + shares.staff
    parts = [(one.score, own), (one.duty, shares.duty), (one.public, shares.public)]
    parts[1:1] = [(one.staff, shares.staff)] if one.who.kind is Kind.WINDOW else []
    return " + ".join(f"{points} x {share:g}%" for points, share in parts) + f" = {one.total}"


def _sum(month: Score) -> str:
    lost, gained = total_of(month.deductions), total_of(month.bonuses)
    return f"{month.base} - {lost} + {gained} = {month.points}"


def _month_rows(month: Score, speech: Speech) -> Iterable[tuple[str, ...]]:
    for line in (*month.deductions, *month.bonuses):
        yield (
            f"{month.month[:4]}-{month.month[4:]}",
            day_words(line.fact.day),
            speech.say(PARTS[line.part]),
            speech.say(REASONS[line.why]),
            fact_words(line.fact, line.why, speech),
            _signed(line),
            str(line.full) if line.full != line.points else "",
        )


def _signed(line: Line) -> str:
    return f"+{line.points}" if isinstance(line, Bonus) else f"{MINUS}{line.points}"
