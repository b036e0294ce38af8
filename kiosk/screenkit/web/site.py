"""The files a browser may have, each with its headers. A table: no path is ever joined from a request."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from kiosk.screenkit.fonts import FOLDER as FONTS

STATIC = Path(__file__).with_name("static")

SECURITY_HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
)
"""xterm.js sets its cell sizes through style elements, hence ``unsafe-inline`` for styles."""

_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


class File(msgspec.Struct, frozen=True):
    """One answer."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


def load_site(cols: int, rows: int, title: str) -> Mapping[str, File]:
    """Read all files once; return path -> file. ``cols`` and ``rows`` are told to the page."""
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    page = page.replace("{cols}", str(cols)).replace("{rows}", str(rows)).replace("{title}", _escaped(title))
    files = {"/": _file(".html", page.encode())}
    for path in (*STATIC.glob("*.js"), *STATIC.glob("*.css"), *(STATIC / "vendor").iterdir()):
        files["/" + path.relative_to(STATIC).as_posix()] = _file(path.suffix, path.read_bytes())
    for path in FONTS.glob("*.woff2"):
        files[f"/fonts/{path.name}"] = _file(path.suffix, path.read_bytes())
    return files


def _file(suffix: str, body: bytes) -> File:
    caching = "max-age=86400" if suffix == ".woff2" else "no-cache"
    own = (("Content-Type", _TYPES[suffix]), ("Content-Length", str(len(body))), ("Cache-Control", caching))
    return File(body, own + SECURITY_HEADERS)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
