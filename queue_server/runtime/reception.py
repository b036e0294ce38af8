"""What every conversation of one server shares. Only names: nothing is done here."""

import msgspec

from queue_server.runtime.audience import Audience
from queue_server.runtime.metrics import Metrics
from queue_server.runtime.seat import Bounds
from queue_server.runtime.tokens import Doorkeeper
from queue_server.runtime.translate import Translator
from queue_server.runtime.writer import Writer
from queue_server.wire.session import Rates


class Reception(msgspec.Struct, frozen=True):
    """Who decides, who is told, who may come in, and within which bounds."""

    writer: Writer
    audience: Audience
    doorkeeper: Doorkeeper
    translator: Translator
    metrics: Metrics
    clients_max: int
    rates: Rates
    bounds: Bounds
    greeting_s: float = 5.0
    """A client that has not greeted within this is closed."""
