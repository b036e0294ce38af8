"""HallSide: the kiosk as the hall knows it: its link, its machines, what it says of them and owes the hall.

No screen and no citizen: the app of the citizen stands on it.
"""

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from textual.reactive import reactive

from kiosk.citizen import messages as told
from kiosk.citizen.away.clock import IssueTime
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.hand_in import HandIn
from kiosk.citizen.away.seen import docs_of
from kiosk.citizen.errand import Errands
from kiosk.citizen.machines import Machines, may_print
from kiosk.citizen.view import OwnDesk, kiosk_view
from kiosk.citizen.visit import CardReader, KioskState, Printer
from kiosk.screenkit import link as hall_link
from kiosk.screenkit.app import HallApp
from kiosk.screenkit.link import Act, HallClock, Link
from queue_server.clock import Clock
from queue_server.vocabulary import Device, RequestId
from queue_server.wire.documents import AnyDoc
from queue_server.wire.from_kiosk import ReportDevice

AGAIN_S = 2.0
"""How soon what is owed is asked again."""


class HallSide(HallApp):
    """One link, the machines of one kiosk, and the state that the screens show."""

    state: reactive[KioskState] = reactive(KioskState())

    def __init__(
        self,
        link: Link,
        machines: Machines,
        clock: Clock | None,
        idle_ms: int,
        request_ids: Callable[[], RequestId],
        away: AwayDesk | None = None,
    ) -> None:
        super().__init__(clock, idle_ms)
        self._link = link
        self._machines = machines
        self._hall_clock = HallClock(link, self.clock)
        self._new_id = request_ids
        self._errands = Errands()
        self._away = away
        self._hand_in = self._make_hand_in(away) if away else None
        self._is_troubled = False
        self._refusal = ""
        self._faults: dict[Device, str] = {}
        printer = Printer.NONE if machines.printer is None else Printer.OUT
        card_reader = CardReader.NONE if machines.card_reader is None else CardReader.OUT
        self.set_reactive(HallSide.state, KioskState(printer=printer, card_reader=card_reader))

    def on_mount(self) -> None:
        follow = hall_link.follow(self._link, self.post_message)
        self.run_worker(follow, group=hall_link.LINK_GROUP, exclusive=True)
        if self._hand_in is not None:
            self.run_worker(self._hand_in.run(), group="hand_in", exclusive=True)
            self._see_hall()
        for group, work in self._machines.work(self.post_message):
            self.run_worker(work, group=group, exclusive=True)

    def _make_hand_in(self, away: AwayDesk) -> HandIn:
        changed = told.AwayChanged
        return HandIn(self._link, away, self.clock, self._new_id, lambda: self.post_message(changed()))

    # The hall

    def on_link_up(self) -> None:
        # A server that still cannot write says so again; one that was started anew has nothing to take back.
        self._refusal, self._is_troubled = "", False
        if self._hand_in is not None:
            self._hand_in.wake()
        self._see_hall()
        self._report_devices()

    def on_link_lost(self, message: hall_link.LinkLost) -> None:
        self._refusal = message.code
        if self._hand_in is not None:
            self._hand_in.lost()
        if self._away is not None:
            self._away.note_hall(self._link.docs.values(), self._hall_time(), is_lost=True)
        self._see_hall()

    def on_docs_changed(self) -> None:
        if self._away is not None and self._link.is_connected:
            self._away.note_hall(self._link.docs.values(), self._hall_time())
        self._see_hall()

    def on_away_changed(self) -> None:
        self._see_hall()

    def on_trouble_told(self, message: hall_link.TroubleTold) -> None:
        self._is_troubled = bool(message.detail)
        self._see_hall()
        if not self._is_troubled:
            self._report_devices()

    def _see_hall(self) -> None:
        before = self.state.view
        view = kiosk_view(
            self._docs(),
            self._link.is_connected,
            is_troubled=self._is_troubled,
            refusal=self._refusal,
            own=self._own_desk(),
        )
        self.state = replace(self.state, view=view)
        if view.away is not None and before.away is None:
            self.went_away()

    def went_away(self) -> None:
        """Hear that from now on the numbers are issued here."""

    def _docs(self) -> Mapping[str, AnyDoc]:
        """Return the hall as the link knows it; before it has said anything, as it was before this start."""
        seen = self._away.seen if self._away is not None else None
        return docs_of(seen) if seen is not None and "hall" not in self._link.docs else self._link.docs

    def _own_desk(self) -> OwnDesk:
        if self._away is None or self._hand_in is None:
            return OwnDesk()
        is_handing_in = self._link.is_connected and not self._hand_in.is_settled
        return OwnDesk(self._away.has_block, is_handing_in)

    def _hall_time(self) -> IssueTime:
        return IssueTime(self._link.hall_now_ms(), self._link.hall_now_within_ms())

    # The machines

    def on_printer_changed(self, message: told.PrinterChanged) -> None:
        self.state = replace(self.state, printer=Printer.READY if may_print(message.fault) else Printer.OUT)
        self._note_fault(Device.PRINTER, message.fault)

    def on_card_reader_changed(self, message: told.CardReaderChanged) -> None:
        self.state = replace(self.state, card_reader=CardReader.OUT if message.fault else CardReader.READY)
        self._note_fault(Device.ID_READER, message.fault)

    def _note_fault(self, device: Device, fault: str) -> None:
        self._faults[device] = fault
        if self._link.is_connected:
            self._report(device)

    def _report_devices(self) -> None:
        """Tell the hall what is known of the machines, if anything; it is told anew when it is back."""
        for device in self._faults:
            self._report(device)

    def _report(self, device: Device) -> None:
        self._ask(ReportDevice(self._new_id(), device, self._faults[device]))

    # What is asked of the hall, and owed to it

    def _ask(self, act: Act) -> None:
        self._errands.sent(act)
        asking = hall_link.ask(self._link, act, self.post_message)
        self.run_worker(asking, group=hall_link.ASK_GROUP)

    def _ask_again(self, act: Act) -> None:
        self.set_timer(AGAIN_S, lambda: self._ask(act))

    def _owe(self, act: Act) -> None:
        """Ask until the hall has said yes or no."""
        self._errands.owe(act)
        self._ask(act)
