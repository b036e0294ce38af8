"""The few pages served on the server's own port: health, metrics, a ticket's page for a phone.

Only GET and HEAD, only these paths, nothing that a browser may keep or frame. A page holds no data of the
hall: it asks for them over the websocket as anybody else does.
"""

import re
from collections.abc import Callable
from email.utils import formatdate
from http import HTTPStatus
from importlib.resources import files
from urllib.parse import urlsplit

import msgspec
from websockets.datastructures import Headers
from websockets.http11 import Request, Response

SOCKET_PATHS = frozenset({"/", "/ws"})
PHONE_FILES = {"page.html": "text/html", "page.js": "text/javascript", "page.css": "text/css"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'{sockets}; img-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""A page may load only what this server serves and talk only to this server. Some phones do not count a
websocket to the page's own host as ``'self'``: it is named besides."""
HOST = re.compile(r"[A-Za-z0-9.:\[\]-]{1,255}")
CODE_LENGTH_MAX = 80


class Health(msgspec.Struct, frozen=True):
    """The answer of ``/healthz``."""

    status: str
    trouble: str
    seq: int
    clients: int


class Pages:
    """What ``GET`` finds here."""

    def __init__(self, health: Callable[[], Health], metrics: Callable[[], bytes]) -> None:
        self._health, self._metrics = health, metrics
        folder = files("queue_server.runtime") / "phone"
        self._phone = {name: (folder / name).read_bytes() for name in PHONE_FILES}

    def answer(self, request: Request) -> Response | None:
        """Return the page, or None when this is the beginning of a conversation."""
        if not is_understood(request):
            return _response(HTTPStatus.BAD_REQUEST, b"not understood\n", "text/plain")
        path = urlsplit(request.path).path
        if "Upgrade" in request.headers:
            return self._conversation(request, path)
        if request.method not in ("GET", "HEAD"):
            return _response(HTTPStatus.METHOD_NOT_ALLOWED, b"", "text/plain", {"Allow": "GET, HEAD"})
        response = self._page(path)
        response.headers["Content-Security-Policy"] = policy(request.headers.get("Host", ""))
        if request.method == "HEAD":
            response.body = b""
        return response

    def _conversation(self, request: Request, path: str) -> Response | None:
        if path not in SOCKET_PATHS or request.method != "GET":
            return _response(HTTPStatus.NOT_FOUND, b"no conversation here\n", "text/plain")
        if not is_same_origin(request.headers):
            return _response(HTTPStatus.FORBIDDEN, b"a page of another origin\n", "text/plain")
        return None

    def _page(self, path: str) -> Response:
        match path.split("/"):
            case ["", "healthz"]:
                health = self._health()
                status = HTTPStatus.SERVICE_UNAVAILABLE if health.trouble else HTTPStatus.OK
                return _response(status, msgspec.json.encode(health), "application/json")
            case ["", "metrics"]:
                return _response(HTTPStatus.OK, self._metrics(), "text/plain; version=0.0.4")
            case ["", "t", "page.js" | "page.css" as name]:
                return _response(HTTPStatus.OK, self._phone[name], PHONE_FILES[name])
            case ["", "t", code] if is_code(code):
                return _response(HTTPStatus.OK, self._phone["page.html"], PHONE_FILES["page.html"])
        return _response(HTTPStatus.NOT_FOUND, b"not found\n", "text/plain")


def policy(host: str) -> str:
    """Return the content policy for a page asked for under this host."""
    sockets = f" ws://{host} wss://{host}" if HOST.fullmatch(host) else ""
    return POLICY.format(sockets=sockets)


def is_code(text: str) -> bool:
    """Return whether this could be a ticket's code; whether it is one, the greeting finds out."""
    return 0 < len(text) <= CODE_LENGTH_MAX and text.isascii() and text.replace("-", "").isalnum()


def is_understood(request: Request) -> bool:
    """Return whether path, host and origin can be read at all: a stranger may send anything."""
    try:
        for address in (request.path, *request.headers.get_all("Origin")):
            urlsplit(address)
    except ValueError:
        return False
    return len(request.headers.get_all("Host")) <= 1


def is_same_origin(headers: Headers) -> bool:
    """Return whether a browser's page is our own; a program that is no browser sends no origin."""
    origins = headers.get_all("Origin")
    if not origins:
        return True
    return len(origins) == 1 and urlsplit(origins[0]).netloc == headers.get("Host", "")


def _response(
    status: HTTPStatus, body: bytes, content_type: str, more: dict[str, str] | None = None
) -> Response:
    charset = "" if "json" in content_type else "; charset=utf-8"
    headers = Headers(
        {
            "Date": formatdate(usegmt=True),
            "Connection": "close",
            "Content-Type": content_type + charset,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            **(more or {}),
        }
    )
    return Response(status.value, status.phrase, headers, body)
