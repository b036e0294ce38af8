"""A rating screen before a link that remembers what was asked, and a hand to touch it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from kiosk.rating.app import RatingApp
from kiosk.rating.view import Phase
from kiosk.screenkit.link import Act, Answer
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.vocabulary import Language, RatingState, TicketId, WindowNo
from queue_server.wire.documents import HallDoc, RatingDoc, Words
from queue_server.wire.from_rating import RateService
from queue_server.wire.from_server import Done
from tests.finger import tap, until_shown

Request = Callable[..., Awaitable[Answer]]

NOW_MS = 1_772_415_000_000
"""2026-03-02 09:30 in the hall."""
W3 = WindowNo("03")
SIZE, SMALL = (96, 27), (80, 24)
HALL = HallDoc("hall", Words("襄州区行政服务中心", "Xiangzhou Service Centre"), "20260302", (), (), {}, {})
NAME = Words("经济和信息化局", "Economy and Information Technology")
IDLE = RatingDoc("rating/03", W3, NAME)


def serving(number: str = "A012", language: Language = Language.CHINESE) -> RatingDoc:
    ticket = TicketId(f"20260302-{number}")
    return RatingDoc("rating/03", W3, NAME, RatingState.SERVING, ticket, number, language)


def asked(
    number: str = "A012", language: Language = Language.CHINESE, *, asked_ms: int = NOW_MS
) -> RatingDoc:
    ticket, until_ms = TicketId(f"20260302-{number}"), asked_ms + 15_000
    return RatingDoc("rating/03", W3, NAME, RatingState.ASKED, ticket, number, language, asked_ms, until_ms)


class Stand:
    """The screen, its link, its clock, and somebody before it."""

    def __init__(self, doc: RatingDoc = IDLE, language: Language = Language.CHINESE) -> None:
        self.clock = ManualClock(NOW_MS)
        self.link = MemoryLink([HALL, doc], self.clock)
        self.app = RatingApp(self.link, W3, language, self.clock)
        self.pilot: Pilot[None] | None = None

    @asynccontextmanager
    async def at_work(self, size: tuple[int, int] = SIZE) -> AsyncIterator["Stand"]:
        """Run the screen for the length of the block, from when it has heard of the hall."""
        async with self.app.run_test(size=size) as pilot:
            self.pilot = pilot
            await self.until(lambda: self.app.view.phase is not Phase.AWAY)
            yield self

    async def until(self, holds: Callable[[], bool]) -> None:
        assert self.pilot is not None
        await until_shown(self.pilot, holds)

    async def is_in(self, phase: Phase) -> None:
        await self.until(lambda: self.app.view.phase is phase)

    async def touch(self, what: str) -> None:
        assert self.pilot is not None
        assert await tap(self.pilot, what)

    async def pilot_clicks(self, *places: str) -> None:
        """Touch one place after the other, whatever lies there by then."""
        assert self.pilot is not None
        for place in places:
            if self.app.screen.query_one(place).is_on_screen:
                await self.pilot.click(place)

    async def settle(self) -> None:
        """Let everything that is on its way arrive."""
        assert self.pilot is not None
        for _ in range(5):
            await self.pilot.pause()

    @staticmethod
    def deaf_once(request: Request, times: list[str]) -> Request:
        """Return a request whose first answer is lost on the way; the second one arrives."""

        async def ask(message: Act, *, timeout_s: float = 5.0) -> Answer:
            times.append(message.request)
            if len(times) == 1:
                await request(message, timeout_s=0.01)
            return Done(message.request, 7)

        return ask

    def phase(self) -> Phase:
        return self.app.view.phase

    def language(self) -> Language:
        """Return the language that leads."""
        return self.app.language

    def acts(self) -> list[RateService]:
        """Return what was said to the hall, each id once."""
        return [act for act in self.link.asked if isinstance(act, RateService)]
