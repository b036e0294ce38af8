"""A journal on a full disk is waited for; anything else in its way is told at once."""

from pathlib import Path

import pytest

from queue_server.clock import ManualClock
from queue_server.errors import StoreFault
from queue_server.runtime import full_disk
from queue_server.runtime.full_disk import is_full, open_journal
from queue_server.store.chain import EMPTY
from tests.runtime.test_trouble import tmpfs


class Cleaner(ManualClock):
    """While somebody waits, a person makes room."""

    def __init__(self, ballast: Path) -> None:
        super().__init__()
        self.waits_ms: list[float] = []
        self._ballast = ballast

    async def sleep_ms(self, duration_ms: float) -> None:
        self.waits_ms.append(duration_ms)
        if len(self.waits_ms) > 1:
            self._ballast.unlink()


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError:
            return


async def test_a_hall_started_on_a_full_disk_opens_when_there_is_room(tmp_path: Path) -> None:
    ballast = tmp_path / "ballast"
    with tmpfs(tmp_path, 1024):
        fill(ballast)
        assert is_full(tmp_path / "var" / "hall.db")
        clock = Cleaner(ballast)
        journal = await open_journal(tmp_path / "hall.db", clock)
        assert await journal.last() == EMPTY
        assert clock.waits_ms == [500, 1000]
        await journal.close()


async def test_what_is_no_full_disk_is_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(full_disk, "is_full", lambda _: False)
    (tmp_path / "hall.db").write_bytes(b"no journal at all" * 1000)
    with pytest.raises(StoreFault, match=r"hall\.db"):
        await open_journal(tmp_path / "hall.db", ManualClock())
