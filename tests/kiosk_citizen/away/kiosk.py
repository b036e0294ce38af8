"""A kiosk of the small hall with its own file, at a server that leases blocks and takes what is handed in."""

from pathlib import Path

from kiosk.citizen.app import CitizenApp
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.machines import Machines
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.ticket import TicketScreen
from kiosk.screenkit.link import Act, Answer
from queue_server.vocabulary import Language
from queue_server.wire.from_kiosk import HandInTicket, LeaseNumbers, ReportPaper
from queue_server.wire.from_server import Done, Lease
from tests.kiosk_citizen.away.hall import Log, store_at
from tests.kiosk_citizen.conftest import ID_CARD, Kiosk

LEASE = Lease("Z", 1, 200, "ab" * 32, "https://hall.test")


def answered(act: Act) -> Answer:
    """Answer as a server does that leases blocks and takes what is handed in."""
    return Done(act.request, 1, lease=LEASE if isinstance(act, LeaseNumbers) else None)


class AwayKiosk(Kiosk):
    """A kiosk with its own file."""

    def __init__(self, path: Path, language: Language = Language.CHINESE) -> None:
        super().__init__(language)
        self.log = Log()
        self.store = store_at(path, self.log)
        self.desk = AwayDesk(self.store, self.clock, self.log)
        self.app = CitizenApp(
            self.link,
            Machines(self.printer, self.scanner),
            hall_language=language,
            clock=self.clock,
            request_ids=self.app._new_id,
            away=self.desk,
        )
        self.link.serve(answered, LeaseNumbers, HandInTicket, ReportPaper)

    async def leased(self) -> None:
        await self.until(lambda: self.store.kept.lease.mark)

    async def goes_away(self) -> None:
        self.link.go_down()
        await self.until(lambda: self.app.state.view.away)

    async def take(self) -> str:
        """Touch through to a ticket and home again; return its number."""
        await self.to_item("D", ID_CARD)
        await self.touch("#take")
        await self.on(TicketScreen)
        assert isinstance(self.app.screen, TicketScreen)
        number = self.app.screen.slip.number
        self.app.go_home()
        await self.on(HomeScreen)
        return number

    def acts(self, *kinds: type[object]) -> list[object]:
        return [act for act in self.link.asked if isinstance(act, kinds)]
