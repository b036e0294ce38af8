"""What a scanned code means: the QR of a ticket, or the code of an appointment. Pure.

A ticket's QR is a link for the phone that ends in the ticket's id and a secret mark; the kiosk needs the id
alone. Whatever is no link and no ticket is taken for an appointment's code: the server knows it.
"""

import re
from enum import StrEnum
from urllib.parse import urlsplit

import msgspec

from queue_server.vocabulary import QueueCode, TicketId

_NUMBER = re.compile(r"[A-Z]{1,3}[0-9]{2,6}")
_TICKET = re.compile(r"([0-9]{8}-[A-Z]{1,3}[0-9]{2,6})(-[A-Z0-9]+)?")
_SENSIBLE = re.compile(r"[0-9A-Za-z._~-]{3,64}")


class CodeKind(StrEnum):
    """What was read."""

    TICKET = "ticket"
    APPOINTMENT = "appointment"
    NONSENSE = "nonsense"


class Code(msgspec.Struct, frozen=True):
    """``value`` is a ticket's id, or an appointment's code."""

    kind: CodeKind
    value: str = ""


def read_code(text: str) -> Code:
    """Return what ``text``, as scanned, stands for; a ticket always shows its whole id."""
    text = text.strip()
    is_link = text.startswith(("http://", "https://"))
    said = _end_of(text) if is_link else text
    if ticket := _TICKET.fullmatch(said.upper()):
        return Code(CodeKind.TICKET, ticket[1])
    if is_link or not _SENSIBLE.fullmatch(said):
        return Code(CodeKind.NONSENSE)
    return Code(CodeKind.APPOINTMENT, said)


def _end_of(link: str) -> str:
    """Return the last part of a link's path; nothing of what only looks like a link."""
    try:
        return urlsplit(link).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""


def ticket_id(value: str, day: str) -> TicketId:
    """Return the id of a ticket: a bare number is one of ``day``, as in the hall's document."""
    return TicketId(f"{day}-{value}" if _NUMBER.fullmatch(value) else value)


def is_away_number(number: str, queue: QueueCode) -> bool:
    """Say whether a kiosk issued ``number`` while the server was away: its mark stands behind the queue."""
    return number.startswith(queue) and number.removeprefix(queue)[:1].isalpha()
