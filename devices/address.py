"""The forms an address of a cable can have. Pure: whoever reads a configuration asks here; ``port`` opens it.

``/dev/serial/by-id/...``, ``socket://host:port`` or ``sim://name``; nothing else names a cable.
"""

from urllib.parse import urlsplit

from devices.errors import AddressError

SIMULATED = "sim://"
DEVICE_SERVER = "socket://"


def check_address(address: str) -> None:
    """Raise AddressError when no cable can be opened at ``address``, whatever is plugged in."""
    if address.startswith(DEVICE_SERVER):
        endpoint_of(address)
    elif address.startswith(SIMULATED):
        if not address.removeprefix(SIMULATED):
            raise AddressError(address, "the name is missing")
    elif "://" in address or not address.startswith("/"):
        raise AddressError(address, "not a known form")


def endpoint_of(address: str) -> tuple[str, int]:
    """Return host and port of ``socket://host:port``; AddressError when one is missing or is none."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(address, str(error)) from error
    if not host or not port:
        raise AddressError(address, "host or port is missing")
    return host, port
