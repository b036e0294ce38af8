"""The four console programs as processes: what they answer, and how they end."""

import signal
from pathlib import Path
from typing import Any

import msgspec
import pytest

from queue_server.store.rows import read_rows
from queue_server.vocabulary import ItemCode, Role, WindowNo
from queue_server.wire.client import HallLink, new_request_id
from queue_server.wire.from_kiosk import TakeTicket
from queue_server.wire.from_server import Done
from queue_server.wire.greeting import WIRE_VERSION, Hello
from tests.end_to_end.conftest import free_port, get, linked, run_program, served, small_hall_file

FIGURES = {"issued", "called", "served", "missed", "cancelled", "transferred", "ratings"} | {
    "attendance",
    "cards_by_level",
    "cards_revoked",
    "told",
    "faults",
    "forecasts",
}
PROMISES = {"duplicate_numbers", "tickets_called_twice_at_once", "lost_tickets", "out_of_order"}

DEMO = ("demo", "--no-screen", "--minutes", "3", "--speed", "600", "--seed", "7", "--port", "0", "--json")


async def take_one(port: int) -> str:
    """Take a ticket at a kiosk and return its number."""
    hello = Hello(WIRE_VERSION, Role.KIOSK, "K1", window=WindowNo(""))
    async with linked(HallLink(f"ws://127.0.0.1:{port}", hello)) as kiosk:
        answer = await kiosk.request(TakeTicket(new_request_id(), ItemCode("GA-1")), timeout_s=15)
    assert isinstance(answer, Done)
    return answer.number


async def test_check_tells_a_right_configuration_back(tmp_path: Path) -> None:
    status, output, errors = await run_program("queue-server", "check", str(small_hall_file(tmp_path, 8765)))
    assert (status, errors) == (0, "")
    assert "襄州区行政服务中心" in output


async def test_check_explains_a_wrong_key_by_the_nearest_real_one(tmp_path: Path) -> None:
    config = small_hall_file(tmp_path, 8765)
    config.write_text(config.read_text(encoding="utf-8").replace("name_en", "nmae_en", 1), encoding="utf-8")
    status, _, errors = await run_program("queue-server", "check", str(config))
    assert status == 2
    assert "nmae_en" in errors
    assert "name_en" in errors.replace("nmae_en", "")
    assert "Traceback" not in errors


async def test_a_served_hall_answers_ends_when_asked_and_its_journal_is_sound(tmp_path: Path) -> None:
    port, journal = free_port(), str(tmp_path / "hall.db")
    async with served(small_hall_file(tmp_path, port), port) as server:
        assert (await get(port, "/healthz"))[0] == 200
        assert b"hall_events_total" in (await get(port, "/metrics"))[1]
        assert (await get(port, "/elsewhere"))[0] == 404
        assert await take_one(port) == "A001"
        server.send(signal.SIGTERM)
        status, output, errors = await server.end(within_s=10)
    assert (status, "Traceback" in output + errors) == (0, False)
    secret = str(tmp_path / "secret.key")
    status, output, _ = await run_program("queue-server", "verify", journal, "--secret", secret)
    assert (status, "as written" in output) == (0, True)
    await a_changed_byte_is_named(Path(journal))


def change_one_byte(journal: Path) -> int:
    """Write another number onto the issued ticket; return the event's number."""
    issued = next(row for row in read_rows(journal) if row["body"]["event"] == "ticket_issued")
    data = journal.read_bytes()
    assert data.count(b'"number":"A001"') == 1
    journal.write_bytes(data.replace(b'"number":"A001"', b'"number":"A002"'))
    return int(issued["seq"])


async def a_changed_byte_is_named(journal: Path) -> None:
    seq = change_one_byte(journal)
    status, output, _ = await run_program("queue-server", "verify", str(journal))
    assert status == 1
    assert f"event {seq}: changed" in output


async def test_a_port_in_use_is_one_sentence_and_status_two(tmp_path: Path) -> None:
    port = free_port()
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    async with served(small_hall_file(first, port), port):
        status, _, errors = await run_program("queue-server", "serve", str(small_hall_file(second, port)))
    said = [line for line in errors.splitlines() if line.startswith("queue-server: ")]
    assert (status, len(said)) == (2, 1)
    assert str(port) in said[0]
    assert "Traceback" not in errors


async def test_the_demonstration_writes_every_figure_and_breaks_no_promise(tmp_path: Path) -> None:
    path = tmp_path / "out.json"
    status, output, errors = await run_program("queue-server", *DEMO, str(path))
    assert status == 0, output + errors
    summary: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    assert set(summary) >= FIGURES | PROMISES
    assert all(offenders == [] for name, offenders in summary.items() if name not in FIGURES)
    assert summary["issued"] > 0


@pytest.mark.parametrize(
    ("program", "words", "said"),
    [
        ("hall-devices", ("list",), ""),
        ("hall-devices", ("watch", "bluetooth://pad"), "bluetooth://pad"),
        ("kiosk", ("--help",), "citizen"),
        ("hall-display", ("--help",), "board"),
    ],
)
async def test_the_other_programs_answer(program: str, words: tuple[str, ...], said: str) -> None:
    status, output, errors = await run_program(program, *words)
    assert status == (2 if words[0] == "watch" else 0)
    assert said in output + errors
    assert "Traceback" not in errors
