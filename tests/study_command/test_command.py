"""``queue-server study`` as it is typed: tables, JSON, past tickets, and what it says to mistakes."""

import json
from pathlib import Path

import pytest

from queue_server.__main__ import main, parser
from queue_server.study_command.command import run_study

QUICK = ("study", "--load", "0.7", "--replays", "10", "--warm-up", "1")


def run(*words: str | Path) -> list[str]:
    """Run the command; return what it told of its progress."""
    told: list[str] = []
    assert run_study(parser().parse_args([str(word) for word in (*QUICK, *words)]), told.append) == 0
    return told


def test_simulated_days_and_then_the_same_days_as_past_tickets(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, tickets = tmp_path / "out.json", tmp_path / "tickets.csv"
    told = run("--days", "2", "--policy-days", "2", "--json", out, "--tickets-out", tickets)
    printed = capsys.readouterr().out
    assert "推演" in printed
    assert "accumulating" not in printed
    assert "累积 p=1.5" in printed
    assert "day 2 of 2" in "".join(told)
    found = json.loads(out.read_text(encoding="utf-8"))
    assert found["comparison"]["days"] == 1
    assert {one["method"] for one in found["comparison"]["scores"]} == {
        "replay",
        "fluid",
        "naive",
        "pooled",
        "last",
    }
    assert {one["policy"] for one in found["policies"]} == {"p1.5", "p2", "fifo", "static", "ratio"}
    run("--csv", tickets, "--json", out, "--language", "en")
    assert "people × mean ÷ windows" in capsys.readouterr().out
    again = json.loads(out.read_text(encoding="utf-8"))
    assert again["source"] == "tickets.csv"
    assert again["policies"] == []
    assert again["comparison"]["tickets"] > 100


def test_policies_alone(capsys: pytest.CaptureFixture[str]) -> None:
    run("--days", "0", "--policy-days", "2", "--policies", "fifo", "p2", "--language", "en")
    printed = capsys.readouterr().out
    assert "fifo" in printed
    assert "accumulating p=2" in printed
    assert "static" not in printed
    assert "replay" not in printed


def test_too_few_days_are_told_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["study", "--days", "3"]) == 2
    assert "3 days are too few when 5 are for learning" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("--days", "-1"), "is not a whole number, 0 or more"),
        (("--load", "nan"), "is not a number above 0 and up to 3"),
        (("--replays", "0"), "0 is too few"),
        (("--policies", "lifo"), "invalid choice"),
    ],
)
def test_a_wrong_word_is_refused(
    words: tuple[str, ...], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["study", *words])
    assert reason in capsys.readouterr().err


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "none" / "out.json"
    assert main(["study", "--days", "0", "--policy-days", "1", "--json", str(out)]) == 2
    assert "give another file with --json" in capsys.readouterr().err
