"""What waits to be said: acknowledgements first, the newest for each display, bounded."""

from hypothesis import given
from hypothesis import strategies as st

from devices.outbox import ACKS_MAX, Outbox, Slot


def said(outbox: Outbox) -> list[bytes]:
    found = []
    while (outgoing := outbox.take()) is not None:
        found.append(outgoing.data)
    return found


def test_acknowledgements_overtake_everything_in_their_own_order() -> None:
    outbox = Outbox()
    outbox.put(Slot(1, "show"), b"show")
    outbox.put_ack(b"ack 1")
    outbox.put_ack(b"ack 2")
    assert said(outbox) == [b"ack 1", b"ack 2", b"show"]


def test_a_newer_text_takes_the_place_of_the_older_without_losing_its_turn() -> None:
    outbox = Outbox()
    outbox.put(Slot(1, "show"), b"old")
    outbox.put(Slot(2, "show"), b"other")
    outbox.put(Slot(1, "show"), b"new")
    assert said(outbox) == [b"new", b"other"]


def test_too_many_acknowledgements_forget_the_oldest() -> None:
    outbox = Outbox()
    for number in range(ACKS_MAX + 1):
        outbox.put_ack(bytes((number,)))
    assert said(outbox)[0] == b"\x01"
    assert outbox.overflows == 1


def test_an_acknowledgement_that_waits_is_not_put_again_and_keeps_its_turn() -> None:
    outbox = Outbox()
    for _ in range(ACKS_MAX + 1):
        outbox.put_ack(b"ack 1")
        outbox.put_ack(b"ack 2")
    assert outbox.overflows == 0
    assert said(outbox) == [b"ack 1", b"ack 2"]
    outbox.put_ack(b"ack 1")
    assert said(outbox) == [b"ack 1"], "a repetition after the echo is echoed again"


def test_what_passes_is_forgotten_before_what_stands() -> None:
    outbox = Outbox(slots_max=2)
    outbox.put(Slot(1, "show", is_standing=True), b"number")
    outbox.put(Slot(1, "beep"), b"beep")
    outbox.put(Slot(2, "show", is_standing=True), b"other")
    assert said(outbox) == [b"number", b"other"]
    assert outbox.overflows == 1


def test_after_a_loss_what_stands_is_said_again_and_what_passed_is_not() -> None:
    outbox = Outbox()
    outbox.put(Slot(1, "show", is_standing=True), b"17")
    outbox.put(Slot(1, "beep"), b"beep")
    assert said(outbox) == [b"17", b"beep"]
    outbox.put(Slot(1, "show", is_standing=True), b"18")
    outbox.put(Slot(2, "beep"), b"beep")
    outbox.put_ack(b"ack")
    outbox.restore()
    assert said(outbox) == [b"18"]


def test_one_display_is_repeated_alone_if_anything_stands_there() -> None:
    outbox = Outbox()
    outbox.put(Slot(1, "led", is_standing=True), b"a")
    outbox.put(Slot(2, "led", is_standing=True), b"b")
    said(outbox)
    outbox.repeat_one(Slot(2, "led", is_standing=True))
    outbox.repeat_one(Slot(3, "led", is_standing=True))
    assert said(outbox) == [b"b"]


slots = st.builds(Slot, st.integers(0, 20), st.sampled_from(["show", "led"]), st.booleans())


@given(st.lists(st.tuples(slots, st.binary(min_size=1, max_size=3)), max_size=60), st.integers(1, 8))
def test_an_outbox_never_grows_past_its_bound_and_says_only_the_newest(
    put: list[tuple[Slot, bytes]], slots_max: int
) -> None:
    outbox, newest = Outbox(slots_max), dict[Slot, bytes]()
    for slot, data in put:
        outbox.put(slot, data)
        newest[slot] = data
        assert len(outbox) <= slots_max
    while (outgoing := outbox.take()) is not None:
        assert outgoing.slot is not None
        assert outgoing.data == newest[outgoing.slot]
