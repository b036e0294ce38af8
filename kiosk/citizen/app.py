"""CitizenApp: the wiring of the kiosk for its citizen. Screens and workers tell it; it alone opens screens.

A citizen's visit is one value. Home ends it: screens are popped and forgotten, the language goes back to the
hall's, and what was asked without an answer is made good when the answer comes (``errand``).
"""

from collections.abc import Callable
from typing import ClassVar

from msgspec.structs import replace

from kiosk.citizen import messages as told
from kiosk.citizen import outcome as notices
from kiosk.citizen import visit
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.stops import AwayStop
from kiosk.citizen.codes import CodeKind, read_code, ticket_id
from kiosk.citizen.doubt import doubt_of
from kiosk.citizen.errand import amends
from kiosk.citizen.hall_side import HallSide
from kiosk.citizen.machines import Machines, TicketMachine
from kiosk.citizen.messages import Place
from kiosk.citizen.outcome import Notice, Remedy, outcome
from kiosk.citizen.places import PLACES
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.screens.code_entry import CodeScreen
from kiosk.citizen.screens.doubt import DoubtScreen
from kiosk.citizen.screens.home import HomeScreen
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.screens.item import ItemScreen
from kiosk.citizen.screens.items import ItemsScreen
from kiosk.citizen.screens.notice import NoticeScreen
from kiosk.citizen.screens.ticket import Paper, TicketScreen
from kiosk.citizen.visit import KioskState, Printer, Visit
from kiosk.screenkit import link as hall_link
from kiosk.screenkit.header import HallHeader
from kiosk.screenkit.idle import IdleReached
from kiosk.screenkit.language import Reading
from kiosk.screenkit.link import Act, Link
from kiosk.screenkit.theme import SCREENKIT_TCSS
from queue_server.clock import Clock
from queue_server.vocabulary import ItemCode, Language, RequestId, TicketId
from queue_server.wire.client import new_request_id
from queue_server.wire.from_kiosk import ReportPaper, ReprintTicket, ReturnTicket, TakeTicket
from queue_server.wire.from_server import Faulted, TicketSlip

IDLE_MS = 30_000
SLOW_S = 0.4
"""An answer later than this is waited for on a screen that says so."""


class CitizenApp(HallSide):
    """The kiosk of one hall."""

    CSS_PATH: ClassVar = [SCREENKIT_TCSS, "citizen.tcss"]
    TITLE = "kiosk"

    def __init__(
        self,
        link: Link,
        machines: Machines | None = None,
        *,
        hall_language: Language = Language.CHINESE,
        clock: Clock | None = None,
        request_ids: Callable[[], RequestId] = new_request_id,
        away: AwayDesk | None = None,
    ) -> None:
        """Make the kiosk; without ``away`` it is closed while the server is away."""
        super().__init__(link, machines or Machines(), clock, IDLE_MS, request_ids, away)
        self._fresh = Visit(Reading(hall_language))
        self.set_reactive(CitizenApp.state, replace(self.state, visit=self._fresh))

    def on_mount(self) -> None:
        self.push_screen(HomeScreen(self.state, self._hall_clock))

    def watch_state(self, state: KioskState) -> None:
        """Hand the state down to every screen there is."""
        for screen in self.screen_stack:
            if isinstance(screen, CitizenScreen):
                screen.state = state

    # Where to

    def on_place_chosen(self, message: told.PlaceChosen) -> None:
        match message.place:
            case Place.BACK:
                self._back()
            case Place.HOME:
                self.go_home()
            case Place.PRIORITY if self.state.visit.reason:
                self._visit(replace(self.state.visit, reason=None))
            case Place.APPOINTMENT | Place.TICKET if self.state.view.away:
                self._open_notice(notices.AWAY_ONLY_NUMBERS)
            case place:
                self._open(PLACES[place](self.state, self._hall_clock))

    def on_queue_chosen(self, message: told.QueueChosen) -> None:
        items = self.state.view.items_of_queue(message.code)
        if len(items) == 1:
            self._open(ItemScreen(self.state, self._hall_clock, items[0]))
        else:
            self._open(ItemsScreen(self.state, self._hall_clock, queue=message.code))

    def on_department_chosen(self, message: told.DepartmentChosen) -> None:
        self._open(ItemsScreen(self.state, self._hall_clock, department=message.code))

    def on_item_chosen(self, message: told.ItemChosen) -> None:
        item = self.state.view.item(message.code)
        if item is not None:
            self._open(ItemScreen(self.state, self._hall_clock, item))

    def on_reason_chosen(self, message: told.ReasonChosen) -> None:
        self._visit(replace(self.state.visit, reason=message.reason))
        self._back()

    def on_identity_typed(self, message: told.IdentityTyped) -> None:
        self._identified(replace(self.state.visit, identity=message.number))

    def _identified(self, visit: Visit) -> None:
        self._visit(visit)
        self._back()

    def on_hall_header_reading_chosen(self, message: HallHeader.ReadingChosen) -> None:
        self._visit(replace(self.state.visit, reading=message.reading))

    def on_idle_reached(self, _: IdleReached) -> None:
        if not isinstance(self.screen, TicketScreen):
            self.go_home()

    def on_counted_down(self, _: told.CountedDown) -> None:
        self.go_home()

    def go_home(self) -> None:
        """End the visit: forget everything of this citizen."""
        if (act := self._errands.abandon()) is not None:
            self._ask(act)
        self._clear()
        self._visit(self._fresh)

    def _clear(self) -> None:
        """Pop whatever lies on the home screen."""
        while not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        self._want_card()

    def _back(self) -> None:
        if not isinstance(self.screen, HomeScreen):
            self.pop_screen()
        self._want_card()

    def _open(self, screen: CitizenScreen) -> None:
        """Show a screen; the same kind never lies on itself."""
        if type(self.screen) is type(screen):
            self.pop_screen()
        self.push_screen(screen)
        self._want_card()

    def _want_card(self) -> None:
        """Read cards on the screen that asks for one, and on no other: nobody's card is read in passing."""
        if (reader := self._machines.card_reader) is not None:
            reader.want(isinstance(self.screen, IdentityScreen))

    def _visit(self, visit: Visit) -> None:
        self.state = replace(self.state, visit=visit)

    # What is asked

    def on_number_wanted(self, message: told.NumberWanted) -> None:
        if self._errands.act is None and self._must_issue_here():
            self._issue_here(message.item)
            return
        doubt = None if message.is_warned else doubt_of(self.state.view, self.state.visit, message.item)
        if doubt is not None and self._errands.act is None:
            self._open(DoubtScreen(self.state, self._hall_clock, doubt))
            return
        wants_paper = self.state.printer is Printer.READY
        self._begin(visit.take(self._new_id(), self.state.visit, message.item, wants_paper=wants_paper))

    def on_appointment_given(self, message: told.AppointmentGiven) -> None:
        wants_paper = self.state.printer is Printer.READY
        self._begin(visit.check_in(self._new_id(), self.state.visit, message.code, wants_paper=wants_paper))

    def on_return_wanted(self, message: told.ReturnWanted) -> None:
        self._begin(ReturnTicket(self._new_id(), ticket_id(message.ticket, self.state.view.day)))

    def on_reprint_wanted(self, message: told.ReprintWanted) -> None:
        self._begin(ReprintTicket(self._new_id(), ticket_id(message.ticket, self.state.view.day)))

    def on_remedy_chosen(self, message: told.RemedyChosen) -> None:
        match message.remedy:
            case Remedy.RETRY if self._errands.act is not None:
                self._back()
                self._ask_patiently(self._errands.act)
            case Remedy.AWAY:
                self._issue_here_instead()
            case Remedy.REPRINT:
                self._back()
                self.post_message(told.ReprintWanted(message.notice.ticket))
            case Remedy.RETURN:
                self._back()
                self.post_message(told.ReturnWanted(message.notice.ticket))
            case _:
                self.go_home()

    def on_code_scanned(self, message: told.CodeScanned) -> None:
        self.idle.touch()
        if self._errands.act is not None or isinstance(self.screen, TicketScreen):
            return
        code = read_code(message.text)
        match code.kind:
            case CodeKind.TICKET | CodeKind.APPOINTMENT if self.state.view.away:
                self._open_notice(notices.AWAY_ONLY_NUMBERS)
            case CodeKind.TICKET:
                self._open(CodeScreen(self.state, self._hall_clock, CodeKind.TICKET, code.value))
            case CodeKind.APPOINTMENT if self.state.view.is_open:
                self.post_message(told.AppointmentGiven(code.value))
            case CodeKind.NONSENSE:
                self._open_notice(notices.NO_CODE)
            case _:
                pass

    def _begin(self, act: Act) -> None:
        """Ask once for one touch: while an act is open, another touch asks for nothing."""
        if self.state.view.away:
            self._open_notice(notices.AWAY_ONLY_NUMBERS)
        elif self.state.view.is_open and self._errands.begin(act):
            self._ask_patiently(act)
        elif self._errands.is_full:
            self._open_notice(notices.NO_ANSWER)

    def _ask_patiently(self, act: Act) -> None:
        self._ask(act)
        self.set_timer(SLOW_S, lambda: self._say_moment(act))

    def _say_moment(self, act: Act) -> None:
        is_ended = not self.screen_stack
        if self._errands.is_waited_for(act) and not is_ended and not isinstance(self.screen, NoticeScreen):
            self._open_notice(notices.MOMENT)

    # What is issued here, while the server is away

    def _must_issue_here(self) -> bool:
        """Say so also where the screen does not know yet: what is owed is handed in first."""
        is_owed = self._hand_in is not None and not self._hand_in.is_settled
        return self.state.view.away is not None or (is_owed and self._own_desk().may_issue)

    def _issue_here(self, item: ItemCode) -> None:
        """Issue one number of the own block; a touch that was on its way with another finds it shown."""
        if self._away is None or self._hand_in is None or isinstance(self.screen, TicketScreen):
            return
        wants_paper = self.state.printer is Printer.READY
        made = self._away.issue(self.state.visit, item, self._hall_time(), wants_paper=wants_paper)
        if isinstance(made, AwayStop):
            self._open_notice(notices.AWAY_STOPS[made])
            return
        self._show_ticket(made)
        self._hand_in.wake()

    def _issue_here_instead(self) -> None:
        """Give a number of the own block; the one asked for is nobody's, and undone if it comes after all."""
        act = self._errands.act
        if not isinstance(act, TakeTicket):
            self.go_home()
            return
        self._back()
        if (again := self._errands.abandon()) is not None:
            self._ask(again)
        self._issue_here(act.item)

    def went_away(self) -> None:
        if (act := self._errands.act) is not None and self._may_offer(act):
            self._open_notice(notices.AWAY_OFFER)

    def _may_offer(self, act: Act) -> bool:
        """Say whether a number of this kiosk's own can stand in for what was asked."""
        is_number = isinstance(act, TakeTicket) and not act.appointment
        return is_number and self._own_desk().may_issue

    # What is answered

    def on_answered(self, message: hall_link.Answered) -> None:
        act, answer = message.act, message.answer
        self._errands.came_back(act)
        if self._errands.is_waited_for(act):
            shown = outcome(answer)
            offered = notices.AWAY_OFFER if shown is notices.NOT_WRITTEN and self._may_offer(act) else shown
            self._errands_answered(act, offered, is_settled=not isinstance(answer, Faulted))
        elif self._errands.is_owed(act) and isinstance(answer, Faulted):
            self._ask_again(act)
        elif self._errands.is_owed(act):
            self._errands.finish(act)
            if (cancel := amends(act, answer, self._new_id())) is not None:
                self._owe(cancel)

    def _errands_answered(self, act: Act, shown: TicketSlip | Notice, *, is_settled: bool) -> None:
        if is_settled:
            self._errands.finish(act)
        if isinstance(shown, Notice):
            self._open_notice(shown)
        else:
            self._show_ticket(shown)

    def on_unanswered(self, message: hall_link.Unanswered) -> None:
        act = message.act
        self._errands.came_back(act)
        if self._errands.is_waited_for(act):
            self._open_notice(notices.AWAY_OFFER if self._may_offer(act) else notices.NO_ANSWER)
        elif self._errands.is_owed(act):
            self._ask_again(act)

    def _open_notice(self, notice: Notice) -> None:
        self._open(NoticeScreen(self.state, self._hall_clock, notice))

    def _show_ticket(self, slip: TicketSlip) -> None:
        self._clear()
        screen = TicketScreen(self.state, self._hall_clock, self.clock, slip)
        if self.state.printer is Printer.READY and self._machines.printer is not None:
            screen.set_reactive(TicketScreen.paper, Paper.PRINTING)
            self.run_worker(self._print_slip(self._machines.printer, slip, self.state), group="paper")
        self.push_screen(screen)

    # Paper and codes: workers tell, handlers act

    async def _print_slip(self, printer: TicketMachine, slip: TicketSlip, state: KioskState) -> None:
        fault = await printer.print_slip(slip, state)
        self.post_message(told.PaperDone(slip.ticket, fault))

    def on_paper_done(self, message: told.PaperDone) -> None:
        ticket = TicketId(message.ticket)
        if self._hand_in is None or not self._hand_in.paper(ticket, message.fault):
            self._owe(ReportPaper(self._new_id(), ticket, message.fault))
        if isinstance(self.screen, TicketScreen) and self.screen.slip.ticket == message.ticket:
            self.screen.paper = Paper.FAILED if message.fault else Paper.OUT

    # Identity cards

    def on_card_read(self, message: told.CardRead) -> None:
        """Take a card for its number typed, where it is asked for."""
        if isinstance(self.screen, IdentityScreen):
            self.idle.touch()
            self._identified(replace(self.state.visit, identity=message.number.in_full))

    def on_card_not_read(self, _: told.CardNotRead) -> None:
        if isinstance(self.screen, IdentityScreen):
            self.idle.touch()
            self.screen.is_card_unread = True
