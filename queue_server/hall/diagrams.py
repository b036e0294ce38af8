"""The page docs/lifecycles.md, made from the tables of ``lifecycles``: a diagram cannot lie about them."""

import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar

from queue_server.hall.events import Event
from queue_server.hall.lifecycles import TICKET_MOVES, WINDOW_MOVES

State = TypeVar("State", bound=StrEnum)

_HEAD = """# Lifecycles

Made from the tables in `queue_server/hall/lifecycles.py` by `queue_server.hall.diagrams`; do not edit.
To make it anew: `python -m queue_server.hall.diagrams > docs/lifecycles.md`.

An event that is in no row of a state cannot happen there: the command that would cause it is refused, and a
journal that holds it all the same is broken. `StepUndone` is in no table: it puts a ticket and its window
back to where they stood before the step.
"""


def page() -> str:
    """Return the whole page."""
    ticket = _chapter("The ticket", TICKET_MOVES, "TicketIssued", "waiting")
    window = _chapter("The window", WINDOW_MOVES, "the morning", "closed")
    return "\n".join((_HEAD, *ticket, *window)) + "\n"


def _chapter(
    title: str, table: Mapping[State, Mapping[type[Event], State]], begin: str, first: str
) -> Iterator[str]:
    yield f"## {title}\n"
    yield "```mermaid\nstateDiagram-v2"
    yield f"    [*] --> {first} : {begin}"
    for state, moves in table.items():
        yield from _arrows(state, moves)
    yield "```\n"
    yield "| from | event | to |\n|---|---|---|"
    for state, moves in table.items():
        for event, after in moves.items():
            yield f"| {state} | {event.__name__} | {after} |"
    yield ""


def _arrows(state: State, moves: Mapping[type[Event], State]) -> Iterator[str]:
    """Yield one arrow for each target, with all events that lead there."""
    targets: dict[State, list[str]] = {}
    for event, after in moves.items():
        targets.setdefault(after, []).append(event.__name__)
    for after, names in targets.items():
        yield f"    {state} --> {after} : {', '.join(names)}"
    if not moves:
        yield f"    {state} --> [*]"


if __name__ == "__main__":
    sys.stdout.write(page())
