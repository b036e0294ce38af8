"""The record by whom it concerns: each window's and each staff member's own facts of one month."""

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from queue_server.assessment.state import Card, Complaint, LeftOpen, Record, Service, Task, Wait
from queue_server.vocabulary import StaffId, WindowNo


class Kind(StrEnum):
    """What is scored."""

    WINDOW = "window"
    STAFF = "staff"


class Who(msgspec.Struct, frozen=True, order=True):
    """A window by its number, or a staff member by theirs."""

    kind: Kind
    id: str


class Facts(msgspec.Struct):
    """What concerns one of them in one month, in the journal's order."""

    waits: list[Wait] = []
    services: list[Service] = []
    left_open: list[LeftOpen] = []
    tasks: list[Task] = []
    cards: list[Card] = []
    """Only those that stand and speak of people."""
    complaints: list[Complaint] = []
    """Only upheld ones."""

    @property
    def stars(self) -> list[int]:
        """Return the levels of the rated services; silence is none."""
        return [service.stars for service in self.services if service.stars]


Ledger = dict[tuple[Who, str], Facts]
"""Facts by whom they concern and the month, ``202603``."""


def ledger_of(record: Record, complaints: Iterable[Complaint] = ()) -> Ledger:
    """Return everybody's facts. A fact that names a window and a staff member is in both accounts."""
    ledger: Ledger = {}
    for wait in record.waits.values():
        for facts in _accounts(ledger, wait.window, wait.staff, wait.day):
            facts.waits.append(wait)
    for service in record.services.values():
        for facts in _accounts(ledger, service.window, service.staff, service.day):
            facts.services.append(service)
    for left in record.left_open:
        for facts in _accounts(ledger, left.window, left.staff, left.day):
            facts.left_open.append(left)
    for task in record.tasks.values():
        for facts in _accounts(ledger, task.window, task.staff, task.day):
            facts.tasks.append(task)
    _enter_conduct(ledger, record, complaints)
    return ledger


def _enter_conduct(ledger: Ledger, record: Record, complaints: Iterable[Complaint]) -> None:
    for card in record.cards.values():
        if card.stands and card.is_conduct:
            for facts in _accounts(ledger, card.window, card.staff, card.day):
                facts.cards.append(card)
    for complaint in complaints:
        if complaint.is_upheld and record.period.has_day(complaint.day):
            for facts in _accounts(ledger, complaint.window, complaint.staff, complaint.day):
                facts.complaints.append(complaint)
    for (window, staff), days in record.days_at.items():
        for day in days:
            _accounts(ledger, window, staff, day)  # who was there has a score, with or without a fact


def _accounts(ledger: Ledger, window: WindowNo, staff: StaffId, day: str) -> list[Facts]:
    whom = [Who(Kind.WINDOW, window)] if window else []
    whom += [Who(Kind.STAFF, staff)] if staff else []
    return [ledger.setdefault((who, day[:6]), Facts()) for who in whom]
