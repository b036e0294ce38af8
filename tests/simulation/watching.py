"""Checkers of what supervision and the serial lines promise. They know the journal and what hands did."""

from collections import defaultdict

import msgspec

from devices.counter_bus.retries import TRIES_MAX
from queue_server.hall import events as h
from queue_server.store.chain import Row
from queue_server.supervision import events as s
from queue_server.supervision.plan import SupervisionPlan
from queue_server.vocabulary import CardAct as A
from queue_server.vocabulary import CardState as S
from queue_server.vocabulary import RuleCode
from tests.simulation.wires import Wires
from tests.simulation.world import Checker

LEADS = {
    A.CONFIRM: ({S.UNCONFIRMED}, S.TOLD),
    A.EXPLAIN: ({S.TOLD}, S.EXPLAINED),
    A.INVESTIGATE: ({S.TOLD, S.EXPLAINED}, S.INVESTIGATED),
    A.UPHOLD: ({S.INVESTIGATED}, S.UPHELD),
    A.MEASURE: ({S.UPHELD, S.CONFIRMED_ON_APPEAL}, S.MEASURED),
    A.APPEAL: ({S.UPHELD, S.MEASURED}, S.APPEALED),
    A.REJECT_APPEAL: ({S.APPEALED}, S.CONFIRMED_ON_APPEAL),
    A.REVOKE: (set(S) - {S.MEASURED, S.ENDED, S.SUPERSEDED, S.REVOKED}, S.REVOKED),
    A.RECOMPUTE: (set(S) - {S.REVOKED, S.SUPERSEDED}, S.REVOKED),
    A.SUPERSEDE: (set(S) - {S.MEASURED, S.ENDED, S.SUPERSEDED, S.REVOKED}, S.SUPERSEDED),
}
"""Written down from docs/supervision.md, not taken from the program: the act, from which states, to which."""
OVER = {S.MEASURED, S.ENDED, S.SUPERSEDED, S.REVOKED}
LASTING = (RuleCode.OFF_POST, RuleCode.IDLE_WINDOW)
"""Rules whose steps are seconds since the cause began."""


class CardsFollowTheirLadder(Checker):
    """Levels rise in order, no step before its time, none twice, and a card's life follows the handbook."""

    folds = True

    def __init__(self, plan: SupervisionPlan) -> None:
        self._levels = [level.code for level in plan.levels]
        self._of_level = {level.code: level for level in plan.levels}
        self._steps = {rule.code: rule.steps for rule in plan.rules}
        self.restored(0)

    def restored(self, kept: int) -> None:
        self._cards: dict[str, tuple[s.CardRaised, S]] = {}
        self._step: dict[str, int] = {}
        """Of each card."""
        self._of_spell: dict[tuple[str, int], s.CardRaised] = {}
        self._owed: dict[str, str] = {}
        """A card that gave way -> the severer one that has to come."""
        self._waits_on: set[str] = set()
        """Tickets whose call was undone: their wait goes on, and what ended with the call comes again."""

    def row(self, row: Row, event: msgspec.Struct) -> None:
        match event:
            case s.CardRaised():
                self._raise(row, event)
            case s.CardStepped():
                self._climb(row, event)
            case s.CardRepeated() if event.spell:  # another cause on the same open card: it climbs anew
                self._step[event.card] = event.step
            case s.CardMoved():
                self._move(row, event)
            case h.StepUndone() if event.ticket:
                self._waits_on.add(event.ticket)

    def _raise(self, row: Row, card: s.CardRaised) -> None:
        written = self._steps[card.rule][card.step]
        if card.card in self._cards:
            raise self.wrong(f"{card.card} was raised twice, at {row.seq}")
        if card.level != written.level or card.due_ms > row.at_ms:
            raise self.wrong(f"{card.card} is {card.level} at {card.due_ms}, at {row.seq}")
        if card.rule in LASTING and card.due_ms <= card.since_ms + written.over * 1000:
            raise self.wrong(f"{card.card} came {card.since_ms + written.over * 1000 - card.due_ms} ms early")
        self._check_state(card, written.confirm)
        self._check_rise(row, card)
        self._cards[card.card], self._step[card.card] = (card, card.state), card.step
        for milder in [one for one, by in self._owed.items() if by == card.card]:
            del self._owed[milder]
            self._check_severer(self._cards[milder][0], card)

    def _check_state(self, card: s.CardRaised, confirm: bool) -> None:
        level = self._of_level[card.level]
        wanted = S.RECORDED if level.is_recorded_only else S.RUNNING
        if level.has_life:
            wanted = S.UNCONFIRMED if confirm else S.TOLD
        if card.state is not wanted:
            raise self.wrong(f"{card.card} begins as {card.state}, not {wanted}")
        if (card.deadline_ms > card.due_ms) != (wanted is S.TOLD):
            raise self.wrong(f"{card.card}, {card.state}, has the deadline {card.deadline_ms}")

    def _check_rise(self, row: Row, card: s.CardRaised) -> None:
        """Of one cause that lasts each step comes once, and never after a later one."""
        if not card.spell:
            return
        key = card.spell, card.since_ms
        before = self._of_spell.get(key)
        if card.rule is RuleCode.LONG_WAIT and card.ticket in self._waits_on:
            self._waits_on.discard(card.ticket)
            before = None
        if before is not None and self._cards[before.card][1] is not S.REVOKED and card.step <= before.step:
            raise self.wrong(f"{card.card} takes step {card.step} of {key} after {before.step} at {row.seq}")
        self._of_spell[key] = card

    def _check_severer(self, milder: s.CardRaised, severer: s.CardRaised) -> None:
        if self._levels.index(severer.level) <= self._levels.index(milder.level):
            raise self.wrong(f"{milder.card} gave way to {severer.card}, which is not severer")

    def _climb(self, row: Row, event: s.CardStepped) -> None:
        card, _ = self._known(row, event.card)
        if event.step <= self._step[event.card] or self._steps[card.rule][event.step].level != card.level:
            raise self.wrong(f"{event.card} steps to {event.step} from {self._step[event.card]} at {row.seq}")
        self._step[event.card] = event.step

    def _move(self, row: Row, event: s.CardMoved) -> None:
        card, state = self._known(row, event.card)
        if event.move in LEADS:
            before, after = LEADS[event.move]
            if state not in before or event.state is not after:
                raise self.wrong(f"{event.move} led {event.card} from {state} to {event.state} at {row.seq}")
        elif state in OVER and event.state is not state:
            raise self.wrong(f"{event.card} is {state} and was moved to {event.state} at {row.seq}")
        if event.by_card and event.by_card in self._cards:
            self._check_severer(card, self._cards[event.by_card][0])
        elif event.by_card:
            self._owed[event.card] = event.by_card
        self._cards[event.card] = card, event.state

    def _known(self, row: Row, card: str) -> tuple[s.CardRaised, S]:
        if card not in self._cards:
            raise self.wrong(f"{card} was never raised, at {row.seq}")
        return self._cards[card]

    def end(self) -> None:
        if self._owed:
            raise self.wrong(f"cards gave way to others that never came: {self._owed}")


class HandsAloneAct(Checker):
    """What lines say happened: no more acts of a pad, evaluator or badge than hands made there.

    A frame has no number. Where a line loses so many bytes that a pad goes unheard for longer than the second
    within which the same keys are one press, its repetitions may count as presses: that is the protocol's.
    """

    folds = True

    def __init__(self, wires: Wires | None, loses_bytes: bool) -> None:
        self._wires, self._times = wires, TRIES_MAX if loses_bytes else 1
        self.restored(0)

    def restored(self, kept: int) -> None:
        self._acts: defaultdict[str, set[str]] = defaultdict(set)
        self._read: defaultdict[str, int] = defaultdict(int)

    def row(self, row: Row, event: msgspec.Struct) -> None:
        if self._wires is None:
            return
        if isinstance(event, s.BadgeRead):
            self._read[event.last4] += 1
            if self._read[event.last4] > self._wires.shown.get(event.last4, 0):
                raise self.wrong(f"nobody showed the badge ..{event.last4} at {row.seq}")
        elif row.actor.endswith("/pad") or row.actor.startswith("evaluator:"):
            self._acts[row.actor].add(row.request)
            if len(self._acts[row.actor]) > self._wires.presses.get(row.actor, 0) * self._times:
                raise self.wrong(f"{row.actor} acted without a hand at {row.seq}")
