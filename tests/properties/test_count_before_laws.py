"""How many go before a ticket is found by one bisection; it must be what ranking every entry would say."""

from hypothesis import given
from hypothesis import strategies as st

from queue_server.hall.dispatch import POLICY_NAMES, count_before, policy_of
from queue_server.hall.lanes import Entry, Lane
from queue_server.hall.plan import Dispatch
from queue_server.vocabulary import TicketClass, TicketId

AT_MS = 40
"""Small numbers all around it: ties, clocks that have not begun, and equal points are the rule."""
small = st.integers(0, 60)
weights = st.sampled_from((1, 2, 3, 7, 1_000_000, 5_524_272))


@st.composite
def lanes(draw: st.DrawFn) -> Lane:
    """Return a lane with up to a dozen entries; no two have the same number."""
    lane = Lane(draw(st.sampled_from(TicketClass)), draw(weights))
    for seq in draw(st.sets(small, max_size=12)):
        lane.line.add(entry(draw(small), draw(st.integers(0, 3)), seq))
    return lane


def entry(ref_ms: int, issued_ms: int, seq: int) -> Entry:
    return (ref_ms, issued_ms, seq, TicketId(f"T{seq}"))


@given(
    st.sampled_from(POLICY_NAMES),
    lanes(),
    lanes(),
    st.tuples(small, st.integers(0, 3), st.integers(0, 60)),
    st.integers(0, 3),
)
def test_the_bisection_counts_as_ranking_each_does(
    name: str, lane: Lane, own: Lane, ticket: tuple[int, int, int], debt: int
) -> None:
    policy = policy_of(Dispatch(policy=name, ratio=2))
    rank = policy(own, entry(*ticket), AT_MS, debt)
    before = sum(policy(lane, one, AT_MS, debt) < rank for one in lane.line)
    assert count_before(lane, rank, policy, AT_MS, debt) == before
