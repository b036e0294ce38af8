"""A manager at the command line: who was late, a leave put on file, a card taken back, a slip approved."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from queue_server.__main__ import parser
from queue_server.clock import ManualClock
from queue_server.demo.small_hall import link_to, open_house, small_hall
from queue_server.errors import ConfigError
from queue_server.manage import Manager, manager_link
from queue_server.manage_supervision import instant_ms
from queue_server.runtime.house import House
from queue_server.supervision.state import Card
from queue_server.vocabulary import CardState, Role, RuleCode
from queue_server.wire.client import new_request_id
from queue_server.wire.from_server import Done
from queue_server.wire.from_window import SignIn

MORNING = datetime(2026, 3, 2, 9, 20, tzinfo=timezone(timedelta(hours=8)))


@asynccontextmanager
async def late_morning(folder: Path) -> AsyncIterator[House]:
    """Open the small hall in which S017 signs in fifty minutes after the shift began."""
    clock = ManualClock(int(MORNING.timestamp() * 1000))
    async with open_house(small_hall(folder), clock) as house:
        terminal = link_to(house, Role.WINDOW, "03", "03")
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(terminal.run())
            answer = await terminal.request(SignIn(new_request_id(), badge="0001000734"))
            running.cancel()
        assert isinstance(answer, Done)
        yield house


async def said(house: House, *words: str) -> tuple[bool, list[str]]:
    told: list[str] = []
    asked = parser().parse_args(["manage", *words])
    is_done = await Manager(manager_link(house.url, "m1", None, None), told.append).supervise(asked)
    return is_done, told


def cards_of(house: House) -> dict[RuleCode, Card]:
    return {card.rule: card for card in house.engine.rooms.supervision.state.cards.values()}


async def test_a_leave_filed_within_the_first_hour_takes_the_late_card_back(tmp_path: Path) -> None:
    async with late_morning(tmp_path) as house:
        late = cards_of(house)[RuleCode.LATE]
        assert (late.state, late.half_days, late.amount) == (CardState.RECORDED, 1, 50 * 60)
        _, lines = await said(house, "staff")
        assert any(line.startswith("S017") and "09:20" in line and "late" in line for line in lines)
        _, lines = await said(house, "cards")
        assert any(line.startswith(late.id) and "迟到" in line for line in lines)
        is_done, _ = await said(
            house, "leave", "S017", "official", "2026-03-02 08:00", "2026-03-02 10:00", "送件"
        )
        assert is_done
        late = cards_of(house)[RuleCode.LATE]
        assert late.state is CardState.REVOKED
        assert "公假 20260302-L001" in late.reason


async def test_a_card_is_led_on_and_a_wrong_act_is_refused_in_words(tmp_path: Path) -> None:
    async with late_morning(tmp_path) as house:
        late = cards_of(house)[RuleCode.LATE]
        is_done, lines = await said(house, "card", late.id, "uphold", "属实")
        assert not is_done
        assert "这张牌现在不能这样处理" in lines[0]
        is_done, lines = await said(house, "card", late.id, "revoke")
        assert not is_done
        assert await said(house, "card", late.id, "revoke", "读卡器故障") == (True, ["card: 完成 done"])
        assert cards_of(house)[RuleCode.LATE].reason == "读卡器故障"


async def test_a_slip_says_that_somebody_was_there_in_time(tmp_path: Path) -> None:
    async with late_morning(tmp_path) as house:
        is_done, _ = await said(house, "make-up", "S017", "2026-03-02 08:20", "忘记打卡")
        assert is_done
        assert cards_of(house)[RuleCode.LATE].state is CardState.REVOKED
        is_done, lines = await said(house, "make-up", "S999", "2026-03-02 08:20", "忘记打卡")
        assert not is_done
        assert "没有这个工号" in lines[0]
        assert not (await said(house, "badge", "0123456789abcdef", "S017"))[0]
        assert not (await said(house, "task", "20260302-A001", "已回访"))[0]
        assert not (await said(house, "withdraw", "20260302-L009", "误填"))[0]


def test_times_are_the_halls_own() -> None:
    assert instant_ms("2026-03-02 09:20", 480) == int(MORNING.timestamp() * 1000)
    assert instant_ms("2026-03-02T09:20+08:00", 0) == int(MORNING.timestamp() * 1000)
    with pytest.raises(ConfigError, match='write the time as "2026-03-02 08:30"'):
        instant_ms("tomorrow", 480)
