"""The life of a conduct card, as a table: which act leads from which state to which.

::

    unconfirmed ─confirm▶ told ─explain▶ explained ─investigate▶ investigated ─uphold▶ upheld ─measure▶ ...
                          └────────────investigate──────────────▲                     appeal ──────────────┘
    running ─end▶ ended                                                                 ▼
                                             confirmed_on_appeal ◀─reject_appeal─── appealed
    revoke leads from every open state to revoked             └─measure▶ measured

A card of a level without a life of its own is *recorded*, or *running* for as long as its cause lasts.
"""

from queue_server.vocabulary import CardAct, CardState

A, S = CardAct, CardState

AFTER: dict[tuple[CardState, CardAct], CardState] = {
    (S.UNCONFIRMED, A.CONFIRM): S.TOLD,
    (S.UNCONFIRMED, A.REVOKE): S.REVOKED,
    (S.TOLD, A.EXPLAIN): S.EXPLAINED,
    (S.TOLD, A.INVESTIGATE): S.INVESTIGATED,
    (S.TOLD, A.REVOKE): S.REVOKED,
    (S.EXPLAINED, A.INVESTIGATE): S.INVESTIGATED,
    (S.EXPLAINED, A.REVOKE): S.REVOKED,
    (S.INVESTIGATED, A.UPHOLD): S.UPHELD,
    (S.INVESTIGATED, A.REVOKE): S.REVOKED,
    (S.UPHELD, A.APPEAL): S.APPEALED,
    (S.UPHELD, A.MEASURE): S.MEASURED,
    (S.UPHELD, A.REVOKE): S.REVOKED,
    (S.MEASURED, A.APPEAL): S.APPEALED,
    (S.APPEALED, A.REJECT_APPEAL): S.CONFIRMED_ON_APPEAL,
    (S.APPEALED, A.REVOKE): S.REVOKED,
    (S.CONFIRMED_ON_APPEAL, A.MEASURE): S.MEASURED,
    (S.RUNNING, A.REVOKE): S.REVOKED,
    (S.RECORDED, A.REVOKE): S.REVOKED,
}
"""What people can do. Acknowledging moves nothing and is possible to whoever was told."""

OVER = frozenset({S.ENDED, S.SUPERSEDED, S.REVOKED, S.MEASURED})
"""Nothing more has to come. A measured card may still be appealed against until its day."""

OPEN = frozenset(CardState) - OVER - {S.RECORDED}
"""Somebody has still something to do, or the cause lasts."""

LIVING = OPEN - {S.RUNNING}
"""Cards with a life of their own: of these there is never more than one for a subject and rule, but for one
that was measured and came back by an appeal."""

OF_AN_APPEAL = frozenset({S.APPEALED, S.CONFIRMED_ON_APPEAL})
"""Where a card that was measured comes to life again. If another was raised meanwhile, that one stays the
open card of its subject and rule: what happens next belongs to it."""

RECOMPUTABLE = frozenset(CardState) - {S.REVOKED, S.SUPERSEDED}
"""What a corrected fact revokes: in whatever state, since what it rests on did not happen."""

NEEDS_TEXT = frozenset({A.EXPLAIN, A.INVESTIGATE, A.UPHOLD, A.REVOKE, A.APPEAL, A.REJECT_APPEAL, A.MEASURE})

OF_THE_HOLDER = frozenset({A.ACKNOWLEDGE, A.EXPLAIN, A.APPEAL})
"""What the person or window that the card is about may do; everything else is the managers'."""

BY_RULE = frozenset({A.END, A.SUPERSEDE, A.RECOMPUTE, A.CHASE})


def after(state: CardState, act: CardAct) -> CardState | None:
    """Return where the act leads; None when it cannot be done in this state."""
    return AFTER.get((state, act))


def acts_from(state: CardState) -> tuple[CardAct, ...]:
    """Return what people can do to a card in this state, in the order of the table."""
    return tuple(act for (before, act) in AFTER if before is state)
