"""One tap, one press: the gate before the buttons, and the buttons behind it."""

import pytest
from textual import on
from textual.app import ComposeResult
from textual.screen import Screen

from kiosk.screenkit.app import HallApp
from kiosk.screenkit.touch import DOUBLE_TAP_MS, TapGate
from kiosk.screenkit.touch_button import Kind, TouchButton
from queue_server.clock import ManualClock


def test_the_echo_of_a_tap_on_the_same_button_is_swallowed() -> None:
    clock = ManualClock(5_000)
    gate = TapGate(clock)
    assert gate.admits("print", "home")
    clock.advance_ms(DOUBLE_TAP_MS - 1)
    assert not gate.admits("print", "home")
    clock.advance_ms(1)
    assert gate.admits("print", "home")


def test_the_echo_on_the_screen_that_the_tap_opened_is_swallowed() -> None:
    clock = ManualClock()
    gate = TapGate(clock)
    assert gate.admits("queue A", "home")
    clock.advance_ms(200)
    assert not gate.admits("item 1", "items")


def test_two_buttons_of_one_screen_do_not_wait_for_each_other() -> None:
    gate = TapGate(ManualClock())
    assert gate.admits("1", "keypad")
    assert gate.admits("2", "keypad")


class Second(Screen[None]):
    """What the first screen's button opens."""

    def compose(self) -> ComposeResult:
        yield TouchButton("确认", "Confirm", id="confirm")


class Kiosk(HallApp):
    """Counts presses."""

    def __init__(self, clock: ManualClock) -> None:
        super().__init__(clock)
        self.presses: list[str] = []

    def compose(self) -> ComposeResult:
        yield TouchButton("取号", "Take a number", kind=Kind.PRIMARY, id="take")
        yield TouchButton("关闭", "Closed", id="closed", disabled=True)

    @on(TouchButton.Pressed)
    def note(self, event: TouchButton.Pressed) -> None:
        """Remember, and open the second screen at the first press."""
        self.presses.append(str(event.button.id))
        if event.button.id == "take":
            self.push_screen(Second())


async def test_a_double_tap_is_one_press_even_across_two_screens() -> None:
    clock = ManualClock(1_000)
    app = Kiosk(clock)
    async with app.run_test(size=(96, 27)) as pilot:
        assert await pilot.click("#take", times=2)
        await pilot.pause()
        assert await pilot.click("#confirm")
        clock.advance_ms(DOUBLE_TAP_MS)
        assert await pilot.click("#confirm")
        await pilot.pause()
        assert app.presses == ["take", "confirm"]


async def test_a_button_is_three_rows_high_and_a_disabled_one_is_deaf() -> None:
    app = Kiosk(ManualClock())
    async with app.run_test(size=(96, 27)) as pilot:
        assert app.query_one("#take").region.height >= 3
        await pilot.click("#closed")
        await pilot.pause()
        assert app.presses == []


async def test_a_pressed_button_lights_up() -> None:
    app = Kiosk(ManualClock())
    async with app.run_test(size=(96, 27)):
        button = app.query_one("#take", TouchButton)
        assert button.press()
        assert button.has_class("-pressed")


@pytest.mark.parametrize(("height", "lines"), [(3, 1), (5, 2)])
async def test_the_second_label_stands_beside_the_first_where_rows_are_few(height: int, lines: int) -> None:
    app = Kiosk(ManualClock())
    async with app.run_test(size=(96, 27)) as pilot:
        button = app.query_one("#take", TouchButton)
        button.styles.height = height
        await pilot.pause()
        assert len(button.render().plain.splitlines()) == lines
