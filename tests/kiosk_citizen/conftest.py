"""A kiosk in a small hall: the link remembers what was asked, the clock stands still, the printer obeys."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from itertools import count
from typing import TypeVar

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from devices.id_card_reader.card_number import CardNumber, CardUnreadable
from kiosk.citizen.app import CitizenApp
from kiosk.citizen.machines import Machines
from kiosk.citizen.messages import ItemChosen, NumberWanted, Place, PlaceChosen
from kiosk.citizen.sample_hall import ITEMS, sample_docs, slip_of
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.items import ItemsScreen
from kiosk.citizen.visit import KioskState
from kiosk.screenkit.memory_link import MemoryLink
from queue_server.clock import ManualClock
from queue_server.vocabulary import ItemCode, Language, RequestId, TicketClass, WindowNo
from queue_server.wire.from_server import TicketSlip
from tests.finger import tap, until

ID_CARD, SEAL = ItemCode("420607GA-GF-0001"), ItemCode("420607GA-GF-0002")
Thing = TypeVar("Thing")

NOW_MS = 1_772_412_300_000
"""2026-03-02 08:45 in the hall."""
SIZE = (96, 27)


def slip(
    item: ItemCode,
    number: str,
    *,
    ahead: int = 0,
    klass: TicketClass = TicketClass.REGULAR,
    reprints: int = 0,
    idle: tuple[str, ...] = (),
) -> TicketSlip:
    """Return a ticket for ``item``."""
    doc = next(doc for doc in ITEMS if doc.code == item)
    windows = tuple(WindowNo(window) for window in idle)
    return slip_of(doc, number, ahead, klass, windows, NOW_MS, reprints=reprints)


def only(acts: Iterable[object], kind: type[Thing]) -> Thing:
    """Return the one act of this kind."""
    found = [act for act in acts if isinstance(act, kind)]
    assert len(found) == 1, found
    return found[0]


class FakePrinter:
    """Says what it is told to say, and keeps what it printed."""

    def __init__(self) -> None:
        self.fault = ""
        self.print_fault = ""
        self.may_finish = asyncio.Event()
        self.may_finish.set()
        self.printed: list[tuple[TicketSlip, KioskState]] = []
        self._tell: Callable[[str], object] = lambda _: None

    async def watch(self, tell: Callable[[str], object]) -> None:
        self._tell = tell
        tell(self.fault)
        await asyncio.Event().wait()

    async def print_slip(self, slip: TicketSlip, state: KioskState) -> str:
        self.printed.append((slip, state))
        await self.may_finish.wait()
        return self.print_fault

    def become(self, fault: str) -> None:
        self.fault = fault
        self._tell(fault)


class FakeScanner:
    """Reads what a test shows it."""

    def __init__(self) -> None:
        self.show: Callable[[str], object] = lambda _: None

    async def read(self, tell: Callable[[str], object]) -> None:
        self.show = tell
        await asyncio.Event().wait()


class FakeCardReader:
    """Reads the cards a test puts on it, whether they are wanted or not, and has the faults it is told."""

    def __init__(self) -> None:
        self.wishes = [False]
        """Whether a card is wanted, and each change of that."""
        self.show: Callable[[CardNumber | CardUnreadable], object] = lambda _: None
        self.become: Callable[[str], object] = lambda _: None

    def want(self, is_wanted: bool) -> None:
        if is_wanted is not self.is_wanted:
            self.wishes.append(is_wanted)

    @property
    def is_wanted(self) -> bool:
        return self.wishes[-1]

    async def read(
        self, tell: Callable[[CardNumber | CardUnreadable], object], tell_fault: Callable[[str], object]
    ) -> None:
        self.show, self.become = tell, tell_fault
        tell_fault("")
        await asyncio.Event().wait()


class Kiosk:
    """One kiosk and all that stands around it."""

    def __init__(self, language: Language = Language.CHINESE, *, reads_cards: bool = False) -> None:
        self.clock = ManualClock(NOW_MS)
        self.link = MemoryLink(sample_docs(), self.clock)
        self.printer, self.scanner, self.card_reader = FakePrinter(), FakeScanner(), FakeCardReader()
        numbers = count(1)
        self.app = CitizenApp(
            self.link,
            Machines(self.printer, self.scanner, self.card_reader if reads_cards else None),
            hall_language=language,
            clock=self.clock,
            request_ids=lambda: RequestId(f"r{next(numbers)}"),
        )
        self.pilot: Pilot[None]

    async def until(self, is_true: Callable[[], object]) -> None:
        """Wait until a condition holds."""
        await until(is_true)

    async def on(self, screen: type[object]) -> None:
        """Wait until a screen of this kind is shown and laid out."""
        await self.until(lambda: isinstance(self.app.screen, screen) and self.app.screen.is_mounted)
        await self.pilot.pause()

    async def touch(self, target: str) -> None:
        """Put a finger on a button: it is there, it is no smaller than a finger, and it is hit."""
        await self.until(lambda: self._is_laid_out(target))
        widget = self.app.screen.query_one(target)
        assert widget.region.height >= 3, target
        self.clock.advance_ms(1000)
        assert await tap(self.pilot, target), f"{target} lies under something"

    def _is_laid_out(self, target: str) -> bool:
        found = self.app.screen.query(target)
        return bool(found) and found.first().region.height > 0

    async def tile(self, key: str) -> None:
        """Touch the tile that stands for ``key``, on the next page if it is not on this one."""
        await self.until(lambda: bool(self.app.screen.query("CitizenPages TouchButton")))
        if not self._named(key) and self.app.screen.query("#foot-next"):
            await self.touch("#foot-next")
        await self.until(lambda: any(button.region.height for button in self._named(key)))
        found = self._named(key)
        assert found[0].region.height >= 3
        self.clock.advance_ms(1000)
        assert await tap(self.pilot, found[0]), f"{key} lies under something"

    def _named(self, key: str) -> list[Widget]:
        return [button for button in self.app.screen.query("TouchButton") if button.name == key]

    async def type_keys(self, keys: str) -> None:
        """Touch one key after the other."""
        for key in keys:
            await self.touch(f"#key-{key}")

    def text(self) -> str:
        """Return everything the screen says, as one text."""
        lines = [strip.text for strip in self.app.screen._compositor.render_strips()]
        return "\n".join(lines)

    def want(self, item: ItemCode) -> None:
        """Ask for a number, as the green button does."""
        self.app.post_message(NumberWanted(item))

    def item_chosen(self, item: ItemCode) -> ItemChosen:
        """Return what a tile of an item says."""
        return ItemChosen(item)

    async def go(self, place: str) -> None:
        """Go where a button of a foot leads, from wherever it stands."""
        self.app.post_message(PlaceChosen(Place(place)))
        await self.pilot.pause()

    def tile_keys(self) -> list[str]:
        """Return what the tiles of this page stand for."""
        return [tile.name or "" for tile in self.app.screen.query("CitizenPages TouchButton")]

    async def to_item(self, queue: str, item: str) -> None:
        """Touch a queue, then an item."""
        await self.tile(queue)
        await self.on(ItemsScreen)
        await self.tile(item)
        await self.on(ItemScreen)

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Kiosk"]:
        async with self.app.run_test(size=SIZE) as pilot:
            self.pilot = pilot
            await self.until(lambda: self.app.state.view.is_open)
            await pilot.pause()
            yield self


@pytest.fixture
def kiosk() -> Kiosk:
    """A kiosk that reads Chinese."""
    return Kiosk()


@pytest.fixture
def english_kiosk() -> Kiosk:
    """A kiosk whose hall speaks English."""
    return Kiosk(Language.ENGLISH)
