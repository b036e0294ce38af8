"""A whole demonstration in this process: what its audit says when somebody comes at the very last moment."""

from pathlib import Path

from queue_server.__main__ import parser
from queue_server.demo.run import Demo
from queue_server.hall.commands import TakeTicket
from queue_server.runtime.house import House
from queue_server.runtime.inbox import Envelope
from queue_server.vocabulary import ItemCode, RequestId
from queue_server.wire.from_server import Done


class WithALateCitizen(Demo):
    """The crowd has gone home; before the doors close one more number is taken."""

    async def _live(self, house: House) -> None:
        await super()._live(house)
        item = ItemCode(self._config.plan.windows[0].items[0])
        answer = await house.engine.submit(Envelope(RequestId("late"), "kiosk:late", TakeTicket(item)))
        assert isinstance(answer, Done)


async def test_a_number_taken_as_the_hall_closes_is_not_called_lost(tmp_path: Path) -> None:
    asked = parser().parse_args(["demo", "--no-screen", "--minutes", "1", "--speed", "600", "--port", "0"])
    demo = WithALateCitizen(asked, tmp_path)
    await demo.run()
    assert demo.summary.issued > 1
    assert demo.summary.is_sound(), demo.summary
