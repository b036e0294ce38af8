"""What can go wrong with a cable, drawn as a tree. No byte is parsed here.

::

    DeviceError
    ├── PortLost        a cable cannot be opened, or was lost; waiting and reopening may heal it
    ├── AddressError    what should name a port names none; a person must change the configuration
    ├── KeymapError     a key map cannot be understood; names the key
    ├── ReaderKeyError  the secret key of a badge reader is none, or no secret; never repeats it
    └── OutOfRange      a caller asked for a frame that the device has no bytes for

What a *peer* sends wrong is never raised: it is counted by reason (``framing.DropReason``) and forgotten.
"""


class DeviceError(Exception):
    """The root of everything this package raises on purpose."""


class PortLost(DeviceError):
    """The cable at ``address`` cannot be used: ``reason`` says why, in words for a technician."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(f"{address}: {reason}")
        self.address = address
        self.reason = reason


class AddressError(DeviceError):
    """``address`` is none of the forms a port can have."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(
            f"port {address!r}: {reason}; write a device path such as /dev/serial/by-id/usb-..., "
            "socket://host:port or sim://name"
        )
        self.address = address
        self.reason = reason


class KeymapError(DeviceError):
    """The key ``key`` of a key map cannot be understood."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"key map, key {key!r}: {reason}")
        self.key = key
        self.reason = reason


class ReaderKeyError(DeviceError):
    """A text is no key for a badge reader. The text is in no message: it may be a key with one slip in it."""


class OutOfRange(DeviceError, ValueError):
    """A value that no frame can carry, such as an address of 200 on the counter bus."""

    def __init__(self, what: str, value: object, allowed: str) -> None:
        super().__init__(f"{what} {value!r}: must be {allowed}")
