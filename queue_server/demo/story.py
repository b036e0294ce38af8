"""What happens in a demonstration besides the usual: who comes late, who leaves, what breaks, when. Data.

One seed casts it; the minutes are the same for every seed, so that a reader of the guide knows when to look.
Each scene names the facts by which it is known in a journal. How it is played is ``play``'s; whether it was
seen, the audit's. No clock and no rule stand here.
"""

import random
from enum import StrEnum

import msgspec

from queue_server.config import Config, StaffMember
from queue_server.demo.quick import OFF_POST_MIN
from queue_server.vocabulary import StaffId, WindowNo

KIOSKS = tuple(f"demo-{number}" for number in range(4))
HOUR = 60
SHORT_SERVICES = 8
"""The pad that dies is at one of so many windows with the shortest services: its silence is soon noticed."""


class Happening(StrEnum):
    """The kinds of scenes."""

    LEAVE = "leave"
    STRANGE_BADGE = "strange_badge"
    COVERED = "covered"
    OFF_POST = "off_post"
    LATE = "late"
    PAPER_OUT = "paper_out"
    DEAD_PAD = "dead_pad"
    BAD_RATING = "bad_rating"
    ERRAND = "errand"


class Sign(msgspec.Struct, frozen=True):
    """A fact of the journal that a scene leads to, so many minutes after it began at the latest."""

    within_min: int
    facts: dict[str, str]
    """What the event's fields are, as text; ``*`` is anything but an empty text. An event of a card has its
    subject too."""


class Scene(msgspec.Struct, frozen=True):
    """One thing that happens."""

    what: Happening
    minute: int
    """Of the local day."""
    zh: str
    en: str
    signs: tuple[Sign, ...]
    until_min: int = 0
    """When it is over by itself; 0: it is not, or at once."""
    window: WindowNo = WindowNo("")
    staff: StaffId = StaffId("")
    substitute: StaffId = StaffId("")
    covered_min: int = 0
    kiosk: str = ""

    @property
    def clock(self) -> str:
        """Return when it happens, as people say it."""
        return f"{self.minute // HOUR:02d}:{self.minute % HOUR:02d}"


def seats_of(config: Config, empty: WindowNo) -> dict[WindowNo, StaffMember]:
    """Give each window but ``empty`` the first staff member who may sit there and sits nowhere yet."""
    seats: dict[WindowNo, StaffMember] = {}
    taken = {empty}
    for member in config.staff:
        free = [number for number in member.windows if number not in taken]
        if member.badge and free:
            seats[free[0]] = member
            taken.add(free[0])
    return seats


class Cast:
    """Who plays what, drawn from ``seed``. Nobody plays twice."""

    def __init__(self, config: Config, seed: int, empty: WindowNo) -> None:
        self._dice = random.Random(f"story {seed}")  # noqa: S311 - a simulation, not a secret
        self._config = config
        self._items = {window.number: frozenset(window.items) for window in config.plan.windows}
        self._minutes = {item.code: item.minutes for item in config.plan.items}
        self.seats = seats_of(config, empty)
        self._taken: set[WindowNo] = set()
        self._away: set[WindowNo] = set()

    def pair(self) -> tuple[WindowNo, StaffMember, StaffMember]:
        """Draw a window, its clerk and the named substitute, who has no window of their own that day."""
        sitting = {member.id: number for number, member in self.seats.items()}
        pairs = [
            (number, sitting[substitute])
            for number, member in self.seats.items()
            for substitute in member.substitutes
            if substitute in sitting and self._are_spared({number, sitting[substitute]})
        ]
        number, other = self._dice.choice(pairs)
        self._taken.add(number)
        self._away.add(number)
        return number, self.seats[number], self.seats.pop(other)

    def away(self) -> tuple[WindowNo, StaffId]:
        """Draw a window, and its clerk, whom others can stand in for while they are away."""
        free = [number for number in self._free() if self._are_spared(self._away | {number})]
        number = self._dice.choice(free)
        self._taken.add(number)
        self._away.add(number)
        return number, self.seats[number].id

    def quick_window(self) -> WindowNo:
        """Draw one of the windows with the shortest services."""
        number = self._dice.choice(sorted(self._free(), key=self._usual_min)[:SHORT_SERVICES])
        self._taken.add(number)
        return number

    def kiosk(self) -> str:
        return self._dice.choice(KIOSKS)

    def _free(self) -> list[WindowNo]:
        return [number for number in self.seats if number not in self._taken and self._items[number]]

    def _are_spared(self, away: set[WindowNo]) -> bool:
        """Say whether somebody else serves every item of the windows that are ``away``."""
        others = [self._items[number] for number in self.seats if number not in away]
        return all(self._items[number] <= frozenset().union(*others) for number in away)

    def _usual_min(self, number: WindowNo) -> float:
        items = self._items[number]
        return sum(self._minutes[item] for item in items) / max(1, len(items))


class Story(msgspec.Struct, frozen=True):
    """The scenes in order, and who sits where."""

    scenes: tuple[Scene, ...]
    seats: dict[WindowNo, StaffMember]
    spare: StaffMember
    """The substitute without a window of their own."""

    def of(self, what: Happening) -> Scene:
        """Return the scene of a kind; there is one of each."""
        return next(scene for scene in self.scenes if scene.what is what)


def story_of(config: Config, seed: int, empty: WindowNo) -> Story:
    """Cast the story of a day for a hall that has somebody to play each part."""
    cast = Cast(config, seed, empty)
    covered, covered_staff, spare = cast.pair()
    on_leave = next(each.id for each in config.staff if empty in each.windows)
    scenes = (
        _leave(empty, on_leave),
        _strange_badge(),
        _covered(covered, covered_staff.id, spare.id),
        _off_post(*cast.away()),
        _late(*cast.away()),
        _paper_out(cast.kiosk()),
        _dead_pad(cast.quick_window()),
        _bad_rating(),
        _errand(*cast.away()),
    )
    return Story(scenes, cast.seats, spare)


def _min(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * HOUR + int(minutes)


def _card(within_min: int, rule: str, level: str, staff: StaffId) -> Sign:
    facts = {"event": "card_raised", "rule": rule, "level": level, "subject": f"staff:{staff}"}
    return Sign(within_min, facts)


def _decided(within_min: int, move: str, staff: StaffId) -> Sign:
    return Sign(within_min, {"event": "card_moved", "move": move, "subject": f"staff:{staff}"})


def _fault(within_min: int, place: str, device: str, fault: str) -> Sign:
    return Sign(within_min, {"event": "device_changed", "place": place, "device": device, "fault": fault})


def _leave(window: WindowNo, staff: StaffId) -> Scene:
    return Scene(
        Happening.LEAVE,
        _min("08:28"),
        f"窗口 {window} 休假，空着：请您来坐",
        f"window {window} is on leave: sit down there",
        (Sign(3, {"event": "absence_filed", "staff": staff}),),
        window=window,
        staff=staff,
    )


def _strange_badge() -> Scene:
    return Scene(
        Happening.STRANGE_BADGE,
        _min("08:29"),
        "门口有人刷了未知工牌",
        "a badge that nobody knows",
        (Sign(2, {"event": "badge_read", "staff": ""}),),
    )


def _covered(window: WindowNo, staff: StaffId, substitute: StaffId) -> Scene:
    covered = {"event": "post_covered", "window": window, "staff": staff, "substitute": substitute}
    return Scene(
        Happening.COVERED,
        _min("08:31"),
        f"窗口 {window} 离岗，08:36 由 {substitute} 替岗（AB岗）",
        f"window {window} is left; its substitute comes at 08:36",
        (_card(8, "off_post", "recorded", staff), Sign(10, covered)),
        until_min=_min("08:46"),
        window=window,
        staff=staff,
        substitute=substitute,
        covered_min=_min("08:36"),
    )


def _off_post(window: WindowNo, staff: StaffId) -> Scene:
    _, yellow_min, _ = OFF_POST_MIN
    return Scene(
        Happening.OFF_POST,
        _min("08:32"),
        f"窗口 {window} 离岗，无人替岗：{yellow_min} 分钟后黄牌待确认",
        f"window {window} is left alone: a yellow card",
        (
            _card(8, "off_post", "recorded", staff),
            _card(11, "off_post", "yellow", staff),
            _decided(15, "confirm", staff),
        ),
        until_min=_min("08:43"),
        window=window,
        staff=staff,
    )


def _late(window: WindowNo, staff: StaffId) -> Scene:
    return Scene(
        Happening.LATE,
        _min("08:33"),
        f"窗口 {window} 的 {staff} 迟到",
        f"{staff} of window {window} comes late",
        (_card(3, "late", "recorded", staff),),
        window=window,
        staff=staff,
    )


def _paper_out(kiosk: str) -> Scene:
    place = f"kiosk:{kiosk}"
    return Scene(
        Happening.PAPER_OUT,
        _min("08:34"),
        f"取号机 {kiosk} 缺纸，08:41 换纸",
        f"kiosk {kiosk} has no paper until 08:41",
        (_fault(5, place, "printer", "*"), _fault(10, place, "printer", "")),
        until_min=_min("08:41"),
        kiosk=kiosk,
    )


def _dead_pad(window: WindowNo) -> Scene:
    place = f"window:{window}"
    return Scene(
        Happening.DEAD_PAD,
        _min("08:34"),
        f"窗口 {window} 呼叫器失灵，报故障后修好",
        f"the pad of window {window} dies, and is mended once told of",
        (_fault(40, place, "pad", "*"), _fault(75, place, "pad", "")),
        window=window,
    )


def _bad_rating() -> Scene:
    return Scene(
        Happening.BAD_RATING,
        _min("08:35"),
        "下一位群众评价“非常不满意”，由值班回访",
        "the next citizen rates very bad, and is called back",
        (
            Sign(10, {"event": "service_rated", "stars": "1"}),
            Sign(10, {"event": "task_opened", "task": "*"}),
            Sign(14, {"event": "task_answered", "task": "*"}),
        ),
    )


def _errand(window: WindowNo, staff: StaffId) -> Scene:
    return Scene(
        Happening.ERRAND,
        _min("08:36"),
        f"窗口 {window} 奉命外出：黄牌由值班撤销",
        f"window {window} is sent away: its card is revoked",
        (
            _card(11, "off_post", "yellow", staff),
            _decided(12, "revoke", staff),
        ),
        until_min=_min("08:46"),
        window=window,
        staff=staff,
    )
