"""The parts of a replay and their order: the clock, the player, and the door for boards and walls.

It listens on this machine alone, without tokens: who may read the journal may look at it. It opens no serial
line and knows no secret, so nobody can sign in and no phone can follow a ticket of the past.
"""

import asyncio
import secrets

from msgspec.structs import replace

from queue_server.clock import PatientClock
from queue_server.config import Config, Listen
from queue_server.hall.lookup import Hall
from queue_server.hall.plan import HallPlan, Name
from queue_server.replay.player import Player, beginning_ms
from queue_server.runtime.listener import Listener
from queue_server.runtime.pace import STEADY, Pace
from queue_server.runtime.past import PastDay
from queue_server.supervision.handbook import Handbook

OVER = ("回放结束，画面停在当天最后的状态", "The replay is over; this is how the day ended")
LEAD_S = 3.0
"""So long, by the machine's clock, before the first event the replay begins: time to open a board."""
SEATED_S = 0.5
"""The same when a board has come before the clock moves."""


class Stage:
    """One replay."""

    def __init__(
        self,
        past: PastDay,
        config: Config,
        *,
        speed: float,
        port: int = 0,
        from_ms: int = 0,
        waits_for_board: bool = False,
    ) -> None:
        """``from_ms`` 0: a little before the day's first event. With ``waits_for_board`` the clock stands
        until the first board has come."""
        lead_s = SEATED_S if waits_for_board else LEAD_S
        start_ms = from_ms or beginning_ms(past) - round(lead_s * speed * 1000)
        self._waits_for_board = waits_for_board
        self.clock = PatientClock(start_ms, speed)
        hall = Hall(_named(config.plan))
        self.player = Player(past, self.clock, start_ms, Handbook(config.supervision, hall))
        here = Config(plan=hall.plan, listen=Listen(port=port, clients_max=config.listen.clients_max))
        pace = Pace(round_s=min(STEADY.round_s, 8 * self.clock.step_s))
        self.listener = Listener(here, self.player, hall, self.clock, secrets.token_bytes(32), pace=pace)
        self.is_up = self.listener.is_listening

    @property
    def url(self) -> str:
        """Where boards connect, once ``is_up`` is set."""
        return f"ws://127.0.0.1:{self.listener.port}"

    async def hold(self) -> None:
        """Play, and serve whoever looks, until cancelled. ConfigError when the port is not free."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.listener.run(), name="listener")
            await self.is_up.wait()
            if self._waits_for_board:
                await self.listener.audience.a_board_came.wait()
            clock = tasks.create_task(self.clock.run(), name="clock")
            tasks.create_task(self.player.play(), name="player")
            await self.player.is_over.wait()
            clock.cancel()  # the day's last instant stands
            self.player.post_notice(*OVER)


def _named(plan: HallPlan) -> HallPlan:
    """Say on every screen that this is not the hall of today."""
    name = Name(f"{plan.name.zh}（回放）", f"{plan.name.en} (replay)" if plan.name.en else "")
    return replace(plan, name=name)
