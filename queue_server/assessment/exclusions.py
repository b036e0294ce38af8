"""What keeps somebody out of the selection: a card of the severest level, an upheld complaint, an absence.

Each with the fact behind it. A revoked or superseded card, a complaint that was not upheld and an approved
absence are no such facts. Who finished fewer services than ``services_min`` is out as well: no fact but a
count.
"""

from collections.abc import Iterator

from queue_server.assessment.facts import Facts, Ledger, Who
from queue_server.assessment.lines import Fact
from queue_server.assessment.plan import Basis
from queue_server.assessment.selection import ExcludedFor, Exclusion
from queue_server.vocabulary import RuleCode


def exclusions_of(who: Who, ledger: Ledger, basis: Basis) -> tuple[Exclusion, ...]:
    """Return every fact of the period that excludes, in the order of days."""
    ours = [facts for (one, _), facts in sorted(ledger.items()) if one == who]
    found = [one for facts in ours for one in _in_month(facts, basis)]
    services = sum(len(facts.services) for facts in ours)
    if services < basis.plan.services_min:
        found.append(Exclusion(ExcludedFor.FEW_SERVICES, Fact("", amount=services)))
    return tuple(found)


def _in_month(facts: Facts, basis: Basis) -> Iterator[Exclusion]:
    for card in facts.cards:
        fact = Fact(card.day, card.seq, (card.id,), rule=card.rule, level=card.level, amount=card.half_days)
        if basis.excludes(card.level):
            yield Exclusion(ExcludedFor.RED_CARD, fact)
        if card.half_days or card.rule is RuleCode.ABSENT:
            yield Exclusion(ExcludedFor.ABSENCE, fact)
    for complaint in facts.complaints:
        yield Exclusion(ExcludedFor.COMPLAINT, Fact(complaint.day, reference=complaint.reference))
