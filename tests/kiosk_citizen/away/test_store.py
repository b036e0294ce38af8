"""The kiosk's own file: what it said it kept is there after anything that can happen to a kiosk."""

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.citizen.away.records import Contact, HandedIn, Held
from kiosk.citizen.away.store import LINES_MAX, AwayStore, NotKept, line_of
from kiosk.citizen.visit import Visit
from tests.kiosk_citizen.away.hall import BLOCK, DAY, HALL, ITEM, NOW_MS, Log, desk_at, issued, store_at

WRITER = """
import sys
from pathlib import Path
from tests.kiosk_citizen.away.hall import issued, store_at
store = store_at(Path(sys.argv[1]))
start = len(store.kept.issued)
for ordinal in range(start + 1, 100_000):
    store.append(issued(ordinal, holder=store.kept.holder))
    print(ordinal, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "kiosk-K1.away"


def test_what_was_kept_is_there_after_a_start(path: Path) -> None:
    store = store_at(path)
    records = (BLOCK, issued(1), HandedIn(issued(1).ticket, "e1"), issued(2), Contact(NOW_MS, NOW_MS - 5))
    for record in records:
        store.append(record)
    before = store.kept
    store.close()
    assert store_at(path).kept == before
    assert before.due("e1", DAY) == issued(2)
    assert before.due("e2", DAY) == issued(1)


def test_the_holder_is_made_with_the_file_and_stays(path: Path) -> None:
    store = store_at(path)
    holder = store.kept.holder
    assert len(bytes.fromhex(holder)) == 6
    store.close()
    assert store_at(path).kept.holder == holder


def test_kill_9_in_the_middle_of_writes_loses_no_number_that_was_told(path: Path) -> None:
    told = 0
    for _ in range(4):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
        )
        assert writer.stdout is not None
        for _ in range(40):
            told = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        told = max((int(line) for line in writer.stdout.read().split()), default=told)
        writer.wait()
        writer.stdout.close()
        store = store_at(path)
        ordinals = [one.ordinal for one in store.kept.issued]
        assert ordinals == list(range(1, len(ordinals) + 1))
        assert len(ordinals) in (told, told + 1)
        store.close()


@pytest.mark.parametrize("kept_bytes", [1, 9, 30])
def test_a_torn_last_line_is_dropped_with_a_word_and_the_file_goes_on(path: Path, kept_bytes: int) -> None:
    store = store_at(path)
    store.append(BLOCK, issued(1))
    store.close()
    with path.open("ab") as file:
        file.write(line_of(issued(2))[:kept_bytes])
    log = Log()
    store = store_at(path, log)
    assert [one.ordinal for one in store.kept.issued] == [1]
    assert [level for level, _ in log.said] == ["warning"]
    assert store.kept.lease == BLOCK
    store.append(issued(2))
    store.close()
    again = Log()
    assert [one.ordinal for one in store_at(path, again).kept.issued] == [1, 2]
    assert again.said == []


def test_a_damaged_line_costs_the_block_and_keeps_the_other_tickets(path: Path) -> None:
    store = store_at(path)
    holder = store.kept.holder
    store.append(BLOCK, issued(1, holder=holder), issued(2, holder=holder), issued(3, holder=holder))
    store.close()
    path.write_bytes(path.read_bytes().replace(b'"number":"DZ002"', b'"number":"DZ00x"'))
    log = Log()
    store = store_at(path, log)
    assert [one.ordinal for one in store.kept.issued] == [1, 3]
    assert {one.holder for one in store.kept.issued} == {holder}
    assert store.kept.holder != holder
    assert store.kept.lease.mark == ""
    assert [level for level, _ in log.said] == ["error"]
    new = store.kept
    store.close()
    assert store_at(path).kept == new


def test_a_full_disk_keeps_nothing_of_what_it_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = store_at(path)
    store.append(BLOCK)
    write = os.write

    def half_then_full(file: int, data: bytes) -> int:
        if len(data) > 10:
            return write(file, data[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(
            "kiosk.citizen.away.store.os.write", lambda file, data: half_then_full(file, data[:20])
        )
        with pytest.raises(NotKept, match="No space left"):
            store.append(issued(1))
    assert store.kept.issued == ()
    store.append(issued(1))
    before = store.kept
    store.close()
    log = Log()
    assert store_at(path, log).kept == before
    assert log.said == []


def test_a_file_that_cannot_be_made_is_said_in_the_error(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(NotKept, match="kiosk-K1"):
        store_at(tmp_path / "var" / "kiosk-K1.away")


def test_two_programs_never_have_one_file(path: Path) -> None:
    first = store_at(path)
    with pytest.raises(NotKept):
        store_at(path)
    first.close()
    store_at(path)


def test_a_long_file_is_written_anew_with_what_is_still_needed(path: Path) -> None:
    store = store_at(path)
    old, older_not_handed_in = issued(1, day="20260201"), issued(2, day="20260201")
    store.append(BLOCK, old, older_not_handed_in, issued(1), HandedIn(old.ticket, "e1"))
    store.append(*(Contact(NOW_MS + number, NOW_MS) for number in range(LINES_MAX)))
    size = path.stat().st_size
    store.tidy(frozenset({DAY}))
    assert path.stat().st_size < size / 100
    assert store.kept.issued == (older_not_handed_in, issued(1))
    assert store.kept.lease == BLOCK
    store.append(issued(2))
    before = store.kept
    store.close()
    assert store_at(path).kept == before


def test_an_identity_never_reaches_the_file(path: Path) -> None:
    desk = desk_at(path)
    desk.issue(Visit(identity="110105194912310021"), ITEM, HALL, wants_paper=True)
    assert desk.store.kept.issued
    assert b"110105" not in path.read_bytes()
    assert b"0021" not in path.read_bytes()


def test_a_file_of_a_holder_only_has_no_block(path: Path) -> None:
    store: AwayStore = store_at(path)
    store.append(BLOCK)
    store.append(Held("bbbbbbbbbbbb"))
    assert store.kept.next_ordinal(DAY, issued(1).queue) is None
