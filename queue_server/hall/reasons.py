"""Why a ticket was called before the others, as data: part of the event of the call, and kept for ever."""

import msgspec

from queue_server.vocabulary import TicketClass, TicketId


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """One ticket that could have been called: its points are ``weight * (at - ref)``, in 10^-6 ms."""

    ticket: TicketId
    klass: TicketClass
    ref_ms: int
    weight: int
    points: int
    begun: bool = True


class CallReason(msgspec.Struct, frozen=True, gc=False):
    """Why this ticket was called before the others: the rule, the heads of the lanes, and the deciding word.

    ``decided_by``: ``points``, ``earlier_ref``, ``earlier_issue``, ``smaller_seq``, ``only_one``,
    ``none_begun``, ``reserved``, ``returned``, ``manual``, ``resumed`` or the name of another policy.
    """

    policy: str
    decided_by: str
    candidates: tuple[Candidate, ...] = ()
    """The best first; at most eight, of ``considered``."""
    considered: int = 0
    passed: int = 0
    """With a manual pick: eligible tickets that stood before it."""
    note: str = ""
    """The staff's reason."""
