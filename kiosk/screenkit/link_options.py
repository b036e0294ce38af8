"""The words on the command line that every screen shares: where the server is, who we are, where to log.

A screen never writes to its own terminal: what goes wrong goes to the log file, or nowhere.
"""

import logging
import ssl
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from pathlib import Path

from queue_server.errors import ConfigError
from queue_server.vocabulary import Language, Role, WindowNo
from queue_server.wire.client import HallLink
from queue_server.wire.greeting import WIRE_VERSION, Hello

LOOPBACK_SERVER = "ws://127.0.0.1:8765"

log = logging.getLogger("screen")


LANGUAGES = tuple(each.value for each in Language)


def add_link_arguments(parser: ArgumentParser, languages: Sequence[str] = LANGUAGES) -> None:
    """Add ``--server`` and what belongs to it; the first of ``languages`` is the default."""
    group = parser.add_argument_group("server 服务器")
    group.add_argument("--server", default=LOOPBACK_SERVER, metavar="URL", help="ws://host:port or wss://...")
    group.add_argument("--token-file", metavar="FILE", help="the token of this role, as the server knows it")
    group.add_argument("--ca-file", metavar="FILE", help="PEM certificate to trust for wss://")
    group.add_argument("--language", choices=languages, default=languages[0], help="default: %(default)s")
    group.add_argument("--log-file", metavar="FILE", help="write troubles here; default: nowhere")


def make_link(args: Namespace, role: Role, name: str, window: WindowNo | None = None) -> HallLink:
    """Return the link that the arguments describe. Raises ConfigError for a file that cannot be read."""
    _configure_log(args.log_file)
    hello = Hello(WIRE_VERSION, role, name, token=_token(args.token_file), window=window or WindowNo(""))
    return HallLink(args.server, hello, ssl=_trust(args), tell=_tell)


def _configure_log(path: str | None) -> None:
    handler = logging.FileHandler(path, encoding="utf-8") if path else logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    for one in log.handlers:
        one.close()
    log.handlers = [handler]
    log.propagate = False
    log.setLevel(logging.INFO)


def _tell(level: str, reason: str) -> None:
    log.log(logging.getLevelNamesMapping().get(level.upper(), logging.INFO), "link: %s", reason)


def _token(path: str | None) -> str:
    if path is None:
        return ""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(
            (f"--token-file {path}: {error.strerror}; give a file this program may read",)
        ) from error


def _trust(args: Namespace) -> ssl.SSLContext | None:
    if not str(args.server).startswith("wss:"):
        return None
    try:
        return ssl.create_default_context(cafile=args.ca_file)
    except OSError as error:
        raise ConfigError((f"--ca-file {args.ca_file}: {error}; give a PEM certificate",)) from error
