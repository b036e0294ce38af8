"""The parts of the simulated hall: its dice, its hands on the pads, the words to a stranger."""

from pathlib import Path

import pytest

from queue_server.__main__ import main, parser
from queue_server.config_file import load_config
from queue_server.demo.chance import Chance
from queue_server.demo.pads import keys_of
from queue_server.demo.run import CONFIG
from queue_server.runtime.identity import Identity, parse_identity

KEYS = {
    "0C": "call_next",
    "06 0F": "mark_no_show",
    "<digits> 13": "transfer_ticket",
    "<2+ digits> 0F": "sign_in",
}


def test_the_same_seed_throws_the_same_dice() -> None:
    def throws(seed: int) -> list[object]:
        chance = Chance(seed)
        return [chance.gap_ms(40), chance.service_ms(6), chance.klass(), chance.stars(), chance.identity()]

    assert throws(7) == throws(7)
    assert throws(7) != throws(8)


def test_service_times_have_the_configured_mean() -> None:
    chance = Chance(1)
    times = [chance.service_ms(6) for _ in range(4_000)]
    assert sum(times) / len(times) == pytest.approx(6 * 60_000, rel=0.05)


def test_invented_identity_numbers_are_well_formed() -> None:
    chance = Chance(3)
    assert all(isinstance(parse_identity(chance.identity()), Identity) for _ in range(50))


def test_a_hand_finds_the_keys_of_an_act() -> None:
    assert keys_of(KEYS, "call_next") == ("", 0x0C)
    assert keys_of(KEYS, "mark_no_show") == ("6", 0x0F)
    assert keys_of(KEYS, "transfer_ticket", "04") == ("04", 0x13)
    with pytest.raises(KeyError, match="undo_step"):
        keys_of(KEYS, "undo_step")


def test_every_act_of_a_clerk_has_keys_in_the_shipped_hall() -> None:
    config = load_config(CONFIG)
    for line in config.lines:
        keymap = config.keymaps[line.keymap]
        for act in ("call_next", "recall_ticket", "start_service", "finish_service", "hold_ticket"):
            keys_of(keymap, act)
        keys_of(keymap, "transfer_ticket", "04")


def test_a_summary_that_cannot_be_written_is_told_before_the_hall_opens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = (
        "demo",
        "--no-screen",
        "--keep",
        str(tmp_path / "hall"),
        "--json",
        str(tmp_path / "no" / "out.json"),
    )
    assert main(words) == 2
    assert "out.json: No such file or directory; name a file that can be written" in capsys.readouterr().err
    assert not (tmp_path / "hall").exists()


def test_a_folder_with_a_journal_is_not_run_in_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "hall.db").touch()
    assert main(("demo", "--no-screen", "--keep", str(tmp_path))) == 2
    assert "a journal is there already (hall.db); name an empty folder" in capsys.readouterr().err


WRONG_WORDS = [
    ("--speed", "0", "a number above 0"),
    ("--speed", "-2", "a number above 0"),
    ("--speed", "nan", "a number above 0"),
    ("--speed", "inf", "a number above 0"),
    ("--speed", "fast", "a number above 0"),
    ("--minutes", "-1", "a whole number of minutes, 0 or more"),
    ("--minutes", "1.5", "a whole number of minutes, 0 or more"),
    ("--port", "65536", "a port, a whole number from 0 to 65535"),
    ("--port", "-1", "a port, a whole number from 0 to 65535"),
    ("--web", "70000", "a port, a whole number from 0 to 65535"),
]


@pytest.mark.parametrize(("option", "word", "sentence"), WRONG_WORDS)
def test_a_number_that_no_demonstration_can_have_is_refused_in_a_sentence(
    capsys: pytest.CaptureFixture[str], option: str, word: str, sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(["demo", f"{option}={word}"])
    assert ended.value.code == 2
    assert f'argument {option}: "{word}" is not {sentence}' in capsys.readouterr().err


def test_the_numbers_of_a_demonstration_are_taken() -> None:
    asked = parser().parse_args(
        ["demo", "--speed", "0.5", "--minutes", "30", "--port", "0", "--web", "65535"]
    )
    assert (asked.speed, asked.minutes, asked.port, asked.web) == (0.5, 30, 0, 65535)
    assert parser().parse_args(["demo"]).speed == 0


def test_a_pin_that_nobody_can_type_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def nobody(_prompt: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", nobody)
    assert main(("pin",)) == 2
    assert "typed the same twice" in capsys.readouterr().err


def test_a_seal_that_cannot_be_checked_is_not_called_unchecked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(("verify", str(tmp_path / "hall.db"), "--secret", str(tmp_path / "typo.key"))) == 2
    assert "typo.key: no such file" in capsys.readouterr().err


def test_a_journal_that_is_not_there_is_not_called_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(tmp_path / "none.db")]) == 2
    assert "no such file" in capsys.readouterr().err
