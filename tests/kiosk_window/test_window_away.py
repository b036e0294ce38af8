"""What the window terminal says while the server is away."""

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from kiosk.screenkit.banner import GO_ON, NO_NUMBERS
from kiosk.window.screens.desk import DeskScreen
from queue_server.vocabulary import Language
from tests.kiosk_window.conftest import MakeApp
from tests.kiosk_window.test_window_app import SIZE, until_screen


@pytest.mark.parametrize("language", list(Language), ids=lambda language: language.value)
@pytest.mark.parametrize("has_away_numbers", [True, False])
async def test_a_lost_server_is_said_with_what_becomes_of_the_numbers(
    make_app: MakeApp, language: Language, has_away_numbers: bool
) -> None:
    app, link = make_app(language=language)
    link.tell(replace(link.docs["hall"], has_away_numbers=has_away_numbers))
    async with app.run_test(size=SIZE) as pilot:
        await until_screen(pilot, DeskScreen)
        link.go_down()
        while not app.alarm:
            await pilot.pause()
        assert app.alarm.endswith((GO_ON if has_away_numbers else NO_NUMBERS).in_(language))
        assert cell_len(app.alarm) <= app.screen.query_one("#alarm").size.width, "it has one row"
