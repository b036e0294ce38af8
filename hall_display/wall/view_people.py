"""Attendance and devices as the wall shows them: counts, unknown badges, alarms of readers, faults. Pure."""

from collections.abc import Iterator
from typing import NamedTuple

from hall_display.wall import words
from hall_display.wall.plates import Listing, Plate
from hall_display.wall.sight import Sight
from hall_display.wall.spans import Row, Span, Tone, row
from hall_display.wall.view_cards import current_cards, device_fault, place
from hall_display.wall.view_windows import staff_in_order, staff_plate
from kiosk.screenkit.language import Text
from kiosk.screenkit.theme import PALETTE
from queue_server.vocabulary import Device, RuleCode
from queue_server.wire.wall_documents import UnknownBadge

EXPECTED, PRESENT = Text("应到", "expected"), Text("在岗", "present")
ON_LEAVE, ABSENT, OFF_POST = Text("请假", "on leave"), Text("旷工", "absent"), Text("离岗", "off post")
_ENDS = Text("尾号 {last4}", "ends in {last4}")
_READ = Text("{reader}，{n} 次，最近 {t}", "{reader}, {n} times, last {t}")
_WHOSE = Text("触摸后指定是谁的卡", "touch to say whose it is")

Count = tuple[Text, int, bool]
"""What is counted, how many, and whether any of them asks for attention."""


def attendance_counts(sight: Sight) -> tuple[Count, ...]:
    """Return the staff of today as counts."""
    doc = sight.attendance
    return (
        (EXPECTED, doc.expected, False),
        (PRESENT, doc.present, False),
        (words.LATE, doc.late, True),
        (ON_LEAVE, doc.on_leave, False),
        (ABSENT, doc.absent, True),
        (OFF_POST, doc.off_post, True),
    )


def attendance_notes(sight: Sight) -> tuple[Span, ...]:
    """Return what else there is to say of today's attendance; nothing when all is as it should be."""
    doc, notes = sight.attendance, []
    if doc.reader_alarms:
        notes.append(Span(sight.say(words.READER_ALARMS, n=len(doc.reader_alarms)), Tone.DANGER))
    if doc.unknown_badges:
        notes.append(Span(sight.say(words.UNKNOWN_BADGES, n=len(doc.unknown_badges)), Tone.AMBER))
    if not doc.is_working:
        notes.append(Span(sight.say(words.NO_WORKING_DAY), Tone.DIM))
    if doc.is_provisional:
        notes.append(Span(sight.say(words.PROVISIONAL), Tone.DIM))
    return tuple(notes)


def attendance_list(sight: Sight) -> Listing:
    """Return readers with an alarm, unknown badges, then everybody."""
    spans: list[Span] = []
    for text, count, asks in attendance_counts(sight):
        tone = Tone.AMBER if asks and count else Tone.INK
        spans += [Span(f"{sight.say(text)} ", Tone.DIM), Span(f"{count}", tone, is_bold=True), Span("   ")]
    for note in attendance_notes(sight):
        spans += [note, Span("   ")]
    return Listing(
        title=words.ATTENDANCE.in_(sight.language),
        beside=words.ATTENDANCE.beside(sight.language),
        figures=Row(tuple(spans)),
        plates=(
            *(_alarm_plate(sight, reader, alarm) for reader, alarm in _alarms(sight)),
            *(_badge_plate(sight, badge) for badge in sight.attendance.unknown_badges),
            *(staff_plate(sight, one) for one in staff_in_order(sight)),
        ),
        empty=sight.say(words.NONE),
    )


def _alarms(sight: Sight) -> Iterator[tuple[str, str]]:
    yield from sorted(sight.attendance.reader_alarms.items())


def _alarm_plate(sight: Sight, reader: str, alarm: str) -> Plate:
    card = next(
        (
            one.key
            for one in current_cards(sight)
            if one.rule is RuleCode.READER_ALARM and one.facts.get("reader") == reader
        ),
        "",
    )
    return Plate(
        key=card,
        lines=(
            row(Span(sight.say(words.READER_ALARM), Tone.DANGER, is_bold=True)),
            row(Span(sight.say(words.READER, name=reader), Tone.SOFT)),
            row(Span(alarm, Tone.DANGER)),
        ),
        edge=PALETTE[Tone.DANGER],
        glow=True,
    )


def _badge_plate(sight: Sight, badge: UnknownBadge) -> Plate:
    read = sight.say(_READ, reader=badge.reader, n=badge.times, t=sight.minute(badge.last_ms))
    return Plate(
        key=f"badge/{badge.mark}",
        lines=(
            row(
                Span(sight.say(words.UNKNOWN_BADGE), Tone.AMBER, is_bold=True),
                right=(Span(sight.say(_ENDS, last4=badge.last4), Tone.INK),),
            ),
            row(Span(read, Tone.SOFT)),
            row(Span(sight.say(_WHOSE), Tone.DIM)),
        ),
        edge=PALETTE[Tone.AMBER],
        glow=True,
    )


# --- devices ---


class Trouble(NamedTuple):
    """A device that is out of order."""

    where: str
    fault: str
    key: str = ""
    """The document a touch leads to; empty: nowhere."""
    since: str = ""


def troubles(sight: Sight) -> tuple[Trouble, ...]:
    """Return every device that is out of order: at windows, at kiosks, and those only a card tells of."""
    return (*_at_windows(sight), *_at_kiosks(sight), *_elsewhere(sight))


def _since(sight: Sight, at: str, device: Device) -> str:
    for card in sight.cards.values():
        is_it = card.rule is RuleCode.DEVICE_FAULT and card.device is device and card.facts.get("place") == at
        if is_it and card.is_current:
            return sight.span(sight.since(card.since_ms))
    return ""


def _at_windows(sight: Sight) -> Iterator[Trouble]:
    for number, desk in sorted(sight.desks.items()):
        for device, fault in desk.faults.items():
            since = _since(sight, f"window:{number}", device)
            yield Trouble(sight.window(number), device_fault(sight, device, fault), f"window/{number}", since)


def _at_kiosks(sight: Sight) -> Iterator[Trouble]:
    for name, kiosk in sorted(sight.kiosks.items()):
        where = sight.say(words.KIOSK, name=name)
        if not kiosk.is_connected:
            yield Trouble(where, sight.say(words.NOT_CONNECTED))
        for device, fault in kiosk.faults.items():
            since = _since(sight, f"kiosk:{name}", device)
            yield Trouble(where, device_fault(sight, device, fault), since=since)


def _elsewhere(sight: Sight) -> Iterator[Trouble]:
    for card in current_cards(sight):
        at = card.facts.get("place", "")
        is_ours = card.rule is RuleCode.DEVICE_FAULT and card.device is not None
        if is_ours and card.device and not at.startswith(("window:", "kiosk:")):
            fault = device_fault(sight, card.device, card.facts.get("fault", ""))
            yield Trouble(place(sight, at), fault, card.key, sight.span(sight.since(card.since_ms)))


def device_list(sight: Sight) -> Listing:
    """Return every device that is out of order."""
    found = troubles(sight)
    figures = sight.say(words.FAULTS, n=len(found)) if found else ""
    return Listing(
        title=words.DEVICES.in_(sight.language),
        beside=words.DEVICES.beside(sight.language),
        figures=row(Span(figures, Tone.AMBER)),
        plates=tuple(
            Plate(
                key=one.key,
                lines=(
                    row(Span(one.where, Tone.INK, is_bold=True)),
                    row(Span(one.fault, Tone.AMBER)),
                    row(right=(Span(one.since, Tone.DIM),)),
                ),
                edge=PALETTE[Tone.AMBER],
            )
            for one in found
        ),
        empty=sight.say(words.ALL_SILENT),
    )
