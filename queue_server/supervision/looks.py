"""Everything supervision looks at, by the first word of the key: the whole of the watching as one table."""

from collections.abc import Callable, Mapping

from queue_server.supervision.rule_attendance import look_at_day, look_at_staff
from queue_server.supervision.rule_away import look_at_away
from queue_server.supervision.rule_count import (
    look_at_device,
    look_at_hasty,
    look_at_picks,
    look_at_rating,
    look_at_reader,
    look_at_task,
)
from queue_server.supervision.rule_deadline import look_at_card
from queue_server.supervision.rule_post import look_at_idle, look_at_post
from queue_server.supervision.rule_wait import look_at_service, look_at_wait
from queue_server.supervision.timers import Key
from queue_server.supervision.watching import Look, Watch

LOOKS: Mapping[str, Callable[[Watch, Key], Look]] = {
    "day": look_at_day,
    "staff": look_at_staff,
    "away": look_at_away,
    "post": look_at_post,
    "idle": look_at_idle,
    "wait": look_at_wait,
    "service": look_at_service,
    "hasty": look_at_hasty,
    "picks": look_at_picks,
    "rating": look_at_rating,
    "task": look_at_task,
    "device": look_at_device,
    "reader": look_at_reader,
    "card": look_at_card,
}


def look(watch: Watch, key: Key) -> Look:
    """Look at one key at the watch's instant."""
    return LOOKS[key[0]](watch, key)
