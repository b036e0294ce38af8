"""The root of all events of the hall, apart from them so that they may stand in several files."""

import msgspec


class Event(msgspec.Struct, frozen=True, gc=False, tag_field="event"):
    """The root of everything that happened."""
