"""Kiosks that can lose their server: what they issue by themselves, and hand in afterwards."""

from dataclasses import dataclass, field

from msgspec.structs import replace

from queue_server.errors import Refusal
from queue_server.hall import commands as c
from queue_server.hall import events as e
from queue_server.hall.memory_hall import Rehearsal, small_plan
from queue_server.hall.plan import AwayPlan, HallPlan
from queue_server.vocabulary import ItemCode

MARKS = {"K1": "Z", "K2": "Y", "K3": "X"}
A1, B1 = ItemCode("A1"), ItemCode("B1")


def away_plan(numbers: int = 20) -> HallPlan:
    return replace(small_plan(), away=AwayPlan(MARKS, numbers))


@dataclass
class Store:
    """The memory of one kiosk's disk."""

    kiosk: str
    holder: str
    first: int = 0
    last: int = 0
    issued: list[c.HandInTicket] = field(default_factory=list)

    def lease(self, hall: Rehearsal) -> None:
        answer = hall.ask(c.LeaseNumbers(self.holder, self.first, self.last), f"kiosk:{self.kiosk}")
        assert not isinstance(answer, Refusal), answer
        leased = answer[-1]
        assert isinstance(leased, e.NumbersLeased)
        self.first, self.last = leased.first, leased.last

    def issue(self, hall: Rehearsal, item: ItemCode = A1, off_ms: int = 0) -> str:
        """Print a number without the server, at the hall's time by a clock that is off."""
        day, queue = hall.hall.day_of(hall.at_ms), hall.hall.items[item].queue
        begin = f"{queue}{MARKS[self.kiosk]}"
        before = [one.ordinal for one in self.issued if one.day == day and one.number.startswith(begin)]
        ordinal = max(before, default=self.first - 1) + 1
        assert self.first <= ordinal <= self.last, "the block is used up"
        number = f"{begin}{ordinal:03d}"
        self.issued.append(
            c.HandInTicket(self.holder, number, day, ordinal, item, hall.at_ms + off_ms, abs(off_ms))
        )
        return number

    def hand_in(self, hall: Rehearsal) -> None:
        """Hand in everything, from the beginning."""
        for said in self.issued:
            answer = hall.ask(said, f"kiosk:{self.kiosk}")
            assert not isinstance(answer, Refusal), answer
