"""Who may sign in: badge or PIN, the lockout of a window and of a person, and nothing learnt from a no."""

import asyncio
from typing import Literal

import pytest
from argon2 import PasswordHasher

from queue_server.clock import ManualClock
from queue_server.config import Lockout, StaffMember
from queue_server.errors import Refusal
from queue_server.runtime.staff_doors import StaffDoors, hash_pin
from queue_server.vocabulary import RefusalCode, RequestId, StaffId, WindowNo
from queue_server.wire.from_window import SignIn

FAST = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
HERE, THERE = WindowNo("01"), WindowNo("02")


class CountingHasher(PasswordHasher):
    """Counts the checks, to prove that an unknown number costs one too."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=64, parallelism=1)
        self.checks = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - as overridden
        self.checks += 1
        return super().verify(hash, password)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(1_772_414_400_000)


@pytest.fixture
def doors(clock: ManualClock) -> StaffDoors:
    staff = (
        StaffMember(StaffId("S1"), pin_hash=FAST.hash("2468"), badge="AA"),
        StaffMember(StaffId("S2"), pin_hash=FAST.hash("1357")),
        StaffMember(StaffId("S3"), badge="CC"),
        StaffMember(StaffId("S4"), pin_hash="no hash at all"),
        StaffMember(StaffId("S5"), badge="EE", windows=(THERE,)),
    )
    return StaffDoors(staff, Lockout(failures_max=3, for_s=60), clock, hasher=FAST)


def by_pin(staff: str, pin: str, request: str = "") -> SignIn:
    return SignIn(request=RequestId(request), staff=StaffId(staff), pin=pin)


def by_badge(badge: str) -> SignIn:
    return SignIn(request=RequestId(""), badge=badge)


async def code(doors: StaffDoors, said: SignIn, window: WindowNo = HERE) -> str:
    """Return the staff number that signed in, or the code of the refusal."""
    answer = await doors.sign_in(window, said)
    return answer.code.value if isinstance(answer, Refusal) else answer


async def test_a_pin_or_a_badge_opens(doors: StaffDoors) -> None:
    assert await code(doors, by_pin("S1", "2468")) == "S1"
    assert await code(doors, by_badge("AA")) == "S1"
    assert await code(doors, by_badge("CC")) == "S3"


@pytest.mark.parametrize("written", ["0001000734", "1000734", "015,17694"])
@pytest.mark.parametrize("said", ["0001000734", "1000734", "015,17694"])
async def test_a_badge_opens_however_it_is_written(clock: ManualClock, written: str, said: str) -> None:
    doors = StaffDoors((StaffMember(StaffId("S1"), badge=written),), Lockout(), clock, hasher=FAST)
    assert await code(doors, by_badge(said)) == "S1"
    assert await code(doors, by_badge("0001000735")) == "wrong_badge_or_pin"


@pytest.mark.parametrize(
    "said",
    [
        by_pin("S1", "1357"), by_pin("S9", "2468"), by_pin("S3", ""), by_pin("S4", "x"), by_pin("", ""),
        by_badge("BB"), by_badge("汉"),
    ],
)  # fmt: skip
async def test_everything_wrong_is_refused_alike(doors: StaffDoors, said: SignIn) -> None:
    answer = await doors.sign_in(HERE, said)
    assert answer == Refusal(RefusalCode.WRONG_BADGE_OR_PIN)


async def test_a_wrong_pin_sent_again_counts_once(doors: StaffDoors) -> None:
    for _ in range(4):
        assert await code(doors, by_pin("S1", "9999", "r1")) == "wrong_badge_or_pin"
    assert await code(doors, by_pin("S1", "2468", "r2")) == "S1"


async def test_a_right_pin_sent_again_is_answered_as_at_first_though_the_door_was_shut(
    doors: StaffDoors,
) -> None:
    assert await code(doors, by_pin("S1", "2468", "r1")) == "S1"
    for number in range(3):
        await code(doors, by_pin("S1", "9999", f"w{number}"))
    assert await code(doors, by_pin("S1", "2468", "r1")) == "S1"
    assert await code(doors, by_pin("S1", "2468", "r2")) == "locked_out"


async def test_the_id_of_a_right_press_opens_for_no_other_pin(doors: StaffDoors) -> None:
    assert await code(doors, by_pin("S1", "2468", "r1")) == "S1"
    assert await code(doors, by_pin("S1", "9999", "r1")) == "wrong_badge_or_pin"
    assert await code(doors, by_pin("S1", "2468", "r1"), THERE) == "S1"


async def test_a_window_is_shut_after_failures_in_a_row_and_opens_again(
    doors: StaffDoors, clock: ManualClock
) -> None:
    for staff in ("S7", "S8", "S9"):
        assert await code(doors, by_pin(staff, "0")) == "wrong_badge_or_pin"
    assert await code(doors, by_pin("S1", "2468")) == "locked_out"
    assert await code(doors, by_pin("S1", "2468"), THERE) == "S1"
    clock.advance_ms(59_999)
    assert await code(doors, by_badge("AA")) == "locked_out"
    clock.advance_ms(1)
    assert await code(doors, by_badge("AA")) == "S1"


async def test_a_person_is_shut_at_every_window(doors: StaffDoors) -> None:
    for window in ("01", "02", "03"):
        assert await code(doors, by_pin("S1", "0"), WindowNo(window)) == "wrong_badge_or_pin"
    assert await code(doors, by_pin("S1", "2468"), WindowNo("04")) == "locked_out"
    assert await code(doors, by_pin("S2", "1357"), WindowNo("04")) == "S2"


async def test_an_unknown_number_is_shut_as_a_known_one_is(doors: StaffDoors) -> None:
    for window in ("01", "02", "03"):
        await code(doors, by_pin("S999", "0"), WindowNo(window))
    assert await code(doors, by_pin("S999", "0"), WindowNo("04")) == "locked_out"


async def test_a_right_pin_forgives_the_failures_before(doors: StaffDoors) -> None:
    for _ in range(3):
        await code(doors, by_pin("S1", "0"))
        await code(doors, by_pin("S1", "0"))
        assert await code(doors, by_pin("S1", "2468")) == "S1"


async def test_many_attempts_at_once_gain_nothing(doors: StaffDoors) -> None:
    async with asyncio.TaskGroup() as tasks:
        tries = [tasks.create_task(code(doors, by_pin("S1", str(pin)))) for pin in range(2460, 2470)]
    found = [attempt.result() for attempt in tries]
    assert found.count("wrong_badge_or_pin") == 3
    assert found.count("locked_out") == 7


async def test_an_unknown_number_costs_a_check_too(clock: ManualClock) -> None:
    hasher = CountingHasher()
    doors = StaffDoors((), Lockout(), clock, hasher=hasher)
    assert await code(doors, by_pin("S1", "2468")) == "wrong_badge_or_pin"
    assert hasher.checks == 1


async def test_the_refusal_says_until_when(doors: StaffDoors) -> None:
    for _ in range(3):
        await code(doors, by_badge("?"))
    answer = await doors.sign_in(HERE, by_badge("AA"))
    assert answer == Refusal(RefusalCode.LOCKED_OUT, {"until": "09:22", "window": "01"})


async def test_attempts_beyond_memory_forget_the_longest_untouched(
    doors: StaffDoors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("queue_server.runtime.staff_doors.REMEMBERED_MAX", 4)
    for n in range(20):
        await code(doors, by_badge("?"), WindowNo(f"{n:02d}"))
    assert len(doors._doors._doors) == 4


def test_a_hash_for_the_configuration_never_shows_its_pin() -> None:
    hashed = hash_pin("2468")
    assert hashed.startswith("$argon2id$")
    assert "2468" not in hashed
    assert PasswordHasher().verify(hashed, "2468")


async def test_a_badge_for_elsewhere_forgives_no_wrong_ones(doors: StaffDoors) -> None:
    for badge in ("X1", "X2"):
        assert await code(doors, by_badge(badge)) == "wrong_badge_or_pin"
    assert await code(doors, by_badge("EE")) == "not_your_right"
    assert await code(doors, by_badge("AA")) == "locked_out"
    assert await code(doors, by_badge("EE"), THERE) == "S5"
