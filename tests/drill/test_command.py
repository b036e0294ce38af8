"""``queue-server drill`` on a tiny scale: real servers, real loads, a real disk; what it leaves behind."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest

from queue_server.__main__ import main, parser
from queue_server.drill.command import run_drill
from queue_server.drill.figures import Point
from queue_server.drill.rig import QUICK, Scale
from queue_server.errors import Fault

TINY = msgspec.structs.replace(
    QUICK,
    seconds=0.2,
    loads=((1, 1),),
    boards=3,
    phones=4,
    calls=3,
    cycles=16,
    waiting=(20,),
    events=400,
    events_per_day=40,
    windows=(),
    grown_boards=(),
    days=(4,),
    day_events=40,
)


def _drill(tmp_path: Path, *words: str, scale: Scale = TINY) -> dict[str, list[dict[str, object]]]:
    out = tmp_path / "out.json"
    asked = parser().parse_args(["drill", "--json", str(out), "--folder", str(tmp_path), *words])
    assert run_drill(asked, scale, lambda _: None) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]
    found: dict[str, list[dict[str, object]]] = json.loads(out.read_text(encoding="utf-8"))
    return found


def test_tickets_and_a_burst_have_figures_and_floors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = _drill(tmp_path, "--only", "tickets", "burst")
    figures = {str(figure["name"]): figure for figure in found["figures"]}
    for figure in figures.values():
        assert isinstance(figure["value"], float)
        assert figure["value"] > 0
    assert figures["1 × 1"]["floor_name"] == "one echo, then one commit"
    boards = [figure for name, figure in figures.items() if "boards" in name]
    assert [figure["note"] for figure in boards] == ["0 calls did not reach all; 0 out of turn"] * 2
    assert "one echo, then one commit" in capsys.readouterr().out


def test_growth_has_a_point_for_each_size(tmp_path: Path) -> None:
    points = _drill(tmp_path, "--only", "growth")["points"]
    assert [(point["axis"], point["size"]) for point in points] == [("waiting", 20), ("days", 4)]
    assert all(msgspec.convert(point["call_p50_ms"], float) > 0 for point in points)
    assert msgspec.convert(points[1]["report_s"], float) > 0
    assert [point["failed"] for point in points] == ["", ""]


def test_a_point_that_fails_says_why_and_the_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_rig: object, _load: object, windows: int) -> Point:
        raise Fault(f"{windows} windows are too many")

    monkeypatch.setattr("queue_server.drill.growth._boards", broken)
    scale = msgspec.structs.replace(TINY, days=(), grown_boards=(3,))
    points = _drill(tmp_path, "--only", "growth", scale=scale)["points"]
    assert [(point["size"], point["failed"]) for point in points] == [(20, ""), (3, "3 windows are too many")]


def test_a_file_that_cannot_be_written_is_told_before_anything_starts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["drill", "--json", str(tmp_path / "none" / "out.json"), "--folder", str(tmp_path)]) == 2
    assert "name a file that can be written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_part_and_a_missing_folder_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["drill", "--only", "nothing"])
    assert "'nothing'" in capsys.readouterr().err
    assert main(["drill", "--folder", str(tmp_path / "none")]) == 2
    assert "name a folder that can be written" in capsys.readouterr().err


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_interrupted_it_leaves_neither_processes_nor_folders(tmp_path: Path, name: signal.Signals) -> None:
    words = [sys.executable, "-m", "queue_server", "drill", "--only", "tickets", "--folder", str(tmp_path)]
    drill = subprocess.Popen(words, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
    assert drill.stderr is not None
    assert "tickets" in drill.stderr.readline()
    while not (children := _children_of(drill.pid)):
        time.sleep(0.01)
    drill.send_signal(name)
    drill.stderr.close()
    assert drill.wait(20) == 130
    assert list(tmp_path.iterdir()) == []
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []


def _children_of(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []
