"""What waits to be said on a line. Pure: it orders bytes, it does not send them.

Overflow rule, *newest wins*: each display of each device has one slot, and a newer text takes the place of
an older one that was not said yet, so a line that was away never speaks of the past. Acknowledgements go
before everything, and one that waits is not put a second time, however often the pad repeats itself
meanwhile; of more than ``ACKS_MAX`` the oldest is forgotten (the pad repeats itself). Beyond
``slots_max`` slots the oldest passing message is forgotten, then the oldest of all; ``overflows`` counts
both.

What *stands* on a display (a number, a text) is remembered after it was said: ``repeat`` says it again,
for a cable that came back or a device that was switched on.
"""

from collections import OrderedDict

import msgspec

ACKS_MAX = 64
SLOTS_MAX = 512
"""Four kinds for each of 128 addresses."""


class Slot(msgspec.Struct, frozen=True):
    """Where something is shown: the device's address and which of its displays."""

    addr: int
    display: str
    is_standing: bool = False
    """True for what stays to be seen (a number), False for what passes (a beep)."""


class Outgoing(msgspec.Struct, frozen=True):
    """Bytes to write; ``slot`` is None for an acknowledgement."""

    data: bytes
    slot: Slot | None = None


class Outbox:
    """Acknowledgements first, then one newest message for each slot, in the order the slots were filled."""

    def __init__(self, slots_max: int = SLOTS_MAX) -> None:
        self._acks: OrderedDict[bytes, None] = OrderedDict()
        self._waiting: OrderedDict[Slot, bytes] = OrderedDict()
        self._standing: dict[Slot, bytes] = {}
        self._slots_max = slots_max
        self.overflows = 0

    def __len__(self) -> int:
        return len(self._acks) + len(self._waiting)

    def put_ack(self, data: bytes) -> None:
        """Say ``data`` before everything else, once if it waits already."""
        if data not in self._acks and len(self._acks) == ACKS_MAX:
            self._acks.popitem(last=False)
            self.overflows += 1
        self._acks[data] = None

    def put(self, slot: Slot, data: bytes) -> None:
        """Say ``data`` in its turn, instead of what waits for the same slot."""
        if slot not in self._waiting and len(self._waiting) >= self._slots_max:
            self._forget_one()
        self._waiting[slot] = data
        if slot.is_standing:
            self._standing[slot] = data

    def take(self) -> Outgoing | None:
        """Return what is to be said next, or None."""
        if self._acks:
            data, _ = self._acks.popitem(last=False)
            return Outgoing(data)
        if self._waiting:
            slot, data = self._waiting.popitem(last=False)
            return Outgoing(data, slot)
        return None

    def repeat(self) -> None:
        """Say again what stands, behind what waits."""
        for slot, data in self._standing.items():
            self._waiting[slot] = data

    def repeat_one(self, slot: Slot) -> None:
        """Say again what stands in ``slot``, if anything does."""
        if slot in self._standing:
            self._waiting[slot] = self._standing[slot]

    def restore(self) -> None:
        """After a loss: forget what has passed (echoes, beeps), say again what stands."""
        self._acks.clear()
        self._waiting.clear()
        self.repeat()

    def _forget_one(self) -> None:
        passing = next((slot for slot in self._waiting if not slot.is_standing), None)
        oldest = passing or next(iter(self._waiting))
        del self._waiting[oldest]
        self._standing.pop(oldest, None)
        self.overflows += 1
