"""What the journal says of cards, tellings, tasks and faults, followed by small books of the auditor's own.

Like ``audit`` it shares nothing with the rules: bare rows, words written out, no Struct of supervision.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from queue_server.demo.summary import Summary, Tellings

Row = Mapping[str, Any]

LEVELS = ("recorded", "warning", "yellow", "red")
"""From mild to severe."""
OPEN = frozenset(
    (
        "unconfirmed",
        "running",
        "told",
        "explained",
        "investigated",
        "upheld",
        "appealed",
        "confirmed_on_appeal",
    )
)
TAKEN_BACK = frozenset(("revoked", "ended", "superseded"))
UNTOLD = frozenset(("recorded", "unconfirmed", "running"))
"""As far as a card for a post may have come that a substitute takes back."""
BAD_STARS_MAX = 2
OFFICES = frozenset(("duty", "office"))
KINDS = frozenset(("window", "staff", "chief", "head"))


class Leaf:
    """What the auditor knows of one card."""

    def __init__(self, body: Row) -> None:
        self.id: str = body["card"]
        self.level: str = body["level"]
        self.about = f"{body['rule']}/{body['subject']}"
        self.state: str = body["state"]


class CardAuditor:
    """Follows the rows in order; ``finish`` writes into the summary."""

    def __init__(self) -> None:
        self._leaves: dict[str, Leaf] = {}
        self._open: dict[str, str] = {}
        """Rule and subject -> the open card."""
        self._causes: dict[str, str] = {}
        """A cause that lasts -> the card that stands for it."""
        self._covered: list[str] = []
        self._rated_badly: dict[str, None] = {}
        self._tasks: set[str] = set()
        self._faulty: set[str] = set()
        self._faults: Counter[str] = Counter()
        self._tellings = Tellings()
        self._found = Summary()

    def read(self, row: Row) -> None:
        """Follow one row."""
        body = row["body"]
        follow = getattr(self, "_" + body["event"], None)
        if follow is not None:
            follow(body)

    # --- one method for each event ---

    def _card_raised(self, body: Row) -> None:
        leaf = Leaf(body)
        spell = body.get("spell", "")
        before = self._leaves.get(self._causes.get(spell, "")) if spell else None
        if before is not None and _is_milder(before, leaf) and before.state not in TAKEN_BACK:
            self._found.milder_cards_left.append(before.id)
        self._leaves[leaf.id] = leaf
        self._stand(leaf)
        if spell:
            self._causes[spell] = leaf.id

    def _card_repeated(self, body: Row) -> None:
        if body.get("spell"):
            self._causes[body["spell"]] = body["card"]

    def _card_moved(self, body: Row) -> None:
        leaf = self._leaves.get(body["card"])
        if leaf is not None:
            leaf.state = body["state"]
            self._stand(leaf)
        if body.get("ends"):
            self._causes.pop(body["ends"], None)

    def _stand(self, leaf: Leaf) -> None:
        """Keep the book of open cards."""
        standing = self._open.get(leaf.about, leaf.id)
        if leaf.state in OPEN:
            if standing != leaf.id:
                self._found.two_open_cards.append(leaf.id)
            self._open[leaf.about] = leaf.id
        elif standing == leaf.id:
            self._open.pop(leaf.about, None)

    def _told(self, body: Row) -> None:
        card, recipients = body["card"], body["recipients"]
        self._tellings.tellings += len(recipients)
        if not recipients or not all(_is_somebody(one) for one in recipients):
            self._found.told_to_nobody.append(card)
        if card not in self._leaves:
            self._found.told_before_raised.append(card)

    def _telling_acknowledged(self, _body: Row) -> None:
        self._tellings.acknowledged += 1

    def _post_covered(self, body: Row) -> None:
        card = self._causes.get(f"off_post/{body['window']}")
        if card is not None:
            self._covered.append(card)

    def _service_rated(self, body: Row) -> None:
        if body["stars"] <= BAD_STARS_MAX:
            self._rated_badly[body["ticket"]] = None

    def _task_opened(self, body: Row) -> None:
        self._tasks.add(body["ticket"])

    def _device_changed(self, body: Row) -> None:
        name = f"{body['place']}/{body['device']}"
        if body.get("fault"):
            self._faults[name] += name not in self._faulty
            self._faulty.add(name)
        else:
            self._faulty.discard(name)

    # --- the promises ---

    def finish(self, summary: Summary) -> None:
        """Write the figures, and every broken promise."""
        summary.told = self._tellings
        summary.faults = dict(sorted(self._faults.items()))
        for leaf in self._leaves.values():
            _count(summary.cards_by_level, leaf.level)
            if leaf.state == "revoked":
                _count(summary.cards_revoked, leaf.level)
        for name, offenders in self._found.offences():
            getattr(summary, name).extend(offenders)
        summary.covered_posts_with_cards += [
            one for one in self._covered if self._leaves[one].state in UNTOLD
        ]
        summary.bad_ratings_without_task += [one for one in self._rated_badly if one not in self._tasks]


def _is_milder(one: Leaf, other: Leaf) -> bool:
    known = one.level in LEVELS and other.level in LEVELS
    return known and LEVELS.index(one.level) < LEVELS.index(other.level)


def _is_somebody(recipient: str) -> bool:
    """Say whether an address names an office, or a window, person or department."""
    kind, _, who = recipient.partition(":")
    return recipient in OFFICES or (kind in KINDS and bool(who))


def _count(figures: dict[str, int], level: str) -> None:
    figures[level] = figures.get(level, 0) + 1
