"""What must be asked before an act can be said: reasons, tickets, targets. Ends with words for the wire.

Runs in a worker of the app; the screens it pushes only choose, they know no wire.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol

from textual.screen import Screen

from kiosk.screenkit.language import Text
from kiosk.window import card_words, requests, words
from kiosk.window.acts import Act
from kiosk.window.card_lines import title
from kiosk.window.card_requests import CardRequests
from kiosk.window.card_view import CardView
from kiosk.window.screens.choose import ChooseScreen
from kiosk.window.screens.entry import EntryScreen
from kiosk.window.screens.write import WriteScreen
from kiosk.window.view import Choice, DeskView
from queue_server.vocabulary import CardAct, Language
from queue_server.wire.client import new_request_id
from queue_server.wire.documents import Words
from queue_server.wire.from_window import FromWindow

COME_BACK = "come_back"


class Asker(Protocol):
    """What a question needs of the app."""

    view: DeskView
    language: Language

    async def answer_to(self, screen: Screen[str | None]) -> str | None:
        """Push ``screen`` and return what it ends with."""
        ...


def _lines(texts: tuple[Text, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(text.zh, Words(text.zh, text.en)) for text in texts)


async def _choose(asker: Asker, question: Text, choices: tuple[Choice, ...]) -> str | None:
    return await asker.answer_to(ChooseScreen(question, choices, asker.language))


async def _reason(asker: Asker, question: Text, configured: tuple[Choice, ...]) -> str | None:
    return await _choose(asker, question, configured or _lines(words.FALLBACK_REASONS))


async def _hold(asker: Asker) -> FromWindow | None:
    reason = await _reason(asker, words.ASK_HOLD, asker.view.hold_reasons)
    return requests.WITH_CHOICE[Act.HOLD](new_request_id(), reason, "") if reason else None


async def _pause(asker: Asker) -> FromWindow | None:
    reason = await _reason(asker, words.ASK_PAUSE, asker.view.pause_reasons)
    return requests.WITH_CHOICE[Act.PAUSE](new_request_id(), reason, "") if reason else None


async def _resume(asker: Asker) -> FromWindow | None:
    held = tuple(
        Choice(each.ticket, Words(each.number, each.number), Words(each.reason)) for each in asker.view.held
    )
    ticket = held[0].value if len(held) == 1 else await _choose(asker, words.ASK_RESUME, held)
    return requests.WITH_CHOICE[Act.RESUME](new_request_id(), ticket, "") if ticket else None


async def _add_item(asker: Asker) -> FromWindow | None:
    item = await _choose(asker, words.ASK_ITEM, asker.view.items)
    return requests.WITH_CHOICE[Act.ADD_ITEM](new_request_id(), item, "") if item else None


async def _pick(asker: Asker) -> FromWindow | None:
    ticket = await _choose(asker, words.ASK_PICK, asker.view.picks)
    reason = await _reason(asker, words.ASK_PICK_REASON, asker.view.pick_reasons) if ticket else None
    if not ticket or not reason:
        return None
    return requests.WITH_CHOICE[Act.PICK](new_request_id(), ticket, reason)


async def _cancel(asker: Asker) -> FromWindow | None:
    ticket = asker.view.ticket
    reason = await _choose(asker, words.ASK_CANCEL, _lines(words.CANCEL_REASONS))
    if ticket is None or not reason:
        return None
    return requests.WITH_CHOICE[Act.CANCEL](new_request_id(), ticket.id, reason)


async def _return(asker: Asker) -> FromWindow | None:
    letters = tuple(dict.fromkeys(line.code for line in asker.view.queues if len(line.code) == 1))
    number = await asker.answer_to(EntryScreen(words.ASK_RETURN, letters, asker.language))
    return requests.WITH_CHOICE[Act.RETURN](new_request_id(), number, "") if number else None


async def _transfer(asker: Asker) -> FromWindow | None:
    ways = (
        Choice("window", Words(words.TO_WINDOW.zh, words.TO_WINDOW.en)),
        Choice("item", Words(words.TO_ITEM.zh, words.TO_ITEM.en)),
        Choice(COME_BACK, Words(words.COME_BACK.zh, words.COME_BACK.en)),
    )
    way = await _choose(asker, words.ASK_TRANSFER, ways)
    if way == COME_BACK:
        return requests.transfer(new_request_id(), f"window/{asker.view.window}", comes_back=True)
    if way == "window":
        return _to("window", await _choose(asker, words.ASK_WINDOW, asker.view.windows))
    if way == "item":
        return _to("item", await _choose(asker, words.ASK_TRANSFER_ITEM, asker.view.items))
    return None


def _to(kind: str, target: str | None) -> FromWindow | None:
    return requests.transfer(new_request_id(), f"{kind}/{target}", comes_back=False) if target else None


QUESTIONS: dict[Act, Callable[[Asker], Awaitable[FromWindow | None]]] = {
    Act.HOLD: _hold,
    Act.PAUSE: _pause,
    Act.RESUME: _resume,
    Act.ADD_ITEM: _add_item,
    Act.PICK: _pick,
    Act.CANCEL: _cancel,
    Act.RETURN: _return,
    Act.TRANSFER: _transfer,
}
"""Acts that ask before they speak."""


async def message_for(act: Act, asker: Asker) -> FromWindow | None:
    """Return what to say for ``act``, after asking what it needs; None when the person went back."""
    if act in requests.SIMPLE:
        return requests.SIMPLE[act](new_request_id())
    return await QUESTIONS[act](asker)


async def words_about(card: CardView, move: CardAct, said: CardRequests, asker: Asker) -> FromWindow | None:
    """Ask for an explanation or the reason of an appeal; what got lost on its way stands there again."""
    about, draft = title(card, asker.language), said.draft(card.id, move)
    text = await asker.answer_to(WriteScreen(card_words.ASK[move], about, draft, asker.language))
    return said.message(card.id, move, text) if text else None
