"""Where each button in the foot of a screen leads: one table, and no state."""

from collections.abc import Callable

from kiosk.citizen.codes import CodeKind
from kiosk.citizen.messages import Place
from kiosk.citizen.screens.citizen_screen import CitizenScreen
from kiosk.citizen.screens.code_entry import CodeScreen
from kiosk.citizen.screens.departments import DepartmentsScreen
from kiosk.citizen.screens.help import HelpScreen
from kiosk.citizen.screens.identity import IdentityScreen
from kiosk.citizen.screens.more import MoreScreen
from kiosk.citizen.screens.priority import PriorityScreen
from kiosk.citizen.screens.search import SearchScreen
from kiosk.citizen.visit import KioskState
from queue_server.clock import Clock

Opener = Callable[[KioskState, Clock], CitizenScreen]

PLACES: dict[Place, Opener] = {
    Place.MORE: MoreScreen,
    Place.PRIORITY: PriorityScreen,
    Place.APPOINTMENT: lambda state, clock: CodeScreen(state, clock, CodeKind.APPOINTMENT),
    Place.TICKET: lambda state, clock: CodeScreen(state, clock, CodeKind.TICKET),
    Place.DEPARTMENTS: DepartmentsScreen,
    Place.SEARCH: SearchScreen,
    Place.IDENTITY: IdentityScreen,
    Place.HELP: HelpScreen,
}
"""Where each place is; back and home are the app's own."""
