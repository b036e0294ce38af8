"""First answers: kept within bounds, given only to whom they belong."""

from hypothesis import given
from hypothesis import strategies as st

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.runtime.requests import REUSED, RefusalGate, RequestMemory, asked_digest, refused
from queue_server.vocabulary import ItemCode, Language, RefusalCode, RequestId, TicketClass, WindowNo
from queue_server.wire.from_server import Done, Refused, TicketSlip

KEY = b"k" * 32


def done(request: str, seq: int = 1) -> Done:
    return Done(request=RequestId(request), seq=seq)


def test_an_answer_is_given_again_as_it_was() -> None:
    memory = RequestMemory()
    answers = (done("a"), Refused(RequestId("b"), RefusalCode.DAY_FULL, {"number": "A012"}))
    for answer in answers:
        memory.remember(answer.request, "asked", answer)
    assert [memory.find(answer.request, "asked") for answer in answers] == list(answers)
    assert memory.find("c", "asked") is None


COUNTS = st.integers(0, 2**53)


@given(
    st.builds(Done, seq=COUNTS, slip=st.builds(TicketSlip, issued_ms=COUNTS, ahead=COUNTS, reprints=COUNTS))
)
def test_every_answer_survives_being_kept(answer: Done) -> None:
    memory = RequestMemory()
    memory.remember("a", "asked", answer)
    assert memory.find("a", "asked") == answer


def test_another_question_under_the_same_id_is_refused() -> None:
    memory = RequestMemory()
    memory.remember("a", "asked", done("a"))
    assert memory.find("a", "something else") == refused("a", REUSED)


def test_the_oldest_is_forgotten_first() -> None:
    memory = RequestMemory(kept=2, fleeting=1)
    for request in ("a", "b", "c"):
        memory.remember(request, "asked", done(request))
        memory.remember_fleeting(request + "!", "asked", done(request))
    assert [memory.find(request, "asked") is None for request in ("a", "b", "c")] == [True, False, False]
    assert [memory.find(request, "asked") is None for request in ("b!", "c!")] == [True, False]
    assert len(memory) == 2


def test_the_question_is_its_place_its_command_and_its_person() -> None:
    take = c.TakeTicket(ItemCode("I1"), TicketClass.REGULAR, language=Language.ENGLISH)
    first = asked_digest(KEY, "kiosk:K1", take, "")
    assert asked_digest(KEY, "kiosk:K1", take, "") == first
    assert asked_digest(KEY, "kiosk:K2", take, "") != first
    assert asked_digest(KEY, "kiosk:K1", take, "somebody") != first
    assert asked_digest(KEY, "kiosk:K1", c.TakeTicket(ItemCode("I2")), "") != first
    assert asked_digest(b"l" * 32, "kiosk:K1", take, "") != first
    call = c.CallNext(WindowNo("01"))
    assert asked_digest(KEY, "window:01", call, "") == asked_digest(KEY, "window:01/S1", call, "")


def test_the_gate_counts_each_place_by_the_minute() -> None:
    gate = RefusalGate(per_minute=2)
    assert [gate.may_record("window:01/S1", 0) for _ in range(3)] == [True, True, False]
    assert not gate.may_record("window:01/S2", 59_999)
    assert gate.may_record("window:02", 59_999)
    assert gate.may_record("window:01", 60_000)


def test_a_refusal_becomes_the_wires_word() -> None:
    refusal = Refusal(RefusalCode.NOT_YET_OPEN, {"from": "08:30"})
    assert refused("a", refusal) == Refused(RequestId("a"), RefusalCode.NOT_YET_OPEN, {"from": "08:30"})
