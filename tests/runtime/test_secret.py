"""The secret file: made once, for its owner alone."""

import stat
from pathlib import Path

import pytest

from queue_server.errors import StoreFault
from queue_server.runtime.codes import subkey
from queue_server.runtime.secret import load_secret, seal_key_in


def test_the_first_start_makes_it_and_the_second_finds_it(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    secret = load_secret(path)
    assert len(secret) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_secret(path) == secret


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
