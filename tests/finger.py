"""A finger and an eye at a screen under test: they wait for what the screen does, and give it nothing to do.

Textual's pilot asks every part of a screen for an answer before each of the three events of a click, and
would do so at every look of a poll: that was a third of what the tests of the screens cost.
"""

import asyncio
from collections.abc import Callable

from textual.events import Click, MouseDown, MouseUp
from textual.geometry import Offset
from textual.pilot import Pilot, _get_mouse_message_arguments
from textual.widget import Widget

LOOK_S = 0.005
"""Between two looks: the screen works as if nobody looked."""
WITHIN_S = 45


async def until(is_true: Callable[[], object], within_s: float = WITHIN_S) -> None:
    """Let the app run until something holds; TimeoutError when it never does."""
    async with asyncio.timeout(within_s):
        while not is_true():  # noqa: ASYNC110 - a screen sets no event of ours
            await asyncio.sleep(LOOK_S)


async def until_shown(pilot: Pilot[None], is_true: Callable[[], object]) -> None:
    """Let the app run until something holds, and what follows from it stands on the screen."""
    await until(is_true)
    await pilot.pause()


async def tap(pilot: Pilot[None], target: str | Widget) -> bool:
    """Press a widget in its middle and let go, faster than the screen; return whether it was hit.

    Raises NoWidget where its middle is off the screen.
    """
    await pilot.pause()
    app, screen = pilot.app, pilot.app.screen
    widget = target if isinstance(target, Widget) else screen.query_one(target)
    middle = widget.size.width // 2, widget.size.height // 2
    press = _get_mouse_message_arguments(widget, middle, button=1)
    place = Offset(press["x"], press["y"])
    hit, _ = app.get_widget_at(*place)
    is_hit = widget in hit.ancestors_with_self
    for kind in (MouseDown, MouseUp, Click):
        app.mouse_position = place
        screen._forward_event(kind(**press))
    await pilot.pause()
    return is_hit


async def unlit(pilot: Pilot[None]) -> None:
    """Wait until no button is lit by the finger that pressed it, and what it did stands on the screen."""
    await until_shown(pilot, lambda: not pilot.app.screen.query(".-pressed"))
