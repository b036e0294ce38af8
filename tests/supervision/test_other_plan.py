"""A hall changes its levels and rules overnight: what stands from before goes on, and nothing breaks."""

import pytest
from msgspec.structs import replace

from queue_server.supervision.defaults import LEVELS
from queue_server.supervision.plan import Level, RuleStep, SupervisionPlan
from queue_server.vocabulary import CardAct, CardState, RuleCode
from tests.supervision.watched import NO_ATTENDANCE, WatchedHall, with_rule

OFF_POST = RuleCode.OFF_POST
ONLY_BLUE = replace(
    NO_ATTENDANCE,
    rules=(),
    levels=(Level("blue", LEVELS[1].name, "#0000ff", has_life=True, tells=("holder", "office")),),
)
"""Another hall's handbook: one level, and no level by the old names."""
PLANS: dict[str, SupervisionPlan] = {
    "other levels": with_rule(ONLY_BLUE, OFF_POST, RuleStep("blue", over=60)),
    "rule switched off": with_rule(NO_ATTENDANCE, OFF_POST),
    "fewer steps": with_rule(NO_ATTENDANCE, OFF_POST, RuleStep("yellow", over=900)),
    "nobody": replace(NO_ATTENDANCE, members=()),
    "nothing at all": SupervisionPlan(),
}


def before() -> WatchedHall:
    """Return a hall in which S1 was off post from nine on: a yellow card waits for confirmation."""
    hall = WatchedHall(NO_ATTENDANCE)
    hall.until("8:00")
    hall.sign_in("9:00")
    hall.sign_out("9:45")
    return hall


@pytest.mark.parametrize("name", PLANS)
def test_cards_from_before_are_led_on_to_their_end(name: str) -> None:
    hall = before()
    hall.restart(plan=PLANS[name])
    card = hall.of(OFF_POST)[1].id
    acts = (CardAct.CONFIRM, CardAct.EXPLAIN, CardAct.INVESTIGATE, CardAct.UPHOLD, CardAct.APPEAL)
    for n, act in enumerate((*acts, CardAct.REJECT_APPEAL, CardAct.MEASURE)):
        hall.act(f"9:5{n}", card, act, "经查属实")
    assert hall.room.card(card).state is CardState.MEASURED


@pytest.mark.parametrize("name", PLANS)
def test_days_go_by_and_what_is_late_is_chased(name: str) -> None:
    hall = before()
    hall.restart(plan=PLANS[name], from_snapshot=True)
    card = hall.of(OFF_POST)[1].id
    hall.act("9:50", card, CardAct.CONFIRM)
    for day in range(1, 10):
        hall.until("9:00", day=day)
    assert hall.room.card(card).chases > 0


def test_of_a_level_that_is_no_more_everybody_is_told() -> None:
    hall = before()
    hall.restart(plan=PLANS["other levels"])
    card = hall.of(OFF_POST)[1].id
    hall.act("9:50", card, CardAct.CONFIRM)
    assert hall.told(card)[-1] == ("staff:S1", "office")
