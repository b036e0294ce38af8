"""A card that was let go of is found nowhere any more, and every other one still is."""

from hypothesis import given
from hypothesis import strategies as st

from queue_server.supervision.room import SupervisionRoom
from queue_server.supervision.state import Card, SupervisionState
from queue_server.vocabulary import CardId, CardState, RuleCode, StaffId

STAFF, DAYS = ("S1", "S2"), ("20260302", "20260303")
RULE = next(iter(RuleCode))

cards = st.builds(
    lambda staff, day, state, also, spell: (staff, day, state, also, spell),
    st.sampled_from(STAFF),
    st.sampled_from(DAYS),
    st.sampled_from(CardState),
    st.sets(st.sampled_from(DAYS)),
    st.sampled_from(("", "a spell")),
)


def card_of(n: int, drawn: tuple[str, str, CardState, set[str], str]) -> Card:
    staff, day, state, also, spell = drawn
    marks = tuple(f"{one}/morning" for one in sorted(also))
    times, who = (0, 0, 0), StaffId(staff)
    return Card(
        CardId(f"K{n}"), RULE, "yellow", staff, state, *times, day, staff=who, spell=spell, also=marks
    )


def found(room: SupervisionRoom) -> tuple[list[list[Card]], list[Card], list[Card]]:
    """Return every card as each way of looking finds it, in its order."""
    by_day = [list(room.attendance_cards(StaffId(staff), day)) for staff in STAFF for day in DAYS]
    return by_day, list(room.current()), list(room.appealable(-1))


@given(st.lists(cards, max_size=6), st.sets(st.integers(0, 5)))
def test_the_rest_is_found_as_if_it_had_never_been(
    drawn: list[tuple[str, str, CardState, set[str], str]], numbers: set[int]
) -> None:
    made = [card_of(n, one) for n, one in enumerate(drawn)]
    gone = [card for n, card in enumerate(made) if n in numbers]
    room = SupervisionRoom.from_state(SupervisionState(cards={card.id: card for card in made}))
    for card in gone:
        room.let_go(card)
    rest = {card.id: card for card in made if card not in gone}
    assert found(room) == found(SupervisionRoom.from_state(SupervisionState(cards=rest)))
