"""Documents come at any instant, also while a screen is being composed: no part is missed, nothing breaks."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace
from textual.app import App, ComposeResult
from textual.widget import Widget

from kiosk.citizen import texts
from kiosk.citizen.messages import Place
from kiosk.citizen.sample_hall import QUEUES, sample_docs
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.widgets.foot import Foot, FootKey, Turn
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.language import Reading
from kiosk.screenkit.theme import PALETTE, SCREENKIT_TCSS
from kiosk.screenkit.touch_button import TouchButton
from queue_server.vocabulary import Language, QueueCode
from queue_server.wire.documents import HallDoc, QueueDoc
from tests.kiosk_citizen.conftest import ID_CARD, Kiosk

LATE = 47
"""People waiting, as the documents say that come while a screen is composed."""


@pytest.fixture(params=[HallHeader, Foot], ids=lambda part: part.__name__)
def while_composed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Return what has something happen when a part of the next screen is about to be composed."""
    part: type[Widget] = request.param
    usual = part.compose

    def once(happens: Callable[[], None]) -> None:
        def compose(self: Widget) -> ComposeResult:
            monkeypatch.setattr(part, "compose", usual)
            happens()
            yield from usual(self)

        monkeypatch.setattr(part, "compose", compose)

    return once


def more_wait(kiosk: Kiosk) -> None:
    """Let the documents say at once that many wait in each queue."""
    docs = (doc for doc in kiosk.link.docs.values() if isinstance(doc, QueueDoc))
    kiosk.link.tell(*(replace(doc, waiting=LATE, idle_windows=()) for doc in docs))
    kiosk.app.on_docs_changed()


def more_queues(kiosk: Kiosk, queues: int) -> None:
    """Let the hall have so many queues, as after a start with another configuration."""
    first = next(doc for doc in kiosk.link.docs.values() if isinstance(doc, QueueDoc))
    item = next(doc for key, doc in kiosk.link.docs.items() if key.startswith("item/"))
    for n in range(queues):
        code = QueueCode(f"X{n}")
        kiosk.link.tell(replace(first, key=f"queue/{code}", code=code))
        kiosk.link.tell(replace(item, key=f"item/X{n}", code=f"X{n}", queue=code))
    kiosk.app.on_docs_changed()


@pytest.mark.parametrize("place", ["home", "item", "identity", "ticket", "search"])
async def test_documents_that_come_while_the_language_changes_are_shown(
    kiosk: Kiosk, while_composed: Callable[..., None], place: str
) -> None:
    async with kiosk.running():
        if place == "item":
            kiosk.app.post_message(kiosk.item_chosen(ID_CARD))
        elif place != "home":
            await kiosk.go(place)
        await kiosk.until(lambda: isinstance(kiosk.app.screen, CitizenScreen) and kiosk.app.screen.is_whole)
        while_composed(lambda: more_wait(kiosk))
        await kiosk.touch("#language")
        await kiosk.until(lambda: kiosk.app.screen.query("Foot TouchButton"))
        if place in ("home", "item"):
            await kiosk.until(lambda: f"{LATE} waiting" in kiosk.text())
        assert kiosk.app.is_running
        assert kiosk.app.state.visit.reading.language is Language.ENGLISH


async def test_a_card_that_cannot_be_read_is_told_of_after_the_language_changed(
    kiosk: Kiosk, while_composed: Callable[..., None]
) -> None:
    async with kiosk.running():
        await kiosk.go("identity")
        await kiosk.on(IdentityScreen)
        screen = kiosk.app.screen
        assert isinstance(screen, IdentityScreen)
        while_composed(lambda: setattr(screen, "is_card_unread", True))
        await kiosk.touch("#language")
        await kiosk.until(lambda: texts.CARD_AGAIN.en in kiosk.text())


async def test_a_hall_that_is_told_of_while_the_first_screen_is_composed_has_its_name_on_it(
    kiosk: Kiosk, while_composed: Callable[..., None]
) -> None:
    kiosk.link = kiosk.app._link = type(kiosk.link)((), kiosk.clock)
    kiosk.app._hall_clock._link = kiosk.link
    hall = next(doc for doc in sample_docs() if isinstance(doc, HallDoc))

    def told() -> None:
        kiosk.link.tell(*sample_docs())
        kiosk.link.is_connected = True
        kiosk.app.on_docs_changed()

    while_composed(told)
    async with kiosk.running():
        await kiosk.until(lambda: hall.name.zh in kiosk.text())


async def next_page(kiosk: Kiosk) -> set[str]:
    """Turn the page; return what its tiles stand for."""
    before = kiosk.tile_keys()
    await kiosk.touch("#foot-next")
    await kiosk.until(lambda: kiosk.tile_keys() not in ([], before))
    return set(kiosk.tile_keys())


@pytest.mark.parametrize(("queues", "pages"), [(3, 1), (20, 3)])
async def test_a_hall_with_more_queues_than_before_shows_them_all(
    kiosk: Kiosk, queues: int, pages: int
) -> None:
    async with kiosk.running():
        await kiosk.until(kiosk.tile_keys)
        more_queues(kiosk, queues)
        await kiosk.until(lambda: {"X0"} <= set(kiosk.tile_keys()))
        seen = set(kiosk.tile_keys())
        for _ in range(pages - 1):
            seen |= await next_page(kiosk)
        assert seen == {tile.code for tile in kiosk.app.state.view.queues}
        assert len(seen) == queues + len(QUEUES)


BACK, HOME = FootKey(Place.BACK, texts.BACK), FootKey(Place.HOME, texts.HOME)
ON = FootKey(Turn.NEXT, texts.NEXT)


class FootApp(App[None]):
    """One foot, and what it is told before it is composed."""

    CSS_PATH = SCREENKIT_TCSS

    def __init__(self, *shown: tuple[FootKey, ...]) -> None:
        super().__init__()
        self._shown = shown

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return dict(PALETTE)

    def compose(self) -> ComposeResult:
        foot = Foot(self._shown[0], Reading())
        for keys in self._shown[1:]:
            foot.show(keys)
        yield foot

    def places(self) -> list[tuple[str, bool]]:
        return [(button.name or "", button.disabled) for button in self.query(TouchButton)]


async def test_a_foot_shows_what_it_was_told_before_it_was_composed() -> None:
    app = FootApp(
        (BACK, HOME), (replace(BACK, is_enabled=False), HOME), (BACK, replace(HOME, is_enabled=False))
    )
    async with app.run_test():
        assert app.places() == [("back", False), ("home", True)]


async def test_a_foot_with_another_button_has_it_in_its_place() -> None:
    app = FootApp((BACK, HOME))
    async with app.run_test() as pilot:
        app.query_one(Foot).show((BACK, HOME, ON))
        while len(app.places()) != 3:
            await pilot.pause()
        app.query_one(Foot).show((BACK, replace(ON, is_enabled=False)))
        while app.places() != [("back", False), ("next", True)]:
            await pilot.pause()
