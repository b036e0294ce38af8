"""Whether each scene of the story was seen: the facts it leads to stand in the journal, in time.

The story is a promise to whoever reads the guide. A scene whose time had not come when the run ended is no
broken one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from queue_server.demo.story import Scene, Sign
from queue_server.demo.summary import Summary

Row = Mapping[str, Any]
MINUTE_MS = 60_000


class StoryAuditor:
    """Follows the rows in order; ``finish`` writes into the summary."""

    def __init__(self, scenes: Iterable[Scene], day_start_ms: int) -> None:
        self._awaited = [
            (scene, sign, day_start_ms + scene.minute * MINUTE_MS) for scene in scenes for sign in scene.signs
        ]
        self._subjects: dict[str, str] = {}
        self._last_ms = 0

    def read(self, row: Row) -> None:
        """Follow one row."""
        at_ms, body = row["at_ms"], row["body"]
        self._last_ms = at_ms
        if body["event"] == "card_raised":
            self._subjects[body["card"]] = body["subject"]
        elif "card" in body:
            body = {**body, "subject": self._subjects.get(body["card"], "")}
        self._awaited = [each for each in self._awaited if not _is_seen(each[1], each[2], at_ms, body)]

    def finish(self, summary: Summary) -> None:
        """Write what should have been seen by the end of the run, and was not."""
        summary.scenes_not_seen += [
            f"{scene.clock} {scene.what}: {' '.join(sign.facts.values())}"
            for scene, sign, begins_ms in self._awaited
            if begins_ms + sign.within_min * MINUTE_MS < self._last_ms
        ]


def _is_seen(sign: Sign, begins_ms: int, at_ms: int, body: Row) -> bool:
    is_in_time = begins_ms <= at_ms <= begins_ms + sign.within_min * MINUTE_MS
    return is_in_time and all(_fits(asked, body.get(name)) for name, asked in sign.facts.items())


def _fits(asked: str, found: object) -> bool:
    return found not in (None, "") if asked == "*" else str(found) == asked
