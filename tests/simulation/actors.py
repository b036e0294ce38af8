"""Citizens at kiosks, staff at windows, boards and a manager. They press; they judge nothing.

A new kind of actor is a ``Terminal`` with an ``on_answer`` and a line in ``day``.
"""

from typing import Any

import msgspec

from queue_server.runtime.identity import check_letter
from queue_server.vocabulary import CardAct, ItemCode, RatingState, Role, StaffId, TicketClass, TicketId
from queue_server.wire import from_board, from_kiosk, from_manager, from_rating, from_wall, from_window
from queue_server.wire.documents import RatingDoc, TicketDoc
from queue_server.wire.from_server import Announced, Done, Refused
from queue_server.wire.greeting import Rejected
from queue_server.wire.wall_documents import CardDoc
from tests.simulation.terminal import House, Terminal

ITEMS = (ItemCode("I1"), ItemCode("I2"), ItemCode("I3"))


class Kiosk(Terminal):
    """Citizens come one by one; some show a card, some hold it to the wrong reader, some come back."""

    role = Role.KIOSK

    def __init__(self, house: House, name: str) -> None:
        super().__init__(house, name)
        self.tickets: list[TicketId] = []
        self.cards: list[str] = []
        """Every identity number that was ever shown here."""

    def citizen(self) -> None:
        chance = self.chance
        klass = chance.choices((TicketClass.REGULAR, TicketClass.PRIORITY), (9, 1))[0]
        what: dict[str, Any] = {"item": chance.choice(ITEMS), "klass": klass}
        if chance.random() < 0.3:
            what[chance.choices(("identity", "appointment"), (5, 1))[0]] = self._card()
        if self.world.booked and chance.random() < 0.3:
            what["appointment"] = chance.choice(self.world.booked)
        self.press(from_kiosk.TakeTicket, **what)
        if self.tickets and chance.random() < 0.3:
            word = chance.choice((from_kiosk.ReturnTicket, from_kiosk.CancelTicket, from_kiosk.ReprintTicket))
            self.press(word, ticket=chance.choice(self.tickets))

    def _card(self) -> str:
        chance = self.chance
        if self.cards and chance.random() < 0.3:
            return chance.choice(self.cards)
        first17 = f"42060119{chance.randint(50, 99)}{chance.randint(1, 12):02}10{chance.randrange(1000):03}"
        self.cards.append(first17 + check_letter(first17))
        return self.cards[-1]

    def on_answer(self, said: msgspec.Struct, answer: Done | Refused) -> None:
        if isinstance(said, from_kiosk.TakeTicket) and isinstance(answer, Done) and answer.slip is not None:
            self.tickets.append(answer.slip.ticket)
            if self.chance.random() < self.house.profile.phones:
                self.house.follow(answer.slip.code, answer.slip.ticket)
            self.press(from_kiosk.ReportPaper, ticket=answer.slip.ticket)


class Clerk(Terminal):
    """One window: calls, serves, and presses the wrong key now and then."""

    role = Role.WINDOW

    def __init__(self, house: House, window: str) -> None:
        super().__init__(house, window, window)
        self._next: str = "sign_in"
        self.world.later(self.chance.uniform(500, 60_000), self.work)

    def work(self) -> None:
        """Press the next key, unless the last one is not answered yet or the day is over."""
        if self.house.profile.day_ms < self.world.now_ms():
            return
        if not self.waiting:
            self._press()
        self.world.later(self.chance.uniform(2_000, 60_000), self.work)

    def _press(self) -> None:
        if self._next == "sign_in":
            self.press(from_window.SignIn, staff=StaffId(f"S{self.name}"))
        elif self._next == "call":
            self.press(from_window.CallNext)
        else:
            self._with_a_citizen()

    def _with_a_citizen(self) -> None:
        words: tuple[Any, ...] = (
            from_window.StartService,
            from_window.FinishService,
            from_window.RecallTicket,
            from_window.MarkNoShow,
            from_window.UndoStep,
            from_window.HoldTicket,
            from_window.ResumeTicket,
            from_window.TransferTicket,
            from_window.PauseWindow,
            from_window.UnpauseWindow,
            from_window.AddItem,
            from_window.SignOut,
            from_window.CallNext,
        )
        word = self.chance.choices(words, (12, 12, 3, 4, 3, 2, 2, 2, 1, 2, 1, 1, 4))[0]
        fields: dict[type, dict[str, object]] = {
            from_window.HoldTicket: {"reason": "缺材料"},
            from_window.PauseWindow: {"reason": "休息"},
            from_window.TransferTicket: {"to_item": self.chance.choice(ITEMS)},
            from_window.AddItem: {"item": self.chance.choice(ITEMS)},
        }
        self.press(word, **fields.get(word, {}))

    def on_answer(self, said: msgspec.Struct, answer: Done | Refused) -> None:
        is_free = isinstance(answer, Refused) or isinstance(
            said, from_window.FinishService | from_window.MarkNoShow | from_window.SignIn
        )
        self._next = "call" if is_free else "serve"
        if isinstance(said, from_window.SignOut) or (
            isinstance(said, from_window.CallNext) and isinstance(answer, Refused)
        ):
            self._next = self.chance.choice(("sign_in", "call", "serve"))


class Phone(Terminal):
    """Follows one ticket by the code on its paper. A hall put back from a backup may not know that ticket."""

    role = Role.PHONE
    PATIENCE = 5

    def __init__(self, house: House, name: str, code: str, ticket: TicketId) -> None:
        self.ticket, self._patience = ticket, self.PATIENCE
        super().__init__(house, name, code=code)

    @property
    def shown(self) -> TicketDoc | None:
        """The ticket, as far as it was told; None while there is no conversation."""
        doc = self.mirror.docs.get(f"ticket/{self.ticket}") if self.is_welcomed else None
        return doc if isinstance(doc, TicketDoc) else None

    def on_rejected(self, rejected: Rejected) -> None:
        if not self.world.happened["restored"]:
            super().on_rejected(rejected)
        self._patience -= 1

    def connect(self) -> None:
        if self._patience:
            super().connect()


class Board(Terminal):
    """Shows, speaks, and says so a little later."""

    role = Role.BOARD

    def on_announced(self, announced: Announced) -> None:
        self.world.shown(self.name, announced)
        self.world.later(self.chance.uniform(10, 9_000), lambda: self.say(from_board.Heard(announced.n)))


class Manager(Terminal):
    """Posts notices and moves skills about."""

    role = Role.MANAGER

    def act(self) -> None:
        if self.chance.random() < 0.5:
            self.press(from_manager.PostNotice, zh=f"通知{self.chance.randrange(9)}")
        else:
            window = f"{self.chance.randint(1, self.house.profile.windows):02}"
            self.press(from_manager.ChangeSkills, window=window, items=ITEMS[:2], reason="轮岗")

    def book(self) -> None:
        """Book an hour, near or past or for somebody with a card; or call one off."""
        chance, booked = self.chance, self.world.booked
        if booked and chance.random() < 0.2:
            self.press(from_manager.CancelAppointment, code=chance.choice(booked))
            return
        code = chance.choice(booked) if booked and chance.random() < 0.1 else f"Y{len(booked):03}"
        slot_ms = self.hall_now_ms() + chance.randint(-10, 30) * 60_000
        booked.append(code)
        self.press(
            from_manager.BookAppointment, code=code, item=chance.choice(ITEMS), slot_ms=max(1, slot_ms)
        )


class RatingScreen(Terminal):
    """Before the citizen of one window: touched when it asks, now and then twice, now and then too late."""

    role = Role.RATING

    def __init__(self, house: House, window: str) -> None:
        self._asked = TicketId("")
        super().__init__(house, window, window)

    def on_delta(self) -> None:
        doc = next((one for one in self.mirror.docs.values() if isinstance(one, RatingDoc)), None)
        if doc is None or doc.state is not RatingState.ASKED or doc.ticket == self._asked:
            return
        self._asked = ticket = doc.ticket
        for _ in range(self.chance.choice((0, 1, 1, 2))):
            self.world.later(self.chance.uniform(500, 25_000), lambda: self._touch(ticket))

    def _touch(self, ticket: TicketId) -> None:
        self.press(from_rating.RateService, ticket=ticket, stars=self.chance.randint(1, 5))


class Wall(Terminal):
    """The managers on duty lead cards on, by what the wall offers and now and then by what it does not."""

    role = Role.WALL

    def act(self) -> None:
        cards = [doc for doc in self.mirror.docs.values() if isinstance(doc, CardDoc)]
        if not cards:
            return
        card = self.chance.choice(sorted(cards, key=lambda doc: doc.card))
        acts = card.acts if card.acts and self.chance.random() < 0.8 else tuple(CardAct)
        self.press(
            from_wall.ActOnCard,
            card=card.card,
            move=self.chance.choice(acts),
            text="核实",
            staff=StaffId("S90"),
            pin="271828",
        )
