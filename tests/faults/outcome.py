"""What one fault came to: what was done, how often, what was lost, how long recovery took. No actor here."""

from collections.abc import Iterable, Sequence
from statistics import median

import msgspec


class Outcome(msgspec.Struct, frozen=True):
    """One line of the table."""

    fault: str
    times: int
    checked: str
    """What was compared, in figures."""
    lost: tuple[str, ...]
    """Every broken promise as a sentence; empty when all were kept."""
    recovery_s: tuple[float, ...]
    """From the fault, or from the end of its cause, until the next act was acknowledged."""
    means: str = ""
    """What the fault was made with, and what else was seen."""


HEAD = ("What was done", "Times", "Compared", "Lost", "Recovery s (median / longest)", "Made with, seen")


def table(outcomes: Iterable[Outcome]) -> str:
    """Return the outcomes as a table in Markdown."""
    rows = [HEAD, tuple("---" for _ in HEAD), *(_row(one) for one in outcomes)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _row(one: Outcome) -> tuple[str, ...]:
    lost = "nothing" if not one.lost else f"**{len(one.lost)}**: {one.lost[0]}"
    return (one.fault, str(one.times), one.checked, lost, spread(one.recovery_s), one.means)


def spread(measured_s: Sequence[float]) -> str:
    """Return median and longest; a dash where there was nothing to recover from."""
    return f"{median(measured_s):.2f} / {max(measured_s):.2f}" if measured_s else "-"
