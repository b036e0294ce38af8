"""What a manager says from the command line: appointments from a list, a notice. A client only.

It speaks the wire like every screen and has no other way in. A booking's request id comes from the booking
itself, so that saying the same list twice books nothing twice.
"""

import argparse
import asyncio
import csv
import ssl
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import msgspec

from queue_server.errors import ConfigError
from queue_server.manage_supervision import LISTS, SAYS, listed
from queue_server.vocabulary import ItemCode, Language, RequestId, Role
from queue_server.wire.client import HallLink, LinkDown, LinkLost, LinkUp
from queue_server.wire.from_manager import BookAppointment, CancelAppointment, FromManager, PostNotice
from queue_server.wire.from_server import Done, Faulted, Refused
from queue_server.wire.from_wall import ChosenPlace, PublishSelection
from queue_server.wire.greeting import WIRE_VERSION, Hello
from queue_server.wire.sentences import sentence

COLUMNS = ("code", "item", "date", "time")
ANSWER_WITHIN_S = 10.0
GREETED_WITHIN_S = 10.0
NAMESPACE = uuid.UUID("7e6f3a52-6d0d-5c7e-9d55-1d8a4c6b2f10")
"""Of the request ids made from bookings; never changed, or a list said again would book again."""


class Booking(msgspec.Struct, frozen=True):
    """One line of a list: local date and time of the slot."""

    code: str
    item: str
    at: datetime
    identity: str = ""

    def message(self, utc_offset_min: int) -> BookAppointment:
        """Return the booking as the wire says it."""
        zone = timezone(timedelta(minutes=utc_offset_min))
        slot_ms = int(self.at.replace(tzinfo=zone).timestamp() * 1000)
        return BookAppointment(
            request_of("book", self.code, self.item, str(slot_ms)),
            self.code,
            ItemCode(self.item),
            slot_ms,
            self.identity,
        )


def request_of(*parts: str) -> RequestId:
    """Return the request id that these words always have."""
    return RequestId(uuid.uuid5(NAMESPACE, "\n".join(parts)).hex)


def read_bookings(path: Path) -> tuple[Booking, ...]:
    """Read a list with the columns code, item, date (2026-03-02), time (09:30) and perhaps identity.

    Raises ConfigError that names every line that cannot be read.
    """
    try:
        lines = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ConfigError(
            (f"{path}: cannot be read as a table: {error}; save it as CSV in UTF-8",)
        ) from error
    mistakes: list[str] = []
    bookings = [_booking(line, f"{path.name}, line {number}", mistakes) for number, line in _numbered(lines)]
    if mistakes or not bookings:
        raise ConfigError(
            tuple(mistakes) or (f"{path}: no appointment in it; columns: {', '.join(COLUMNS)}",)
        )
    return tuple(booking for booking in bookings if booking is not None)


def _numbered(lines: list[dict[str, str | None]]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield each line with its number in the file, the header being line 1."""
    for number, line in enumerate(lines, start=2):
        yield number, {column: (line.get(column) or "").strip() for column in (*COLUMNS, "identity")}


def _booking(line: dict[str, str], where: str, mistakes: list[str]) -> Booking | None:
    missing = [column for column in COLUMNS if not line[column]]
    if missing:
        mistakes.append(f"{where}: {', '.join(missing)} is missing")
        return None
    try:
        at = datetime.fromisoformat(f"{line['date']}T{line['time']}")
    except ValueError:
        mistakes.append(f"{where}: write the date as 2026-03-02 and the time as 09:30")
        return None
    return Booking(line["code"], line["item"], at, line["identity"])


def manager_link(url: str, name: str, token_file: str | None, ca_file: str | None) -> HallLink:
    """Return the link a manager speaks over. Raises ConfigError for a file that cannot be read."""
    try:
        token = Path(token_file).read_text(encoding="utf-8").strip() if token_file else ""
        trust = ssl.create_default_context(cafile=ca_file) if url.startswith("wss:") else None
    except OSError as error:
        raise ConfigError(
            (f"{token_file or ca_file}: {error}; give a file this program may read",)
        ) from error
    return HallLink(url, Hello(WIRE_VERSION, Role.MANAGER, name, token=token), ssl=trust)


class Manager:
    """A manager's conversation, for as long as the words last."""

    def __init__(self, link: HallLink, tell: Callable[[str], object]) -> None:
        self._link, self._tell = link, tell

    async def book(self, bookings: Iterable[Booking]) -> bool:
        """Book every line; tell of each. Return whether all were taken."""
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(self._link.run())
            offset_min = await self._greeted()
            said = [(booking.code, booking.message(offset_min)) for booking in bookings]
            outcome = [await self._say(code, message) for code, message in said]
            running.cancel()
        return all(outcome)

    async def cancel(self, code: str) -> bool:
        """Take an appointment out of the book."""
        return await self._say_one(code, CancelAppointment(RequestId(uuid.uuid4().hex), code))

    async def publish(
        self, period: str, windows: tuple[ChosenPlace, ...], members: tuple[ChosenPlace, ...]
    ) -> bool:
        """Show the selection of a period on the boards, in the place of the one before."""
        return await self._say_one(
            period, PublishSelection(RequestId(uuid.uuid4().hex), period, windows, members)
        )

    async def notice(self, zh: str, en: str) -> bool:
        """Put a notice on the boards; two empty texts bring back the configured ones."""
        return await self._say_one(zh, PostNotice(RequestId(uuid.uuid4().hex), zh, en))

    async def supervise(self, asked: argparse.Namespace) -> bool:
        """Say to supervision what the command line asks, or list what it asks to see."""
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(self._link.run())
            offset_min = await self._greeted()
            if asked.act in LISTS:
                outcome = await self._list(asked.act, offset_min)
            else:
                message = SAYS[asked.act](asked, RequestId(uuid.uuid4().hex), offset_min)
                outcome = await self._say(asked.act, message)
            running.cancel()
        return outcome

    async def _list(self, what: str, offset_min: int) -> bool:
        """Wait for the documents, which follow the greeting, and tell them."""
        while not self._link.docs:
            await self._link.next_event()
        for line in listed(what, self._link.docs, offset_min):
            self._tell(line)
        return True

    async def _say_one(self, about: str, message: FromManager) -> bool:
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(self._link.run())
            await self._greeted()
            outcome = await self._say(about, message)
            running.cancel()
        return outcome

    async def _greeted(self) -> int:
        """Wait for the greeting; return the hall's offset. Raises ConfigError when there is none."""
        try:
            async with asyncio.timeout(GREETED_WITHIN_S):
                return await self._first_greeting()
        except TimeoutError:
            raise ConfigError(("the server does not answer; is --server right?",)) from None

    async def _first_greeting(self) -> int:
        while True:
            event = await self._link.next_event()
            if isinstance(event, LinkUp):
                return event.welcome.utc_offset_min
            if isinstance(event, LinkLost) and event.code:
                raise ConfigError((f"the server does not let us in: {event.reason}",))

    async def _say(self, about: str, message: FromManager) -> bool:
        try:
            answer = await self._link.request(message, timeout_s=ANSWER_WITHIN_S)
        except LinkDown as down:
            self._tell(f"{about}: {down}; say it again, nothing is done twice")
            return False
        self._tell(f"{about}: {_words(answer)}")
        return isinstance(answer, Done)


def _words(answer: Done | Refused | Faulted) -> str:
    match answer:
        case Done():
            return "完成 done"
        case Refused(code=code, facts=facts):
            return f"{sentence(code, facts, Language.CHINESE)} / {sentence(code, facts, Language.ENGLISH)}"
        case Faulted(detail=detail):
            return f"没有保存 not saved: {detail}"
