"""The server's command line: serve, check, verify, explain, replay, report, study and more. It only calls.

Exit status: 0 all is well, 1 what was asked found something wrong, 2 it could not be done at all.
"""

import argparse
import asyncio
import getpass
import math
import signal
import sys
from collections.abc import Awaitable, Iterator, Sequence
from pathlib import Path

from queue_server.assess_command.options import assess_words
from queue_server.backup_command import backup_words, restore_words, run_backup, run_restore
from queue_server.config_file import explain, load_config
from queue_server.drill.options import drill_words
from queue_server.errors import ConfigError, Fault, WutongError
from queue_server.explain_command import add_explain_arguments, explain_command
from queue_server.logbook import configure_logbook
from queue_server.manage import Manager, manager_link, read_bookings
from queue_server.manage_supervision import add_words
from queue_server.replay.run import Replay, add_replay_arguments
from queue_server.report_command.options import report_words
from queue_server.runtime.house import House
from queue_server.runtime.secret import seal_key_in
from queue_server.runtime.staff_doors import hash_pin
from queue_server.store.verify_command import verify_command
from queue_server.study_command.options import study_words

PIN_LENGTH_MIN = 4
PORT_MAX = 65_535


def parser() -> argparse.ArgumentParser:
    """Return the words of the command line."""
    whole = argparse.ArgumentParser(prog="queue-server", description=__doc__)
    commands = whole.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="open the hall that CONFIG describes")
    serve.add_argument("config", metavar="CONFIG")
    serve.add_argument("--log-level", default="INFO")
    check = commands.add_parser("check", help="explain every mistake in CONFIG")
    check.add_argument("config", metavar="CONFIG")
    verify = commands.add_parser("verify", help="find any changed, missing or reordered event of a journal")
    verify.add_argument("journal", metavar="PATH")
    verify.add_argument("--secret", metavar="FILE", help="the hall's secret file: checks the seal as well")
    verify.add_argument("--head", default="", help="a head noted earlier, SEQ:DIGEST: finds a tail cut off")
    add_explain_arguments(commands.add_parser("explain", help="why a ticket was called when it was"))
    _replay_words(commands.add_parser("replay", help="play a past day again for boards, read-only"))
    backup_words(commands.add_parser("backup", help="copy the journal of a hall, at work or not"))
    restore_words(commands.add_parser("restore", help="put a backup in the place of the journal"))
    commands.add_parser("pin", help="make the hash of a PIN for the configuration")
    _manage_words(commands.add_parser("manage", help="book appointments, post a notice, as a manager"))
    assess_words(commands.add_parser("assess", help="the monthly assessment and the red-flag windows"))
    report_words(commands.add_parser("report", help="a day, week or month as tables, CSV or pages"))
    study_words(commands.add_parser("study", help="measure forecasts and policies on simulated or past days"))
    drill_words(commands.add_parser("drill", help="how fast a hall is on this machine, beside its floors"))
    demo = commands.add_parser("demo", help="a whole simulated hall on this machine")
    _demo_words(demo)
    return whole


def _manage_words(manage: argparse.ArgumentParser) -> None:
    manage.add_argument("--server", default="ws://127.0.0.1:8765", metavar="URL")
    manage.add_argument("--name", default="manager", help="who we are, as the server's token names it")
    manage.add_argument("--token-file", metavar="FILE")
    manage.add_argument("--ca-file", metavar="FILE", help="PEM certificate to trust for wss://")
    acts = manage.add_subparsers(dest="act", required=True)
    book = acts.add_parser("book", help="book the appointments of a CSV file: code,item,date,time[,identity]")
    book.add_argument("file", metavar="FILE", type=Path)
    cancel = acts.add_parser("cancel", help="take an appointment out of the book")
    cancel.add_argument("code", metavar="CODE")
    notice = acts.add_parser("notice", help="put a notice on the boards; an empty one takes it back")
    notice.add_argument("zh", metavar="CHINESE")
    notice.add_argument("en", metavar="ENGLISH", nargs="?", default="")
    add_words(acts)


def _demo_words(demo: argparse.ArgumentParser) -> None:
    demo.add_argument("--no-screen", action="store_true", help="run without the board, then report")
    demo.add_argument(
        "--minutes",
        type=_minutes,
        default=0,
        help="hall minutes from the opening of the doors; 0: until stopped",
    )
    demo.add_argument(
        "--speed",
        type=_speed,
        default=0,
        help="how much faster than a clock the hall runs, above 0; left out: 3 with the board, 600 without",
    )
    demo.add_argument("--seed", type=int, default=7)
    demo.add_argument("--json", metavar="FILE", help="write the summary here")
    demo.add_argument("--port", type=_port, default=8765, help="the server's port; 0: any free one")
    demo.add_argument(
        "--keep", metavar="FOLDER", help="keep the journal here; default: a folder that is removed"
    )
    demo.add_argument("--web", type=_port, default=8080, help="first of the ports for browsers; 0: none")


def _replay_words(replay: argparse.ArgumentParser) -> None:
    add_replay_arguments(replay)
    replay.add_argument("--speed", type=_speed, default=0, help="times as fast as the day; left out: 60")
    replay.add_argument("--port", type=_port, default=0, help="the port to serve boards on; 0: any free one")


def _minutes(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number of minutes, 0 or more')
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > PORT_MAX:
        raise argparse.ArgumentTypeError(f'"{text}" is not a port, a whole number from 0 to {PORT_MAX}')
    return int(text)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 0 < speed < math.inf:
        raise argparse.ArgumentTypeError(
            f'"{text}" is not a number above 0, such as 60; leave --speed out for the usual one'
        )
    return speed


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    asked = parser().parse_args(words)
    try:
        return _run(asked)
    except WutongError as error:
        sys.stderr.write(f"queue-server: {error}\n")
    except BaseExceptionGroup as group:
        known, others = group.split(WutongError)
        if known is None or others is not None:
            raise
        sys.stderr.write("".join(f"queue-server: {error}\n" for error in _leaves(known)))
    except KeyboardInterrupt:
        return 130
    return 2


def _leaves(group: BaseExceptionGroup[WutongError]) -> Iterator[BaseException]:
    """Yield what went wrong in the tasks of a group, at any depth."""
    for error in group.exceptions:
        if isinstance(error, BaseExceptionGroup):
            yield from _leaves(error)
        else:
            yield error


def _run(asked: argparse.Namespace) -> int:
    match asked.command:
        case "serve":
            return _serve(asked)
        case "check":
            sys.stdout.write(explain(asked.config) + "\n")
        case "verify":
            return _verify(asked)
        case "explain":
            return explain_command(asked, sys.stdout)
        case "replay":
            asyncio.run(until_stopped(Replay(asked, _say_line).run()))
        case "pin":
            return _pin()
        case "manage":
            return _manage(asked)
        case _:
            return _run_loaded(asked)
    return 0


def _run_loaded(asked: argparse.Namespace) -> int:
    """Run a command whose parts nobody else needs: they are loaded only now."""
    if asked.command == "backup":
        return run_backup(asked)
    if asked.command == "restore":
        return run_restore(asked)
    if asked.command == "assess":
        from queue_server.assess_command.command import run_assess

        return run_assess(asked)
    if asked.command == "report":
        from queue_server.report_command.command import run_report

        return run_report(asked)
    if asked.command == "study":
        from queue_server.study_command.command import run_study

        return run_study(asked)
    if asked.command == "drill":
        from queue_server.drill.command import run_drill

        return run_drill(asked)
    from queue_server.demo.run import run_demo

    return run_demo(asked)


def _serve(asked: argparse.Namespace) -> int:
    configure_logbook(level=asked.log_level)
    config = load_config(asked.config)
    asyncio.run(until_stopped(House(config).hold()))
    return 0


async def until_stopped(work: Awaitable[None]) -> None:
    """Do ``work`` until the process is asked to end; then let it stop in its own order."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(_ended(work))
        for name in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(name, task.cancel)


async def _ended(work: Awaitable[None]) -> None:
    await work


def _manage(asked: argparse.Namespace) -> int:
    manager = Manager(manager_link(asked.server, asked.name, asked.token_file, asked.ca_file), _say_line)
    match asked.act:
        case "book":
            is_done = asyncio.run(manager.book(read_bookings(asked.file)))
        case "cancel":
            is_done = asyncio.run(manager.cancel(asked.code))
        case "notice":
            is_done = asyncio.run(manager.notice(asked.zh, asked.en))
        case _:
            is_done = asyncio.run(manager.supervise(asked))
    return 0 if is_done else 1


def _say_line(line: str) -> None:
    sys.stdout.write(line + "\n")


def _verify(asked: argparse.Namespace) -> int:
    secret = seal_key_in(Path(asked.secret)) if asked.secret else None
    if asked.secret and secret is None:
        raise Fault(f"--secret {asked.secret}: no such file; without it the seal cannot be checked")
    if not Path(asked.journal).is_file():
        raise ConfigError((f"{asked.journal}: there is no such file; give the path of a journal",))
    status, text = verify_command(asked.journal, secret, asked.head)
    sys.stdout.write(text + "\n")
    return status


def _pin() -> int:
    try:
        pin = getpass.getpass("PIN: ")
        is_sure = len(pin) >= PIN_LENGTH_MIN and pin == getpass.getpass("PIN again: ")
    except EOFError:
        is_sure = False
    if not is_sure:
        sys.stderr.write(f"A PIN has at least {PIN_LENGTH_MIN} digits and is typed the same twice.\n")
        return 2
    sys.stdout.write(f'pin_hash = "{hash_pin(pin)}"\n')
    return 0


if __name__ == "__main__":
    sys.exit(main())
