"""Who is next: accumulating priority and its alternatives, and the explanation of every call as data.

``points = b * (t - ref)``, counted from ref on; most points first. b is an integer in millionths and waits
are ms, so comparisons are exact. Ties: earlier ref, earlier issue, smaller sequence number. Tickets whose
clock has not begun come after all that have, earliest ref first. Only the heads of lanes are compared.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, Protocol

from queue_server.hall.events import CallReason, Candidate
from queue_server.hall.lanes import Entry, Lane
from queue_server.hall.plan import Dispatch
from queue_server.vocabulary import TicketClass, TicketId

Rank = tuple[int, int, int, int, int]
"""(has not begun, the policy's own word, ref, issue, seq): the smallest is called."""


class Standing(Protocol):
    """What a policy looks at besides the instants: a lane has it, and so has each ticket in it."""

    @property
    def klass(self) -> TicketClass: ...

    @property
    def weight(self) -> int: ...


Policy = Callable[[Standing, Entry, int, int], Rank]
"""(lane, entry, at_ms, regular_debt) -> rank. Within a lane the head has the smallest rank, always."""

CANDIDATES_SHOWN = 8
_TIE_WORDS = ("none_begun", "points", "earlier_ref", "earlier_issue", "smaller_seq")
"""The deciding word by the first place in which two ranks differ."""


class Choice(NamedTuple):
    """The ticket to call and why."""

    ticket: TicketId
    why: CallReason


def accumulating(lane: Standing, entry: Entry, at_ms: int, _debt: int) -> Rank:
    """Rank by b times the time waited."""
    if at_ms < entry[0]:
        return _not_begun(entry)
    ref_ms, issued_ms, seq, _ = entry
    return (0, -lane.weight * (at_ms - ref_ms), ref_ms, issued_ms, seq)


def _not_begun(entry: Entry) -> Rank:
    """Rank one whose clock has not begun: after all that have, earliest ref first, whatever the policy."""
    return (1, 0, entry[0], entry[1], entry[2])


def fifo(_lane: Standing, entry: Entry, at_ms: int, _debt: int) -> Rank:
    """Rank by ref alone."""
    return (int(at_ms < entry[0]), 0, entry[0], entry[1], entry[2])


def static(lane: Standing, entry: Entry, at_ms: int, _debt: int) -> Rank:
    """Rank by weight first: for classes with a statutory absolute right."""
    if at_ms < entry[0]:
        return _not_begun(entry)
    return (0, -lane.weight, entry[0], entry[1], entry[2])


def ratio(others: int) -> Policy:
    """Return the policy that calls ``others`` tickets of other classes for one regular ticket."""

    def rank(lane: Standing, entry: Entry, at_ms: int, debt: int) -> Rank:
        if at_ms < entry[0]:
            return _not_begun(entry)
        is_regular = lane.klass is TicketClass.REGULAR
        comes_late = is_regular is (debt < others)
        return (0, int(comes_late), entry[0], entry[1], entry[2])

    return rank


_POLICIES: Mapping[str, Policy] = {"accumulating": accumulating, "fifo": fifo, "static": static}
POLICY_NAMES = (*_POLICIES, "ratio")


def policy_of(dispatch: Dispatch) -> Policy:
    """Return the policy that the plan names."""
    return ratio(dispatch.ratio) if dispatch.policy == "ratio" else _POLICIES[dispatch.policy]


def choose(lanes: Iterable[Lane], at_ms: int, dispatch: Dispatch, debt: int = 0) -> Choice | None:
    """Return the ticket to call and the explanation, or None when the lanes are empty."""
    policy = policy_of(dispatch)
    ranked = [(policy(lane, lane.line[0], at_ms, debt), lane, lane.line[0]) for lane in lanes]
    if not ranked:
        return None
    ranked.sort(key=_rank)
    _, lane, winner = ranked[0]
    if len(lane.line) > 1:  # the second of the winner's lane may be the runner-up
        second: Entry = lane.line[1]
        insort(ranked, (policy(lane, second, at_ms, debt), lane, second), key=_rank)
    why = CallReason(
        policy=dispatch.policy,
        decided_by=_decided_by(ranked, dispatch.policy),
        candidates=tuple(candidate(lane, entry, at_ms) for _, lane, entry in ranked[:CANDIDATES_SHOWN]),
        considered=len(ranked),
    )
    return Choice(winner[3], why)


def _rank(row: tuple[Rank, Lane, Entry]) -> Rank:
    return row[0]


def _decided_by(ranked: list[tuple[Rank, Lane, Entry]], policy: str) -> str:
    if len(ranked) == 1:
        return "only_one"
    best, second = ranked[0][0], ranked[1][0]
    if best[0]:
        return "none_begun"
    place = next(place for place in range(len(best)) if best[place] != second[place])
    if policy != "accumulating" and place == 1:
        return policy
    return _TIE_WORDS[max(place, 1)]


def candidate(lane: Lane, entry: Entry, at_ms: int) -> Candidate:
    """Return one line of the explanation."""
    ref_ms = entry[0]
    begun = at_ms >= ref_ms
    points = lane.weight * (at_ms - ref_ms) if begun else 0
    return Candidate(entry[3], lane.klass, ref_ms, lane.weight, points, begun)


def passes_at_ms(weight_j: int, ref_j_ms: int, weight_i: int, ref_i_ms: int) -> float:
    """Return when j with the greater weight passes i: (b_j ref_j - b_i ref_i) / (b_j - b_i)."""
    return (weight_j * ref_j_ms - weight_i * ref_i_ms) / (weight_j - weight_i)


def count_before(lane: Lane, rank: Rank, policy: Policy, at_ms: int, debt: int) -> int:
    """Return how many of the lane would be called before ``rank``: those before one place in its order.

    Thousands of phones ask it after each call, so the place is found by the lane's own bisection and not by
    ranking one entry after the other.
    """
    line, place = lane.line, rank[2:]
    if not line:
        return 0
    if rank[0]:
        return int(line.bisect_left(place))
    if policy is accumulating and lane.weight:
        return int(line.bisect_left(_overtaken_at(lane.weight, rank, at_ms)))
    # Under the other policies the word is one for a whole lane, of those whose clock has begun.
    has_not_begun, word, *_ = policy(lane, line[0], at_ms, debt)
    if has_not_begun or word > rank[1]:
        return 0
    return int(line.bisect_left(place if word == rank[1] else (at_ms + 1,)))


def _overtaken_at(weight: int, rank: Rank, at_ms: int) -> tuple[int, ...]:
    """Return the place in a lane of ``weight`` before which everybody has more points than ``rank``, or as
    many and the earlier ref, issue or number: b (t - ref) > points holds for ref < t - points / b."""
    whole_ms, rest = divmod(-rank[1], weight)
    ref_ms = at_ms - whole_ms
    if rest or ref_ms > rank[2]:
        return (ref_ms,)
    return rank[2:] if ref_ms == rank[2] else (ref_ms + 1,)
