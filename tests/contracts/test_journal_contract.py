"""What every journal keeps to, whatever it is made of."""

import pytest

from queue_server.errors import StoreFault
from queue_server.store.chain import EMPTY, Head, Row
from queue_server.store.journal import READ_CHUNK, Batch, Journal, SnapshotPart
from queue_server.store.people import PersonRow
from queue_server.vocabulary import PersonRef
from tests.store.sample import sample_row, sample_rows


async def rows_of(journal: Journal, after_seq: int = 0, until: int | None = None) -> list[Row]:
    return [row async for rows in journal.read(after_seq, until) for row in rows]


def person(ref: str, expires_ms: int, created_ms: int = 1) -> PersonRow:
    return PersonRow(PersonRef(ref), f"digest-{ref}", "123X", created_ms, expires_ms)


async def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert await journal.last() == EMPTY
    assert await rows_of(journal) == []
    assert await journal.people() == ()
    assert await journal.acks() == {}
    assert await journal.snapshots() == ()


async def test_what_was_appended_is_read_back_in_order(journal: Journal) -> None:
    rows = sample_rows(5)
    await journal.append(Batch(rows[:2], "seal"))
    await journal.append(Batch(rows[2:], "seal"))
    assert await rows_of(journal) == list(rows)
    assert await journal.last() == Head(5, rows[-1].digest)


async def test_a_part_of_the_journal_can_be_read(journal: Journal) -> None:
    rows = sample_rows(9)
    await journal.append(Batch(rows))
    assert await rows_of(journal, 3, 6) == list(rows[3:6])
    assert await rows_of(journal, 9) == []


async def test_a_long_journal_is_read_in_chunks(journal: Journal) -> None:
    rows = sample_rows(READ_CHUNK + 3)
    await journal.append(Batch(rows))
    chunks = [len(chunk) async for chunk in journal.read()]
    assert chunks == [READ_CHUNK, 3]


async def test_chinese_and_control_letters_survive(journal: Journal) -> None:
    row = sample_row(EMPTY, note="材料不齐 \\u0000 \u2028 '\"")
    await journal.append(Batch((row,)))
    assert await rows_of(journal) == [row]


@pytest.mark.parametrize("wrong", [0, 2])
async def test_a_batch_that_does_not_follow_the_head_stores_nothing(journal: Journal, wrong: int) -> None:
    first = sample_rows(4)
    await journal.append(Batch(first[:2]))
    stale = sample_row(Head(wrong + (wrong > 0), "f" * 64))
    with pytest.raises(StoreFault):
        await journal.append(Batch((stale,), people=(person("p1", 10),)))
    assert await rows_of(journal) == list(first[:2])
    assert await journal.people() == ()
    await journal.append(Batch(first[2:]))
    assert (await journal.last()).seq == 4


async def test_people_are_stored_replaced_and_purged(journal: Journal) -> None:
    await journal.append(Batch(sample_rows(1), people=(person("p1", 10), person("p2", 20, created_ms=2))))
    await journal.append(Batch(people=(person("p1", 30),)))
    assert await journal.people() == (person("p1", 30), person("p2", 20, created_ms=2))
    await journal.append(Batch(purge_before_ms=20))
    assert await journal.people() == (person("p1", 30),)


async def test_the_newest_acknowledgement_of_each_board_counts(journal: Journal) -> None:
    await journal.append(Batch(acks=(("board-A", 3), ("board-B", 1))))
    await journal.append(Batch(acks=(("board-A", 5),)))
    assert await journal.acks() == {"board-A": 5, "board-B": 1}


async def test_snapshots_are_kept_by_number_and_part(journal: Journal) -> None:
    parts = [SnapshotPart(seq, "d", part, 2, bytes([seq, part]), "c") for seq in (4, 8) for part in (0, 1)]
    for part in reversed(parts):
        await journal.save_snapshot(part)
    assert await journal.snapshots() == (8, 4)
    assert await journal.load_snapshot(4) == tuple(parts[:2])
    assert await journal.load_snapshot(5) == ()


async def test_a_part_saved_again_replaces_the_first(journal: Journal) -> None:
    await journal.save_snapshot(SnapshotPart(4, "d", 0, 1, b"old", "c"))
    await journal.save_snapshot(SnapshotPart(4, "d", 0, 1, b"new", "c"))
    assert [part.body for part in await journal.load_snapshot(4)] == [b"new"]


async def test_old_snapshots_are_forgotten(journal: Journal) -> None:
    for seq in (4, 8, 12):
        await journal.save_snapshot(SnapshotPart(seq, "d", 0, 1, b"", "c"))
    await journal.forget_snapshots(8)
    assert await journal.snapshots() == (12, 8)


async def test_requests_are_read_with_what_they_asked_for(journal: Journal) -> None:
    rows = sample_rows(6)
    await journal.append(Batch(rows))
    expected = {row.request: row.asked for row in rows[1:5] if row.request}
    assert expected
    assert await journal.requests(1, 5) == expected
    assert await journal.requests(6, 6) == {}


async def test_a_probe_leaves_nothing_behind(journal: Journal) -> None:
    await journal.append(Batch(sample_rows(2)))
    await journal.probe()
    await journal.probe()
    assert len(await rows_of(journal)) == 2
