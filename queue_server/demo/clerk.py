"""A simulated staff member: comes in at the door, signs in at the terminal, then works with the pad.

A clerk sees what a clerk sees: the terminal's own desk document, and who stands in front of the window. Who
sits and waits touches the terminal now and then, which is a sign of life; who is away gives none.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

import msgspec

from queue_server.clock import PatientClock
from queue_server.demo.chance import Chance
from queue_server.demo.citizen import Floor
from queue_server.demo.doors import Person
from queue_server.demo.hands import HEARD_WITHIN_S, Desk, Hands
from queue_server.demo.mood import Mood
from queue_server.vocabulary import CardAct, TicketId, WindowState
from queue_server.wire.client import new_request_id
from queue_server.wire.documents import DeskCard, DeskDoc, DeskTicket, ItemDoc, WindowDoc
from queue_server.wire.from_wall import ActOnCard
from queue_server.wire.from_window import AddItem, ShowLife, SignIn, SignOut

RECALLS_AFTER_S = 50
WALKS_BACK_S = (60, 240)
WALKS_IN_S = (8, 20)
"""From the door to the window."""
BREAKS_S = (60, 150)
LOOKS_UP_S = (60, 100)
"""How often somebody who waits for citizens touches the terminal."""
TRANSFERS = 0.03
HOLDS = 0.03
ADDS_AN_ITEM = 0.04
PAUSES = 0.01
RATES = 0.75
NO_CALL_BEFORE_MS = 41_000
"""Who has to leave so soon calls nobody any more."""
EXPLANATION = "家中急事，离开时未找到替岗人员"


class Errand(msgspec.Struct, frozen=True):
    """A time away from the window; with a badge somebody else's who takes it over at ``covered_ms``."""

    from_ms: int
    until_ms: int
    substitute: str = ""
    covered_ms: int = 0


class Post(msgspec.Struct, frozen=True):
    """Where a clerk works and with what."""

    person: Person
    desk: Desk
    hands: Hands
    errand: Errand | None = None


class Clerk:
    """One person at one window for a day."""

    def __init__(self, post: Post, chance: Chance, clock: PatientClock, floor: Floor, mood: Mood) -> None:
        self._person, self.desk, self.hands = post.person, post.desk, post.hands
        self._chance, self._clock, self._floor, self._mood = chance, clock, floor, mood
        self._errand = post.errand
        self._relieved_until_ms = 0
        self._held: list[tuple[int, TicketId]] = []

    async def work(self, sessions: tuple[tuple[int, int], ...]) -> None:
        """Work through the sessions of the day."""
        for start_ms, end_ms in sessions:
            await self._person.come(start_ms)
            await self._clock.sleep_ms(self._chance.between_ms(*WALKS_IN_S))
            await self._sign_in(self._person.badge)
            await self._serve_until(end_ms)
            await self.hands.ask(SignOut(new_request_id()))
            await self._person.go(end_ms)

    async def _serve_until(self, end_ms: int) -> None:
        while self._clock.now_ms() < end_ms or ((desk := self.desk.doc) and desk.ticket):
            await self._serve_one()

    async def _sign_in(self, badge: str) -> None:
        await self.hands.ask(SignIn(new_request_id(), badge=badge))
        await self.desk.until(lambda desk: desk.state is not WindowState.CLOSED, HEARD_WITHIN_S)

    async def _serve_one(self) -> None:
        """Do the next thing that the window's state asks for."""
        match self.desk.doc.state if self.desk.doc else WindowState.CLOSED:
            case WindowState.CALLED:
                await self._attend()
            case WindowState.SERVING:
                await self._finish()
            case WindowState.PAUSED:
                await self.hands.press("unpause_window", _is_idle)
            case WindowState.IDLE:
                await self._be_idle()
            case WindowState.CLOSED:
                await self._look_up(lambda desk: desk.state is not WindowState.CLOSED)

    # --- between two citizens ---

    async def _be_idle(self) -> None:
        if self._relieved_until_ms and self._relieved_until_ms <= self._clock.now_ms():
            await self._relieve_back()
        elif self._leaves_within(NO_CALL_BEFORE_MS):
            await self._be_away()
        elif card := self._card_to_answer():
            await self._answer_card(card)
        elif self._errand is None and self._chance.happens(PAUSES):
            await self._take_a_break()
        else:
            await self._call()

    async def _call(self) -> None:
        is_somebody_back = bool(self._held) and self._held[0][0] <= self._clock.now_ms()
        if is_somebody_back and await self.hands.press("resume_ticket", _has_ticket):
            self._held.pop(0)
        elif await self._look_up(lambda desk: desk.waiting > 0 or desk.state is not WindowState.IDLE):
            await self.hands.press("call_next", _has_ticket)

    async def _look_up(self, seen: Callable[[DeskDoc], bool]) -> bool:
        """Wait for something to do; after a while of nothing touch the terminal."""
        if await self.desk.until(seen, self._chance.between_ms(*LOOKS_UP_S) / 1000):
            return True
        await self.hands.ask(ShowLife(new_request_id()))
        return False

    async def _take_a_break(self) -> None:
        await self.hands.press("pause_window", lambda desk: desk.state is WindowState.PAUSED)
        await self._clock.sleep_ms(self._chance.between_ms(*BREAKS_S))
        await self.hands.press("unpause_window", _is_idle)

    def _card_to_answer(self) -> DeskCard | None:
        acts = (CardAct.ACKNOWLEDGE, CardAct.EXPLAIN)
        cards = self.desk.doc.cards if self.desk.doc else ()
        return next((card for card in cards if any(act in acts for act in card.acts)), None)

    async def _answer_card(self, card: DeskCard) -> None:
        """Say that it was seen; one that wants it is explained then."""
        move = CardAct.EXPLAIN if card.is_acknowledged else CardAct.ACKNOWLEDGE
        text = EXPLANATION if move is CardAct.EXPLAIN else ""
        await self._clock.sleep_ms(self._chance.between_ms(5, 15))
        await self.hands.ask(ActOnCard(new_request_id(), card.card, move, text))
        await self.desk.until(lambda desk: card not in desk.cards, HEARD_WITHIN_S)

    # --- away from the window ---

    def _leaves_within(self, span_ms: int) -> bool:
        return self._errand is not None and self._errand.from_ms - span_ms <= self._clock.now_ms()

    async def _until_leaving(self) -> None:
        """Return when it is time to go; never, for who has nowhere to go."""
        if self._errand is None:
            await asyncio.Event().wait()
            return
        await self._clock.sleep_ms(self._errand.from_ms - self._clock.now_ms())

    async def _be_away(self) -> None:
        """Touch nothing until it is over, or until the substitute has signed in and works on."""
        errand = self._errand
        assert errand is not None, "nobody leaves without an errand"
        await self._until_leaving()
        self._errand = None
        if errand.substitute:
            await self._clock.sleep_ms(errand.covered_ms - self._clock.now_ms())
            await self._sign_in(errand.substitute)
            self._relieved_until_ms = errand.until_ms
        else:
            await self._clock.sleep_ms(errand.until_ms - self._clock.now_ms())
            await self.hands.ask(ShowLife(new_request_id()))

    async def _relieve_back(self) -> None:
        self._relieved_until_ms = 0
        await self.hands.ask(SignOut(new_request_id()))
        await self._sign_in(self._person.badge)

    # --- with a citizen ---

    async def _attend(self) -> None:
        desk = self.desk.doc
        if desk is None or desk.ticket is None:
            return
        if await self._citizen_came(desk.ticket):
            await self.hands.press("start_service", lambda desk: desk.state is WindowState.SERVING)
            await self._handle(desk.ticket)

    async def _citizen_came(self, ticket: DeskTicket) -> bool:
        """Wait for the citizen; recall once; a citizen who stays away is marked by the clock."""
        if await self._stands_here(ticket, RECALLS_AFTER_S * 1000):
            return True
        await self.hands.press("recall_ticket", partial(_is_past, ticket))
        return await self._stands_here(ticket, RECALLS_AFTER_S * 1000)

    async def _stands_here(self, ticket: DeskTicket, within_ms: int) -> bool:
        return bool(await self._clock.within(within_ms, self._met(ticket.ticket)))

    async def _met(self, ticket: TicketId) -> bool:
        while await self._floor.somebody_at(self.desk.window) != ticket:
            continue
        return True

    async def _handle(self, ticket: DeskTicket) -> None:
        """Serve as long as it takes; who has to leave comes to an end."""
        await self._clock.within(self._chance.service_ms(self._minutes(ticket)), self._until_leaving())
        await (self._finish if self._leaves_within(0) else self._end(ticket))()

    def _end(self, ticket: DeskTicket) -> Callable[[], Awaitable[None]]:
        if self._chance.happens(HOLDS):
            return lambda: self._hold(ticket)
        if self._chance.happens(TRANSFERS):
            return self._transfer
        if self._chance.happens(ADDS_AN_ITEM):
            return lambda: self._add_item(ticket)
        return self._finish

    def _minutes(self, ticket: DeskTicket) -> int:
        item = self.desk.link.docs.get(f"item/{ticket.item}")
        return item.minutes if isinstance(item, ItemDoc) else 5

    async def _hold(self, ticket: DeskTicket) -> None:
        if await self.hands.press("hold_ticket", lambda desk: desk.ticket is None):
            back_ms = self._clock.now_ms() + self._chance.between_ms(*WALKS_BACK_S)
            self._held.append((back_ms, ticket.ticket))

    async def _transfer(self) -> None:
        docs = self.desk.link.docs.values()
        windows = [doc for doc in docs if isinstance(doc, WindowDoc) and doc.state is not WindowState.CLOSED]
        others = [doc.number for doc in windows if doc.number != self.desk.window]
        if not others:
            await self._finish()
            return
        target = self._chance.one_of(others)
        await self.hands.press("transfer_ticket", lambda desk: desk.ticket is None, target)

    async def _add_item(self, ticket: DeskTicket) -> None:
        desk = self.desk.doc
        if desk is not None and desk.skills:
            await self.hands.ask(AddItem(new_request_id(), self._chance.one_of(desk.skills)))
        await self._clock.within(self._chance.service_ms(self._minutes(ticket)), self._until_leaving())
        await self._finish()

    async def _finish(self) -> None:
        number = desk.ticket.number if (desk := self.desk.doc) and desk.ticket else ""
        if not await self.hands.press("finish_service", lambda desk: desk.ticket is None):
            return
        await self._clock.sleep_ms(self._chance.between_ms(2, 8))
        if self._mood.is_bad:
            await self._rate_badly(number)
        elif self._chance.happens(RATES):
            await self.hands.pad.rate(self._chance.stars())

    async def _rate_badly(self, number: str) -> None:
        """Give the worst rating, once in the hall: one that came too late is left to the next citizen."""
        self._mood.is_bad = False
        await self.hands.pad.rate(1)
        is_rated = await self.desk.until(
            lambda desk: (desk.last_rated, desk.last_stars) == (number, 1), HEARD_WITHIN_S
        )
        self._mood.is_bad = self._mood.is_bad or not is_rated


def _has_ticket(desk: DeskDoc) -> bool:
    return desk.ticket is not None


def _is_past(ticket: DeskTicket, desk: DeskDoc) -> bool:
    """Say whether the desk shows more of ``ticket`` than it did: it was recalled, or is here no more."""
    now = desk.ticket
    return now is None or now.ticket != ticket.ticket or now.recalls > ticket.recalls


def _is_idle(desk: DeskDoc) -> bool:
    return desk.state is WindowState.IDLE
