"""What is one showing of a badge, and what is the next. Pure: instants are arguments.

A reader repeats a badge for as long as it lies there. The same badge at the same reader is shown again only
after it was *not read* for ``again_after_ms``, so a badge left lying is one showing, all day. Another badge
in between is a showing of its own and changes nothing for the first: two people who hold their badges in
turn are two showings, not a dozen, since a sign-in read twice would be a sign-out.
"""

REMEMBERED_MAX = 64
"""Badges of the last seconds; of more, the one read longest ago is forgotten."""


class Showings:
    """The badges of the last seconds at one line."""

    def __init__(self, again_after_ms: int) -> None:
        self._again_after_ms = again_after_ms
        self._read_at_ms: dict[tuple[str, int | None], int] = {}

    def is_new(self, badge: str, at_ms: int, addr: int | None = None) -> bool:
        """Note that ``badge`` was read at ``at_ms``; return whether this begins a showing."""
        last_ms = self._read_at_ms.pop((badge, addr), None)
        self._read_at_ms[badge, addr] = at_ms  # behind the others: the order of the last reading
        if len(self._read_at_ms) > REMEMBERED_MAX:
            del self._read_at_ms[next(iter(self._read_at_ms))]
        return last_ms is None or at_ms - last_ms >= self._again_after_ms

    def forget(self, badge: str, addr: int | None = None) -> None:
        """Take the showing back: nobody heard of it, so the badge's next reading is a showing."""
        self._read_at_ms.pop((badge, addr), None)
