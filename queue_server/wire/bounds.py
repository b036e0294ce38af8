"""How large the numbers are that a client may say, and what its codes look like.

What no hall can mean is no word of the wire. Types only. Larger numbers fit neither into the journal's
columns nor into a calendar; a text of another form could bring anything into the journal.
"""

from typing import Annotated

import msgspec

Count = Annotated[int, msgspec.Meta(ge=0, le=2**53 - 1)]
"""A number of things, or a place in a sequence; exact in every program's JSON."""
Instant = Annotated[int, msgspec.Meta(ge=0, le=250_000_000_000_000)]
"""ms since the epoch, UTC; until the year 9892, so that every local day still has a date."""
Holder = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{12}\Z")]
"""A kiosk's own store: 12 hex digits in lower case, fewer than an identity number has."""
Day = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{8}\Z")]
"""A local day: ``20260302``."""
