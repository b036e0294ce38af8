"""How large the numbers are that a client may say. What no hall can mean is no word of the wire.

Types only. Larger ones fit neither into the journal's columns nor into a calendar.
"""

from typing import Annotated

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
"""A number of things, or a place in a sequence; exact in every program's JSON."""
Instant = Annotated[int, msgspec.Meta(ge=0, le=250_000_000_000_000)]
"""ms since the epoch, UTC; until the year 9892, so that every local day still has a date."""
