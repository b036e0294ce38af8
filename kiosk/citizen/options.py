"""``kiosk citizen``: its words on the command line, and what they start."""

import logging
from argparse import ArgumentParser, Namespace
from pathlib import Path

from devices.cable import PortSettings
from devices.id_card_reader.driver import BAUD
from devices.id_card_reader.simulated import SimulatedIdCardReader
from devices.memory_port import MemoryCable
from devices.player import Player
from devices.port import opener
from devices.ticket_printer.simulated import SimulatedPrinter
from kiosk.citizen.app import CitizenApp
from kiosk.citizen.away.desk import AwayDesk
from kiosk.citizen.away.store import AwayStore, NotKept
from kiosk.citizen.card_machine import CableCardReader, CardMachine
from kiosk.citizen.machines import CablePrinter, CableScanner, CodeMachine, Machines, TicketMachine
from kiosk.citizen.sample_hall import SampleLink
from kiosk.citizen.sample_waits import sample_waits
from kiosk.screenkit.link import Link
from kiosk.screenkit.link_options import add_link_arguments, log, make_link
from kiosk.screenkit.web import add_web_arguments, run_or_serve
from queue_server.clock import Clock, SystemClock
from queue_server.vocabulary import Language, Role

COLUMNS, ROWS = 96, 27
SIMULATED = "sim:"
NONE = "none"
CARD_AFTER_FINDS = 10
"""With ``--id-reader sim:`` a card of nobody comes by itself, three seconds after it was asked for."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the kiosk's words."""
    parser.add_argument("--name", default="K1", help="this kiosk's name at the server; default: %(default)s")
    parser.add_argument(
        "--printer", default=NONE, metavar="PORT", help="/dev/..., socket://host:port, sim: or none (default)"
    )
    parser.add_argument("--paper-mm", type=int, default=80, choices=(58, 80), help="width of the paper")
    parser.add_argument(
        "--scanner", default=NONE, metavar="PORT", help="/dev/..., socket://host:port or none (default)"
    )
    parser.add_argument(
        "--id-reader",
        default=NONE,
        metavar="PORT",
        help="/dev/..., socket://host:port, sim: or none (default)",
    )
    parser.add_argument(
        "--store",
        metavar="FILE",
        help="numbers issued while the server is away are kept here; default: var/kiosk-NAME.away",
    )
    add_link_arguments(parser)
    parser.add_argument("--hall-language", dest="language", choices=("zh", "en"), help="same as --language")
    add_web_arguments(parser)


def run(args: Namespace) -> int:
    """Run the kiosk, here or in a browser."""
    run_or_serve(args, lambda: make_app(args), COLUMNS, ROWS)
    return 0


def make_app(args: Namespace) -> CitizenApp:
    """Return the app with its link and machines. Raises ConfigError for a file that cannot be read."""
    clock = SystemClock()
    machines = Machines(_printer(args, clock), _scanner(args), _card_reader(args))
    link = _link(args, clock)
    return CitizenApp(
        link, machines, hall_language=Language(args.language), clock=clock, away=_away(args, clock)
    )


def _away(args: Namespace, clock: Clock) -> AwayDesk | None:
    """Return the desk for when the server is away; None where no file can be kept, and in a sample hall."""
    if args.server == SIMULATED and args.store is None:
        return None
    try:
        store = AwayStore(Path(args.store or f"var/kiosk-{args.name}.away"), _tell)
    except NotKept as error:
        log.warning("%s; this kiosk is closed while the server is away", error)
        return None
    return AwayDesk(store, clock, _tell)


def _tell(level: str, said: str) -> None:
    log.log(logging.getLevelNamesMapping()[level.upper()], "%s", said)


def _link(args: Namespace, clock: Clock) -> Link:
    if args.server == SIMULATED:
        return SampleLink(clock, sample_waits())
    return make_link(args, Role.KIOSK, args.name)


def _printer(args: Namespace, clock: Clock) -> TicketMachine | None:
    if args.printer == NONE:
        return None
    if args.printer != SIMULATED:
        return CablePrinter(opener(args.printer), clock, width_mm=args.paper_mm)
    cable = MemoryCable()
    peer = Player(cable.open_far, SimulatedPrinter())
    return CablePrinter(cable.open_near, clock, width_mm=args.paper_mm, peer=peer)


def _scanner(args: Namespace) -> CodeMachine | None:
    return None if args.scanner == NONE else CableScanner(opener(args.scanner))


def _card_reader(args: Namespace) -> CardMachine | None:
    if args.id_reader == NONE:
        return None
    if args.id_reader != SIMULATED:
        return CableCardReader(opener(args.id_reader, PortSettings(BAUD)))
    cable = MemoryCable()
    peer = Player(cable.open_far, SimulatedIdCardReader(brings_card_after=CARD_AFTER_FINDS))
    return CableCardReader(cable.open_near, peer=peer)
