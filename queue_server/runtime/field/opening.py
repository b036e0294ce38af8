"""How a configured line is opened: its address and speed become an opener of ``devices``."""

from devices.cable import Opener, PortSettings
from devices.port import opener
from queue_server.config import Wired


def opener_of(line: Wired) -> Opener:
    """Return what opens the port of ``line``, again and again."""
    return opener(line.port, PortSettings(baud=line.baud))
