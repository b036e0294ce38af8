"""Files that `serve` would refuse are mistakes already: junk certificates, folders, one path for two."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from queue_server.config import Config

Mistakes = Callable[[str], tuple[str, ...]]
Read = Callable[[str], Config]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate and its key."""
    return _pair(tmp_path_factory.mktemp("tls"), "-nodes")


def _pair(folder: Path, *how: str) -> tuple[Path, Path]:
    certificate, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=localhost", *how]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def _listen(certificate: Path, key: Path) -> str:
    return f"[listen]\ncertificate = '{certificate}'\nkey = '{key}'"


@pytest.mark.needs("openssl")
def test_a_certificate_with_its_key_is_right(small: str, read: Read, pair: tuple[Path, Path]) -> None:
    assert read(f"{small}\n{_listen(*pair)}").listen.certificate == str(pair[0])


@pytest.mark.needs("openssl")
@pytest.mark.parametrize("junk_first", [True, False])
def test_junk_is_no_certificate_and_no_key(
    small: str, mistakes: Mistakes, pair: tuple[Path, Path], tmp_path: Path, *, junk_first: bool
) -> None:
    junk = tmp_path / "junk.pem"
    junk.write_text("junk")
    certificate, key = (junk, pair[1]) if junk_first else (pair[0], junk)
    (sentence,) = mistakes(f"{small}\n{_listen(certificate, key)}")
    assert sentence.startswith(
        f'hall.toml: [listen], key certificate: "{certificate}" and the key "{key}" cannot be used together ('
    )
    assert sentence.endswith("give a PEM certificate and its own PEM key without a password")


@pytest.mark.needs("openssl")
def test_another_ones_key_does_not_fit(
    small: str, mistakes: Mistakes, pair: tuple[Path, Path], tmp_path: Path
) -> None:
    _, other = _pair(tmp_path, "-nodes")
    (sentence,) = mistakes(f"{small}\n{_listen(pair[0], other)}")
    assert "cannot be used together" in sentence


@pytest.mark.needs("openssl")
def test_a_key_under_a_password_is_refused_and_nobody_is_asked(
    small: str, mistakes: Mistakes, tmp_path: Path
) -> None:
    (sentence,) = mistakes(f"{small}\n{_listen(*_pair(tmp_path, '-passout', 'pass:2468'))}")
    assert "cannot be used together" in sentence


@pytest.mark.parametrize("key", ["path", "secret_file"])
@pytest.mark.parametrize("end", ["", "/"])
def test_a_folder_is_no_file(small: str, mistakes: Mistakes, tmp_path: Path, key: str, end: str) -> None:
    assert mistakes(f"{small}\n[store]\n{key} = '{tmp_path}{end}'") == (
        f'hall.toml: [store], key {key}: "{tmp_path}{end}" is a folder; give the path of a file in it',
    )


def test_journal_and_secret_are_two_files(small: str, mistakes: Mistakes) -> None:
    assert mistakes(f'{small}\n[store]\npath = "var/hall.db"\nsecret_file = "var/../var/hall.db"') == (
        'hall.toml: [store], key secret_file: "var/../var/hall.db" is also the journal\'s path; '
        "give each its own file",
    )
