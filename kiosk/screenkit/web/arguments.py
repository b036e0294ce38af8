"""The command line every app shares: ``--web PORT`` and its kin. Without it the app runs in this terminal."""

import asyncio
import os
import ssl
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from kiosk.screenkit.dots import DOTS_VARIABLE, DotMode
from kiosk.screenkit.web.child import CHILD_MARK, end_with_parent
from kiosk.screenkit.web.server import Bridge, OpenToNetwork, serve_bridge
from queue_server.logbook import configure_logbook


def add_web_arguments(parser: ArgumentParser) -> None:
    """Add ``--web`` and what belongs to it."""
    group = parser.add_argument_group("browser 浏览器")
    group.add_argument("--web", type=int, metavar="PORT", help="serve the screen to a browser on this port")
    group.add_argument("--web-host", default="127.0.0.1", metavar="ADDRESS", help="address to listen on")
    group.add_argument("--web-cert", metavar="FILE", help="PEM certificate: serve over TLS")
    group.add_argument("--web-key", metavar="FILE", help="PEM key of the certificate")
    group.add_argument(
        "--web-name",
        action="append",
        default=[],
        metavar="HOST",
        help="host name the page may be asked for under",
    )
    group.add_argument("--web-allow-network", action="store_true", help="listen beyond this machine")


def run_or_serve(args: Namespace, app_factory: Callable[[], App[Any]], cols: int, rows: int) -> None:
    """Run the app here, or with ``--web`` serve it.

    Behind each tab runs this same program again, with the same arguments; CHILD_MARK tells it to be the app.
    """
    if args.web is None or CHILD_MARK in os.environ:
        if CHILD_MARK in os.environ:
            end_with_parent()
        else:
            # A terminal on a stable system rarely knows octants (Unicode 16): it drops them, and rows shift.
            os.environ.setdefault(DOTS_VARIABLE, DotMode.QUADRANT)
        app_factory().run()
    else:
        configure_logbook()
        try:
            asyncio.run(_serve(args, cols, rows))
        except (OpenToNetwork, OSError) as error:
            raise SystemExit(f"--web {args.web}: {error}") from error


async def _serve(args: Namespace, cols: int, rows: int) -> None:
    tls = tls_context(args.web_cert, args.web_key)
    scheme = "https" if tls else "http"
    bridge = Bridge(
        command=own_command(sys.orig_argv),
        host=args.web_host,
        port=args.web,
        cols=cols,
        rows=rows,
        allows_network=args.web_allow_network,
        names=tuple(args.web_name),
    )
    await serve_bridge(bridge, tls, lambda port: _say_ready(f"{scheme}://{args.web_host}:{port}/"))


def own_command(argv: Sequence[str]) -> tuple[str, ...]:
    """Return the command line that starts this program again, by this interpreter."""
    return (sys.executable, *argv[1:])


def tls_context(cert: str | None, key: str | None) -> ssl.SSLContext | None:
    """Return the server's TLS, or None without a certificate; raises OSError or ssl.SSLError."""
    if cert is None:
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cert, key)
    return context


def _say_ready(address: str) -> None:
    sys.stderr.write(f"ready {address}\n")
    sys.stderr.flush()
