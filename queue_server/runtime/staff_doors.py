"""Who may sign in at a window: by badge, or by staff number and PIN. Both answers are values.

A PIN is checked off the loop, a few at a time (argon2 is slow on purpose). An unknown number costs the same
time and counts the same failures as a known one, so nobody learns who works here. After so many failures in a
row at one window or for one number the door is shut for a while; an attempt under way counts as a failure
until it is found right, so that many at once gain nothing.
"""

import asyncio
import hmac
import secrets
from collections import OrderedDict
from hashlib import blake2b
from typing import Protocol

import msgspec
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from devices.badge_reader.badge import one_text
from queue_server.clock import Clock
from queue_server.config import Lockout, StaffMember
from queue_server.errors import Refusal
from queue_server.vocabulary import RefusalCode, StaffId, WindowNo

CHECKS_AT_ONCE = 2
"""argon2 takes 64 MiB and a core for each."""
REMEMBERED_MAX = 4096
"""Windows and asked-for numbers whose failures are remembered; the longest untouched is forgotten first."""
ANSWERS_MAX = 1024
"""Requests that are remembered: a resend of one is answered alike and counts once."""
PIN_LENGTH_MAX = 64


class Proof(Protocol):
    """What somebody says to prove who they are: a badge, or a staff number and its PIN."""

    @property
    def request(self) -> str: ...
    @property
    def staff(self) -> StaffId: ...
    @property
    def pin(self) -> str: ...
    @property
    def badge(self) -> str: ...


WRONG = Refusal(RefusalCode.WRONG_BADGE_OR_PIN)


def hash_pin(pin: str) -> str:
    """Return what stands in the configuration for a PIN."""
    return PasswordHasher().hash(pin)


class _Door:
    """The failures in a row of one window or one person."""

    __slots__ = ("failures", "shut_until_ms")

    def __init__(self) -> None:
        self.failures = 0
        self.shut_until_ms = 0


class Doors:
    """Failures and lockouts by place; bounded."""

    def __init__(self, lockout: Lockout) -> None:
        self._lockout = lockout
        self._doors: OrderedDict[str, _Door] = OrderedDict()

    def shut_until_ms(self, places: tuple[str, ...], at_ms: int) -> int:
        """Return when the last of these opens again, or 0 when none is shut."""
        until_ms = max(
            (self._doors[place].shut_until_ms for place in places if place in self._doors), default=0
        )
        return until_ms if until_ms > at_ms else 0

    def attempt(self, places: tuple[str, ...], at_ms: int) -> None:
        """Count an attempt as failed, until it is found right."""
        for place in places:
            door = self._doors.setdefault(place, _Door())
            self._doors.move_to_end(place)
            if door.shut_until_ms and door.shut_until_ms <= at_ms:
                door.failures, door.shut_until_ms = 0, 0
            door.failures += 1
            if door.failures >= self._lockout.failures_max:
                door.shut_until_ms = at_ms + self._lockout.for_s * 1000
        while len(self._doors) > REMEMBERED_MAX:
            self._doors.popitem(last=False)

    def found_right(self, places: tuple[str, ...]) -> None:
        for place in places:
            self._doors.pop(place, None)


class StaffDoors:
    """The doors of the hall's windows."""

    def __init__(
        self,
        staff: tuple[StaffMember, ...],
        lockout: Lockout,
        clock: Clock,
        *,
        utc_offset_min: int = 480,
        hasher: PasswordHasher | None = None,
    ) -> None:
        self._by_id = {member.id: member for member in staff}
        self._clock, self._offset_min = clock, utc_offset_min
        self._doors = Doors(lockout)
        self._answers: OrderedDict[bytes, StaffId | Refusal] = OrderedDict()
        self._answers_key = secrets.token_bytes(32)
        self._hasher = hasher or PasswordHasher()
        self._nobody: str | None = None
        self._checks = asyncio.Semaphore(CHECKS_AT_ONCE)

    async def sign_in(self, window: WindowNo, said: Proof) -> StaffId | Refusal:
        """Return who stands at the window, or ``WRONG_BADGE_OR_PIN``, ``LOCKED_OUT``, ``NOT_YOUR_RIGHT``.

        The same words with the same request are one press: answered as at first, and counted once. A pad's
        press comes without a request and is new each time.
        """
        return await self._once(f"window:{window}", said, {"window": window})

    async def vouch(self, place: str, said: Proof) -> StaffId | Refusal:
        """Return which manager acts at ``place``, a wall say; refused like a sign-in."""
        return await self._once(place, said, {})

    def may_relieve(self, staff: StaffId) -> tuple[StaffId, ...]:
        """Return whom this person is the named substitute of (AB岗)."""
        return tuple(one.id for one in self._by_id.values() if staff in one.substitutes)

    def owner_of(self, badge: str) -> StaffId:
        """Return whose badge this is; empty for one that belongs to nobody known."""
        member = self._by_badge(badge)
        return member.id if member else StaffId("")

    async def _once(self, place: str, said: Proof, facts: dict[str, str]) -> StaffId | Refusal:
        if not said.request:
            return await self._judged(place, said, facts)
        press = self._digest_of(place, said)
        answer = self._answers.get(press) or await self._judged(place, said, facts)
        self._answers[press] = answer
        while len(self._answers) > ANSWERS_MAX:
            self._answers.popitem(last=False)
        return answer

    def _digest_of(self, place: str, said: Proof) -> bytes:
        """Return what a PIN cannot be read from, nor guessed without this process's own key."""
        return blake2b(msgspec.json.encode((place, said)), key=self._answers_key).digest()

    async def _judged(self, place: str, said: Proof, facts: dict[str, str]) -> StaffId | Refusal:
        places = _places(place, said)
        at_ms = self._clock.now_ms()
        until_ms = self._doors.shut_until_ms(places, at_ms)
        if until_ms:
            return Refusal(RefusalCode.LOCKED_OUT, {"until": self._local_time(until_ms), **facts})
        self._doors.attempt(places, at_ms)
        member = self._by_badge(said.badge) if said.badge else await self._by_pin(said.staff, said.pin)
        if member is None:
            return WRONG
        if not _may(member, facts.get("window", "")):
            # No reason to forget the failures before: somebody else's badge would open the way for guesses.
            return Refusal(RefusalCode.NOT_YOUR_RIGHT, facts)
        self._doors.found_right(places)
        return member.id

    def _by_badge(self, badge: str) -> StaffMember | None:
        found, said = None, one_text(badge).encode()
        for member in self._by_id.values():
            if member.badge and hmac.compare_digest(one_text(member.badge).encode(), said):
                found = member
        return found

    async def _by_pin(self, staff: StaffId, pin: str) -> StaffMember | None:
        member = self._by_id.get(staff)
        async with self._checks:
            is_right = await asyncio.to_thread(self._is_right, member, pin[:PIN_LENGTH_MAX])
        return member if is_right else None

    def _is_right(self, member: StaffMember | None, pin: str) -> bool:
        """Verify against the member's hash, or against one that nothing fits, in the same time."""
        known = member.pin_hash if member and member.pin_hash else self._hash_of_nobody()
        try:
            self._hasher.verify(known, pin)
        except (InvalidHashError, Argon2Error):
            return False
        return member is not None and bool(member.pin_hash)

    def _hash_of_nobody(self) -> str:
        if self._nobody is None:
            self._nobody = self._hasher.hash("nobody")
        return self._nobody

    def _local_time(self, at_ms: int) -> str:
        minute = (at_ms // 60_000 + 1 + self._offset_min) % 1440
        return f"{minute // 60:02d}:{minute % 60:02d}"


def _may(member: StaffMember, window: str) -> bool:
    """At a window those it is open to; elsewhere managers act."""
    if not window:
        return member.is_manager
    return not member.windows or window in member.windows


def _places(place: str, said: Proof) -> tuple[str, ...]:
    return (place, f"staff:{said.staff}") if said.staff and not said.badge else (place,)
