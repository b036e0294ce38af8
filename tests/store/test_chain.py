"""The chain: each digest covers all that stands before it."""

import hashlib

import msgspec
import pytest

from queue_server.store.chain import EMPTY, GENESIS, Head, Row, digest_after, follows, seal_of
from tests.store.sample import sample_rows

ROWS = sample_rows(4)


def test_the_digest_is_what_the_documentation_says() -> None:
    first = ROWS[0]
    text = GENESIS.encode() + msgspec.msgpack.encode(list(first[:-1]))
    assert first.digest == hashlib.blake2b(text, digest_size=32).hexdigest()
    assert first.digest == digest_after(GENESIS, first[:-1])


def test_rows_follow_their_head_and_no_other() -> None:
    assert follows(EMPTY, ROWS)
    assert follows(Head(2, ROWS[1].digest), ROWS[2:])
    assert follows(EMPTY, ())
    assert not follows(EMPTY, ROWS[1:])
    assert not follows(Head(2, ROWS[0].digest), ROWS[2:])
    assert not follows(EMPTY, (ROWS[0], ROWS[2]))


@pytest.mark.parametrize("place", range(len(Row._fields) - 1))
def test_every_column_is_covered(place: int) -> None:
    columns = list(ROWS[0][:-1])
    columns[place] = 9 if isinstance(columns[place], int) else "other"
    assert digest_after(GENESIS, tuple(columns)) != ROWS[0].digest


def test_letters_cannot_wander_between_columns() -> None:
    assert digest_after(GENESIS, ("ab", "c")) != digest_after(GENESIS, ("a", "bc"))


def test_a_seal_is_for_one_key_hall_and_head() -> None:
    seal = seal_of(b"key", "hall", Head(1, "d"))
    others = (
        seal_of(b"yek", "hall", Head(1, "d")),
        seal_of(b"key", "town", Head(1, "d")),
        seal_of(b"key", "hall", Head(2, "d")),
        seal_of(b"key", "hall", Head(1, "e")),
    )
    assert seal not in others
