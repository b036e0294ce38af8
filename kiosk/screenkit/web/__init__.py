"""The way into a browser: the bridge, its page, and the command line shared by all apps."""

from kiosk.screenkit.web.arguments import add_web_arguments, run_or_serve
from kiosk.screenkit.web.server import serve_app

__all__ = ["add_web_arguments", "run_or_serve", "serve_app"]
