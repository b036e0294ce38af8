"""Journal rows written by hand, as a run would write them. For the tests of the auditors."""

from queue_server.demo.audit import Auditor, Known, Row
from queue_server.demo.audit_attendance import Roster, Span
from queue_server.demo.summary import Summary

MINUTE_MS = 60_000
LOCAL_MS = 480 * MINUTE_MS
DAY_MS = 1440 * MINUTE_MS
ROSTER = Roster(frozenset(("S1", "S2", "S3")), (Span(360, 510, 720), Span(780, 870, 1050)))


def at(clock: str) -> int:
    """Return an instant of the script's day."""
    hours, minutes, *seconds = (int(part) for part in clock.split(":"))
    return DAY_MS - LOCAL_MS + (hours * 60 + minutes) * MINUTE_MS + sum(seconds) * 1000


class Script:
    """Rows in the order in which they are said."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def say(self, event: str, clock: str = "08:30", /, **facts: object) -> "Script":
        seq = len(self.rows) + 1
        body = {"event": event, **facts}
        self.rows.append({"seq": seq, "at_ms": at(clock), "request": f"r{seq}", "body": body})
        return self

    def raised(
        self,
        card: str,
        level: str = "recorded",
        state: str = "recorded",
        rule: str = "off_post",
        subject: str = "staff:S1",
        spell: str = "off_post/01",
        **facts: object,
    ) -> "Script":
        facts = {"staff": subject.rpartition(":")[2], "day": "19700102", "facts": {}} | facts
        return self.say(
            "card_raised",
            card=card,
            rule=rule,
            level=level,
            subject=subject,
            state=state,
            spell=spell,
            **facts,
        )

    def moved(self, card: str, state: str, ends: str = "", move: str = "any") -> "Script":
        return self.say("card_moved", card=card, move=move, state=state, ends=ends)

    def badge(self, clock: str, staff: str, mark: str = "m") -> "Script":
        return self.say("badge_read", clock, reader="east", mark=mark, last4="0000", staff=staff)

    def late(self, card: str, staff: str, session: int = 0) -> "Script":
        return self.raised(
            card,
            rule="late",
            subject=f"staff:{staff}",
            spell="",
            facts={"session_no": str(session)},
        )

    def audit(self, known: Known | None = None) -> Summary:
        auditor = Auditor(known or Known(ROSTER))
        auditor.read(self.rows)
        return auditor.finish((), None)
