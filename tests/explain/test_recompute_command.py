"""``queue-server explain --recompute``: the same, or what differs; in both languages, in any process."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from msgspec.structs import replace

from queue_server.__main__ import main
from queue_server.clock import ManualClock
from queue_server.demo.small_hall import SMALL_HALL, link_to, open_house, small_hall
from queue_server.forecast.outcome import Forecast
from queue_server.forecast.plan import ForecastPlan
from queue_server.hall.events import Recorded, TicketIssued
from queue_server.vocabulary import ItemCode, Role
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_window import SignIn
from tests.end_to_end.conftest import act, linked, until
from tests.explain.busy_days import HALL, OPENS_MS
from tests.explain.lived import live
from tests.explain.test_retrace import foretold, wait_of

EXPLAIN = (sys.executable, "-m", "queue_server", "explain")


class Kept(NamedTuple):
    """A morning's journal, its configuration, and the last ticket forecast by a whole replay."""

    journal: Path
    config: Path
    issued: Recorded

    @property
    def number(self) -> str:
        return cast("TicketIssued", self.issued.event).number


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    folder = tmp_path_factory.mktemp("kept")
    journal, config = folder / "hall.db", folder / "hall.toml"
    asyncio.run(live(journal, ManualClock(OPENS_MS), 3, 100))
    config.write_text(f'{HALL}\n[store]\npath = "{journal}"\n')
    issued = [one for one in foretold(journal) if wait_of(one).method == "replay"][-1]
    return Kept(journal, config, issued)


def test_the_same_is_said_and_nothing_is_touched(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    before = kept.journal.read_bytes()
    assert main(["explain", kept.number, "--config", str(kept.config), "--recompute"]) == 0
    out = capsys.readouterr().out
    assert "\n取号时的预计\n          告知的等候: " in out
    assert "分钟\n" in out
    assert out.endswith(
        "\n从日志重新推演\n          重新推演: 结果一致：摘要、分位数和告知的范围都和当时一样\n"
    )
    assert kept.journal.read_bytes() == before
    assert {one.name for one in kept.journal.parent.iterdir()} == {"hall.db", "hall.db.lock", "hall.toml"}


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_gives_the_same(kept: Kept, hash_seed: str) -> None:
    words = (kept.number, "--config", str(kept.config), "--recompute", "--language", "en")
    env = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONIOENCODING": "utf-8"}
    told = subprocess.run((*EXPLAIN, *words), capture_output=True, text=True, env=env, check=False)
    assert (told.returncode, told.stderr) == (0, "")
    assert "Recomputed: the same." in told.stdout


def test_a_changed_configuration_is_an_answer_with_both_digests(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = tmp_path / "changed.toml"
    changed.write_text(kept.config.read_text().replace("minutes = 9", "minutes = 10"))
    words = ["explain", kept.number, "--config", str(changed), "--recompute", "--language", "en"]
    assert main(words) == 1
    out = capsys.readouterr().out
    assert "Recomputed: Not the same: the digest of the state differs." in out
    assert f"          Digest: then {wait_of(kept.issued).digest}, now " in out


def test_a_configuration_is_asked_for_in_words(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", kept.number, "--journal", str(kept.journal), "--recompute"]) == 2
    assert "give --config FILE with --recompute" in capsys.readouterr().err


async def test_what_a_whole_house_told_is_the_same_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Told by the forecaster's own process, at its own pace, to a kiosk on a real socket."""
    config = replace(small_hall(tmp_path), forecast=ForecastPlan(refresh_s=1, after_event_ms=30))
    async with open_house(config) as house:
        kiosk, window = link_to(house, Role.KIOSK, "K1"), link_to(house, Role.WINDOW, "03", "03")
        async with linked(kiosk), linked(window):
            await act(window, SignIn(new_request_id(), badge="0001000734"))
            made: list[Forecast] = []
            house.foresight.on_made(lambda forecast, _: made.append(forecast))
            await until(lambda: any(one.method == "replay" for one in made), within_s=45)
            for _ in range(12):
                await act(kiosk, TakeTicket(new_request_id(), ItemCode("GA-1")))
    written = tmp_path / "hall.toml"
    written.write_text(
        f'{SMALL_HALL.replace("{port}", "sim://n")}\n[store]\npath = "{tmp_path / "hall.db"}"\n'
    )
    issued = foretold(tmp_path / "hall.db")
    assert wait_of(issued[-1]).method == "replay"
    for one in issued[::4] + issued[-1:]:
        number = cast("TicketIssued", one.event).number
        assert main(["explain", number, "--config", str(written), "--recompute"]) == 0
    assert capsys.readouterr().out.count("结果一致") == len(issued[::4]) + 1
