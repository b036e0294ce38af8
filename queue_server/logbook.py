"""The logbook: events with keys, one line each. Nobody else configures logging; nobody prints.

On a terminal the lines are coloured for reading, elsewhere they are JSON for machines. Personal data is never
logged on purpose; what looks like an identity number is masked here all the same, in keys and values alike.
"""

import logging
import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog

_GAP = r"[\s\-·]?"
IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z])[1-9１-９](?:{_GAP}\d){{5}}{_GAP}(?:[1１]{_GAP}[89８９]|[2２]{_GAP}[0０])"
    rf"(?:{_GAP}\d){{9}}{_GAP}[\dXxＸｘ](?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z])[1-9１-９]\d{14}(?![0-9A-Za-z])"
)
"""A resident identity number, new or old form, standing alone; the new one also in groups, as people write
it, and both in the wide digits of a Chinese keyboard."""
IDENTITY_LENGTH_MIN = 15
"""No shorter text holds one."""
SECRET_KEYS = frozenset({"identity", "person", "pin", "badge", "token", "secret", "number_of_identity"})
"""Keys whose values are never written, whatever they look like."""
MASK = "***"

EventDict = MutableMapping[str, Any]


def mask_text(text: str) -> str:
    """Return the text with every identity number in it masked but for its last four digits."""
    return IDENTITY.sub(lambda found: MASK + "".join(filter(str.isalnum, found.group()))[-4:], text)


def mask_personal(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Mask what must not be in a log, at any depth of the event."""
    for key, value in event.items():
        event[key] = MASK if key in SECRET_KEYS and value else _masked(value)
    return event


def _masked(value: object) -> object:
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {key: MASK if key in SECRET_KEYS else _masked(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked(inner) for inner in value]
    if value is None or isinstance(value, bool | int | float):
        return value if not isinstance(value, int) or len(str(value)) < 15 else mask_text(str(value))
    return mask_text(repr(value))


def configure_logbook(stream: TextIO = sys.stderr, level: str = "INFO") -> None:
    """Send every logger's events to ``stream``: pretty on a terminal, JSON otherwise."""
    shared = _processors()
    is_tty = stream.isatty()
    last = (
        structlog.dev.ConsoleRenderer() if is_tty else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, mask_personal, last],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in ("aiosqlite", "websockets"):
        # At DEBUG aiosqlite writes every parameter of every statement.
        logging.getLogger(chatty).setLevel(logging.INFO)
    # It warns at every word to a peer that has just gone: strangers could fill the disk with it.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _processors() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        # Before masking: a traceback is text like any other.
        structlog.processors.format_exc_info,
    ]
