"""How a rule climbs its steps: raise, step on, repeat, give way to the severer, end. The same for every rule.

One open card for one subject and rule; a severer level closes the milder; the same level is never raised
twice for the same thing (MONITORING, life of a card).
"""

from typing import NamedTuple

from queue_server.supervision import events as e
from queue_server.supervision import life
from queue_server.supervision.plan import Level, RuleStep
from queue_server.supervision.state import Card, Spell
from queue_server.supervision.timers import NEVER
from queue_server.supervision.watching import Case, Look, Watch
from queue_server.vocabulary import CardAct, CardId, CardState

NO_CARD = CardId("")
CORRECTED = "更正"
"""The reason of a card that was taken back because a fact changed, before that fact."""


class Standing(NamedTuple):
    """A card that stands, or will when the events of this look have happened."""

    id: CardId
    level: str


class Draft:
    """The events of one look in the making: it knows what they will change, and numbers the cards."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self.events: list[e.AnySupervisionEvent] = []
        self._raised = watch.room.state.raised_today
        self._new: dict[str, Standing] = {}
        self._over: set[CardId] = set()

    def reach(
        self,
        case: Case,
        step: int,
        since_ms: int,
        amount: int,
        *,
        due_ms: int = 0,
        standing: Card | None = None,
        mark: str = "",
    ) -> None:
        """Come to a step of the rule: by a card of its own, or by the one that already stands for it.

        ``due_ms``: when it came to it, if that was not now. ``standing``: the card of this very thing, where
        no spell knows it. ``mark``: of the finding, noted where it is counted on an open card.
        """
        spell = self.watch.room.state.spells.get(case.spell)
        if spell is not None:
            standing = self.watch.room.state.cards.get(spell.card)
        level = self.watch.book.level(case.rule.steps[step].level)
        if standing is not None and standing.level == level.code:
            self._step_on(case, standing, step, amount)
            return
        living = self._living(case, level)
        mine = Standing(standing.id, standing.level) if standing is not None else None
        if living is not None and not self.watch.book.is_severer(level.code, living.level):
            self._repeat(case, living.id, step, since_ms, amount, mark)
            self._give_way((mine,), living.id)
        else:
            self._give_way((mine, living), self._next_id())
            self._raise(case, level, step, since_ms, amount, due_ms or self.watch.at_ms)

    def _living(self, case: Case, level: Level) -> Standing | None:
        """Return the open card of the subject and rule, as it will be after the events so far."""
        if level.is_recorded_only:
            return None
        new = self._new.get(_key(case))
        if new is not None:
            return new
        room = self.watch.room
        card = room.open_card(case.rule.code, case.subject) if level.has_life else None
        if card is None and not case.place:
            card = room.running_card(case.rule.code, case.subject)
        return Standing(card.id, card.level) if card is not None and card.id not in self._over else None

    def is_over(self, card: CardId) -> bool:
        """Return whether this look ends the card."""
        return card in self._over

    def _next_id(self) -> CardId:
        return CardId(f"{self.watch.room.state.day}-K{self._raised + 1:03d}")

    def _raise(self, case: Case, level: Level, step: int, since_ms: int, amount: int, due_ms: int) -> None:
        written, watch = case.rule.steps[step], self.watch
        state = state_of(level, written)
        deadline = watch.book.deadline(watch.at_ms, watch.book.deadlines.explain_days)
        has_deadline = state is CardState.TOLD
        card = self._next_id()
        self._raised += 1
        self.events.append(
            e.CardRaised(
                card=card,
                rule=case.rule.code,
                level=level.code,
                subject=case.subject,
                state=state,
                since_ms=since_ms,
                due_ms=due_ms,
                amount=amount,
                step=step,
                staff=case.staff,
                window=case.window,
                ticket=case.ticket,
                device=case.device,
                day=case.day or watch.room.state.day,
                half_days=written.half_days,
                facts=case.facts or {},
                points=level.points,
                spell=case.spell,
                deadline_ms=deadline.at_ms if has_deadline else 0,
                is_provisional=has_deadline and deadline.is_provisional,
            )
        )
        if not level.is_recorded_only:
            self._new[_key(case)] = Standing(card, level.code)
        recipients = watch.book.recipients(written, case.staff, case.window)
        self.tell(card, ("duty",) if state is CardState.UNCONFIRMED else recipients, "raised")

    def _step_on(self, case: Case, standing: Card, step: int, amount: int) -> None:
        written = case.rule.steps[step]
        half_days = max(standing.half_days, written.half_days)
        at_ms = self.watch.at_ms
        self.events.append(e.CardStepped(standing.id, step, at_ms, amount, half_days, case.spell))
        if written.tells and standing.state is not CardState.REVOKED:
            recipients = self.watch.book.recipients(written, case.staff, case.window)
            self.tell(standing.id, tuple(one for one in recipients if one not in standing.told), "raised")

    def _repeat(
        self, case: Case, living: CardId, step: int, since_ms: int, amount: int, mark: str = ""
    ) -> None:
        watch = self.watch
        day = case.day or watch.room.state.day
        self.events.append(e.CardRepeated(living, since_ms, watch.at_ms, amount, step, day, case.spell, mark))

    def _give_way(self, milder: tuple[Standing | None, ...], by: CardId) -> None:
        """Close what the severer card takes the place of, each once."""
        for card in dict.fromkeys(one.id for one in milder if one is not None and one.id != by):
            before = self.watch.room.state.cards.get(card)
            if before is None or before.state not in life.OVER:
                self.move(card, CardAct.SUPERSEDE, CardState.SUPERSEDED, by_card=by)

    def revoke(self, card: Card, reason: str, *, ends: str = "") -> None:
        """A corrected fact took the reason of the card away; whoever was told of it hears of that too."""
        self.move(card.id, CardAct.RECOMPUTE, CardState.REVOKED, text=reason, ends=ends)
        self.tell(card.id, card.told, CardAct.RECOMPUTE.value)

    def move(
        self,
        card: CardId,
        act: CardAct,
        state: CardState,
        *,
        text: str = "",
        by_card: CardId = NO_CARD,
        ends: str = "",
    ) -> None:
        """Move a card by rule, at this instant; whatever is due of it stays due while it is open."""
        before = self.watch.room.state.cards.get(card)
        keeps = before is not None and state is before.state
        if state in life.OVER:
            self._over.add(card)
        self.events.append(
            e.CardMoved(
                card=card,
                move=act,
                state=state,
                at_due_ms=self.watch.at_ms,
                text=text,
                by_card=by_card,
                deadline_ms=before.deadline_ms if before is not None and keeps else 0,
                is_provisional=before is not None and keeps and before.is_provisional,
                ends=ends,
            )
        )

    def tell(self, card: CardId, recipients: tuple[str, ...], about: str) -> None:
        if recipients:
            self.events.append(e.Told(card, recipients, about))

    def end(self, spell_key: str, spell: Spell) -> None:
        """The cause is over: a warning ends with it; what has a life of its own, or is a fact, stays."""
        card = self.watch.room.card(spell.card)
        state = CardState.ENDED if card.state is CardState.RUNNING else card.state
        self.move(spell.card, CardAct.END, state, ends=spell_key)


def _key(case: Case) -> str:
    return f"{case.rule.code}/{case.subject}"


def is_recomputed(card: Card) -> bool:
    """Return whether a corrected fact took the card back, not a person: it may be raised again."""
    return card.state is CardState.REVOKED and card.reason.startswith(CORRECTED)


def state_of(level: Level, step: RuleStep) -> CardState:
    """Return how a card of this level begins."""
    if level.is_recorded_only:
        return CardState.RECORDED
    if step.confirm:
        return CardState.UNCONFIRMED
    return CardState.TOLD if level.has_life else CardState.RUNNING


def reached_ms(since_ms: int, step: RuleStep) -> int:
    """Return the first instant of a step: more than its seconds, so the millisecond after them."""
    return since_ms + step.over * 1000 + 1


def climb(watch: Watch, case: Case, base_ms: int | None) -> Look:
    """Look at a cause that lasts since ``base_ms`` (None: there is none): the steps it has come to by now."""
    draft, steps = Draft(watch), case.rule.steps
    spell = watch.room.state.spells.get(case.spell)
    first_ms = NEVER if base_ms is None else reached_ms(base_ms, steps[0])
    if base_ms is None or watch.at_ms < first_ms:
        if spell is not None:
            draft.end(case.spell, spell)
        return Look(tuple(draft.events), first_ms)
    since_ms, step = (spell.since_ms, spell.step + 1) if spell else (base_ms, 0)
    if step < len(steps) and watch.at_ms >= reached_ms(since_ms, steps[step]):
        draft.reach(case, step, since_ms, (watch.at_ms - since_ms) // 1000)
        step += 1
    next_ms = reached_ms(since_ms, steps[step]) if step < len(steps) else NEVER
    return Look(tuple(draft.events), max(next_ms, watch.at_ms + 1))
