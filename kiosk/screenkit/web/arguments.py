"""The command line every app shares: ``--web PORT`` and its kin. Without it the app runs in this terminal."""

import asyncio
import ssl
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from kiosk.screenkit.web.server import serve_app

_WITH_VALUE = ("--web", "--web-host", "--web-cert", "--web-key", "--web-name")
_BARE = ("--web-allow-network",)


def add_web_arguments(parser: ArgumentParser) -> None:
    """Add ``--web`` and what belongs to it."""
    group = parser.add_argument_group("browser 浏览器")
    group.add_argument("--web", type=int, metavar="PORT", help="serve the screen to a browser on this port")
    group.add_argument("--web-host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on")
    group.add_argument("--web-cert", metavar="FILE", help="PEM certificate: serve over TLS")
    group.add_argument("--web-key", metavar="FILE", help="PEM key of the certificate")
    group.add_argument(
        "--web-name", action="append", default=[], metavar="HOST", help="host name the page may be asked for under"
    )
    group.add_argument("--web-allow-network", action="store_true", help="listen beyond this machine")


def run_or_serve(
    args: Namespace, app_factory: Callable[[], App[Any]], cols: int, rows: int, argv: Sequence[str] | None = None
) -> None:
    """Run the app here, or with ``--web`` serve it: each tab then gets this same program without ``--web``.

    ``argv`` is the program's own command line, by default this process's.
    """
    if args.web is None:
        app_factory().run()
        return
    command = child_command(sys.orig_argv if argv is None else argv)
    tls = tls_context(args.web_cert, args.web_key)
    scheme = "https" if tls else "http"
    asyncio.run(
        serve_app(
            command, args.web_host, args.web, cols, rows,
            tls=tls, allows_network=args.web_allow_network, names=args.web_name,
            on_ready=lambda port: _say_ready(f"{scheme}://{args.web_host}:{port}/"),
        )  # fmt: skip
    )


def child_command(argv: Sequence[str]) -> tuple[str, ...]:
    """Return ``argv`` without the arguments of this file, run by this interpreter."""
    kept: list[str] = []
    rest = iter(argv[1:])
    for argument in rest:
        name = argument.partition("=")[0]
        if name in _WITH_VALUE:
            if "=" not in argument:
                next(rest, None)
        elif name not in _BARE:
            kept.append(argument)
    return (sys.executable, *kept)


def tls_context(cert: str | None, key: str | None) -> ssl.SSLContext | None:
    """Return the server's TLS, or None without a certificate; raises OSError or ssl.SSLError naming nothing secret."""
    if cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


def _say_ready(address: str) -> None:
    sys.stderr.write(f"ready {address}\n")
    sys.stderr.flush()
