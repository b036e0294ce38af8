"""The secret file: made once, for its owner alone."""

import os
import stat
from pathlib import Path

import pytest

from queue_server.demo.small_hall import open_house, small_hall
from queue_server.errors import StoreFault
from queue_server.runtime.codes import subkey
from queue_server.runtime.house import House
from queue_server.runtime.secret import load_secret, seal_key_in


def test_the_first_start_makes_it_and_the_second_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    secret = load_secret(path)
    assert len(secret) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_secret(path) == secret


def test_a_disk_that_fails_while_it_is_made_leaves_nothing_and_the_next_start_makes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.key"

    def fails(_handle: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fails)
        with pytest.raises(StoreFault, match=r"secret\.key: Input/output error"):
            load_secret(path)
    assert list(tmp_path.iterdir()) == []
    assert len(load_secret(path)) == 32


def test_it_has_its_name_only_when_the_disk_has_all_of_it_and_then_the_name_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "secret.key"
    seen: list[tuple[bool, int, bool]] = []

    def settles(handle: int) -> None:
        found = os.fstat(handle)
        is_folder = stat.S_ISDIR(found.st_mode)
        seen.append((is_folder, 0 if is_folder else found.st_size, path.exists()))

    monkeypatch.setattr(os, "fsync", settles)
    load_secret(path)
    assert seen == [(False, 32, False), (True, 0, True)]
    assert list(tmp_path.iterdir()) == [path]


def test_a_secret_that_another_start_made_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, others = tmp_path / "secret.key", bytes(range(32))

    def meanwhile(_handle: int) -> None:
        if not path.exists():
            path.touch(mode=0o600)
            path.write_bytes(others)

    monkeypatch.setattr(os, "fsync", meanwhile)
    assert load_secret(path) == others
    assert path.read_bytes() == others
    assert list(tmp_path.iterdir()) == [path]


def test_a_secret_that_others_can_read_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    load_secret(path)
    path.chmod(0o640)
    with pytest.raises(StoreFault, match="chmod 600"):
        load_secret(path)


def test_a_short_secret_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    path.touch(mode=0o600)
    with pytest.raises(StoreFault, match="0 bytes, 32 expected"):
        load_secret(path)


def test_a_place_that_cannot_be_written_is_a_fault_naming_it(tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    with pytest.raises(StoreFault, match=r"secret\.key"):
        load_secret(tmp_path / "var" / "secret.key")


def test_the_verifier_makes_no_secret(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    assert seal_key_in(path) is None
    assert not path.exists()
    assert seal_key_in(path) is None
    secret = load_secret(path)
    assert seal_key_in(path) == subkey(secret, "seal")


def test_a_lost_secret_of_a_journal_is_not_silently_replaced(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    with pytest.raises(StoreFault, match="the secret of the journal is missing; put it back"):
        load_secret(path, may_make=False)
    assert not path.exists()
    secret = load_secret(path)
    assert load_secret(path, may_make=False) == secret


def lose(folder: Path) -> None:
    (folder / "secret.key").unlink()


def is_lost(folder: Path) -> bool:
    return not (folder / "secret.key").exists()


async def test_a_house_whose_secret_was_lost_does_not_open(tmp_path: Path) -> None:
    config = small_hall(tmp_path)
    async with open_house(config):
        pass
    lose(tmp_path)
    with pytest.raises(StoreFault, match="secret of the journal is missing"):
        await House(config).hold()
    assert is_lost(tmp_path)
