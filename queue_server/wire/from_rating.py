"""What the rating screen before the citizen says: a level, for the ticket it was asked about.

The window is the one of its greeting. The ticket is named, so that a touch which arrives late is never
counted for the next citizen.
"""

import msgspec

from queue_server.vocabulary import RequestId, TicketId
from queue_server.wire.bounds import Count


class RateService(msgspec.Struct, frozen=True, tag="rating.rate_service"):
    """The citizen touched a level, 1 to 5."""

    request: RequestId
    ticket: TicketId
    stars: Count


FromRating = RateService
