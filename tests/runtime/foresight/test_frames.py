"""Frames survive any cutting; what makes no sense is a PeerError and never anything else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.errors import PeerError
from queue_server.forecast.outcome import Forecast, Wait
from queue_server.forecast.present import Present, Probe, Waiter, WindowAt
from queue_server.runtime.foresight.frames import (
    FRAME_BYTES_MAX,
    LENGTH_BYTES,
    Failed,
    Foreseen,
    Frames,
    FromForecaster,
    FromServer,
    Learn,
    Question,
    Ready,
    frame,
    of_forecaster,
    of_server,
)
from queue_server.vocabulary import ItemCode, TicketId, WindowNo

PRESENT = Present(
    1_772_413_200_000,
    (WindowAt(WindowNo("01"), (ItemCode("A1"),)),),
    waiting=(Waiter(TicketId("t1"), ItemCode("A1"), 5),),
    probes=(Probe(ItemCode("A1")),),
    seq=7,
)
WAIT = Wait(0, 60_000, None, None, 0.5, 0.25)
FORECAST = Forecast(1, 7, 7, "digest", {TicketId("t1"): WAIT}, {"A1/regular": WAIT})
ASKED: tuple[FromServer, ...] = (Learn(ItemCode("A1"), b"\0" * 80), Question(1, PRESENT, 7, 100))
ANSWERED: tuple[FromForecaster, ...] = (Ready(), Foreseen(1, FORECAST), Failed(2, "KeyError: 'A1'"))


@given(st.lists(st.integers(1, 40)))
def test_words_arrive_whole_however_the_pipe_cuts_them(cuts: list[int]) -> None:
    data, frames = b"".join(map(frame, ANSWERED)), Frames(of_forecaster)
    heard: list[FromForecaster] = []
    for cut in cuts:
        heard += frames.feed(data[:cut])
        data = data[cut:]
    assert tuple(heard + list(frames.feed(data))) == ANSWERED


def test_a_question_comes_through_with_its_present_and_the_law_bit_by_bit() -> None:
    assert tuple(Frames(of_server).feed(b"".join(map(frame, ASKED)))) == ASKED


@given(st.binary(max_size=200))
def test_garbage_is_refused_or_waited_for(data: bytes) -> None:
    try:
        heard = list(Frames(of_forecaster).feed(data))
    except PeerError:
        return
    assert all(isinstance(word, Ready | Foreseen | Failed) for word in heard)


def test_half_a_frame_says_nothing_yet() -> None:
    frames, data = Frames(of_forecaster), frame(Ready())
    assert list(frames.feed(data[:-1])) == []
    assert list(frames.feed(data[-1:])) == [Ready()]


def test_a_frame_that_would_fill_the_memory_is_not_waited_for() -> None:
    length = (FRAME_BYTES_MAX + 1).to_bytes(LENGTH_BYTES, "big")
    with pytest.raises(PeerError, match="at most"):
        list(Frames(of_forecaster).feed(length))


def test_the_words_of_the_other_side_are_no_answer() -> None:
    with pytest.raises(PeerError, match="makes no sense"):
        list(Frames(of_forecaster).feed(frame(ASKED[1])))
