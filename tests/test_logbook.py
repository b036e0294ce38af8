"""The logbook: one line for an event, and no personal data in any of them."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from queue_server.logbook import configure_logbook, mask_text

NUMBER = "11010519491231002X"


@pytest.fixture
def output() -> Iterator[io.StringIO]:
    """What is logged as JSON during the test."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    configure_logbook(stream)
    yield stream
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def last_line(output: io.StringIO) -> dict[str, object]:
    line: dict[str, object] = json.loads(output.getvalue().splitlines()[-1])
    return line


def test_an_event_is_a_line_of_json_with_its_keys(output: io.StringIO) -> None:
    structlog.stdlib.get_logger("queue_server.test").info("ticket_called", ticket="A012", window="03")
    line = last_line(output)
    assert (line["event"], line["ticket"], line["level"]) == ("ticket_called", "A012", "info")
    assert line["logger"] == "queue_server.test"


def test_other_peoples_loggers_go_the_same_way(output: io.StringIO) -> None:
    logging.getLogger("websockets.server").warning("connection from %s", NUMBER)
    assert last_line(output)["event"] == "connection from ***002X"


def test_debug_of_the_database_is_never_written(output: io.StringIO) -> None:
    configure_logbook(output, level="DEBUG")
    logging.getLogger("aiosqlite").debug("executing %s", NUMBER)
    assert output.getvalue() == ""


@pytest.mark.parametrize(
    "value",
    [NUMBER, f"读到 {NUMBER} 了", [NUMBER], {"a": {"b": (NUMBER,)}}, int(NUMBER[:-1] + "1"), NUMBER.encode()],
)
def test_a_number_is_masked_wherever_it_stands(output: io.StringIO, value: object) -> None:
    structlog.stdlib.get_logger().info("x", value=value)
    assert NUMBER[:-1] not in output.getvalue()


def test_keys_that_speak_of_people_are_masked(output: io.StringIO) -> None:
    structlog.stdlib.get_logger().info("x", pin="1234", badge="88", nested={"token": "t0k"})
    line = last_line(output)
    assert (line["pin"], line["badge"], line["nested"]) == ("***", "***", {"token": "***"})


def test_a_traceback_is_masked_as_well(output: io.StringIO) -> None:
    try:
        raise ValueError(NUMBER)
    except ValueError:
        structlog.stdlib.get_logger().exception("x")
    assert "ValueError" in output.getvalue()
    assert NUMBER not in output.getvalue()


def test_instants_and_ticket_ids_are_not_masked() -> None:
    for text in ("1772414400000", "20260302-A012", "event 123456", "a" * 40):
        assert mask_text(text) == text


def test_on_a_terminal_the_lines_are_for_reading() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    configure_logbook(terminal)
    structlog.stdlib.get_logger().info("ticket_called", ticket="A012")
    assert "ticket_called" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
