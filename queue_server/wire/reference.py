"""The reference of the wire, made from the message types: every speaker, message, field and an example.

``python -m queue_server.wire.reference docs/wire.md`` renews the part of the file below its mark; a test
fails when the file is not what would be made now. Nothing of the server needs this module.
"""

import ast
import inspect
import sys
import textwrap
import types
import typing
from collections.abc import Iterable, Iterator
from enum import Enum
from pathlib import Path

import msgspec

from queue_server.vocabulary import Role
from queue_server.wire import (
    codec,
    documents,
    from_board,
    from_kiosk,
    from_manager,
    from_rating,
    from_server,
    from_wall,
    from_window,
    greeting,
    wall_documents,
)

MARK = "<!-- below this line: made by queue_server.wire.reference -->"

SAMPLES: dict[str, object] = {
    "ahead": 3,
    "area": "L1",
    "at_ms": 1_772_413_200_000,
    "badge": "04A1B2C3",
    "called_ms": 1_772_413_500_000,
    "code": "20260302-A012-K7Q2M9XZ3T4BABCD",
    "day": "20260302",
    "department": "GA",
    "detail": "the disk is full",
    "docs": (),
    "epoch": "9f1c2b7a5d3e4f60",
    "facts": {"from": "08:30"},
    "from": "08:30",
    "holder": "0a1b2c3d4e5f",
    "identity": "E12345678",
    "fee": "",
    "issued_ms": 1_772_413_200_000,
    "item": "420607GA-QR-0001",
    "items": ("420607GA-QR-0001",),
    "key": "queue/A",
    "link": "https://hall.example/t/20260302-A012-K7Q2M9XZ3T4BABCD",
    "n": 412,
    "number": "A012",
    "queue": "A",
    "reason": "缺材料",
    "request": "5c1f0b6e9a7d4e21b3c8d2f4a6e80917",
    "seq": 18023,
    "since_ms": 1_772_413_200_000,
    "slot_ms": 1_772_418_600_000,
    "staff": "S017",
    "stars": 5,
    "ticket": "20260302-A012",
    "to": 400,
    "to_item": "420607SW-QR-0002",
    "utc_offset_min": 480,
    "version": 1,
    "waiting": 12,
    "window": "03",
    "card": "20260302-K007",
    "mark": "9c1f0b6e9a7d4e21",
    "member": "S018",
    "task": "20260302-A012",
    "text": "已电话回访，说明材料要求",
    "windows": ("03", "04"),
    "zh": "今天下午四点停止取号",
}
"""Values for examples by the name of the field; a field without one gets the smallest of its type."""

SAMPLES_OF: dict[type[msgspec.Struct], dict[str, object]] = {
    greeting.Hello: {"role": Role.BOARD, "name": "board-A", "window": "", "ticket": "", "announcement": 411},
    greeting.Welcome: {"announcement": 411},
    greeting.Rejected: {"code": "token", "detail": "the token is not one for board board-A"},
    documents.ItemDoc: {"code": "420607GA-QR-0001"},
    documents.QueueDoc: {"code": "A"},
    wall_documents.SelectionDoc: {"period": "2026-02", "windows": (), "staff": ()},
    from_wall.PublishSelection: {"period": "2026-02", "windows": ()},
}
"""Values for examples where the name of the field says too little."""

SPEAKERS: tuple[tuple[str, types.ModuleType, object], ...] = (
    ("The greeting", greeting, (greeting.Hello, greeting.Welcome, greeting.Rejected)),
    ("A kiosk says", from_kiosk, from_kiosk.FromKiosk),
    ("A window terminal says", from_window, from_window.FromWindow),
    ("A manager's screen says", from_manager, from_manager.FromManager),
    ("A managers' wall says", from_wall, from_wall.FromWall),
    ("A rating screen says", from_rating, (from_rating.RateService,)),
    ("A board says", from_board, (from_board.Heard,)),
    ("The server says", from_server, from_server.FromServer),
    ("Documents", documents, documents.AnyDoc),
    (
        "Parts of messages",
        documents,
        (
            from_server.TicketSlip,
            documents.Words,
            documents.Opening,
            documents.HeldTicket,
            documents.DeskTicket,
            documents.DeskCard,
            wall_documents.LevelWords,
            wall_documents.UnknownBadge,
            wall_documents.Spread,
            wall_documents.QueueFigures,
            wall_documents.PublishedPlace,
            from_wall.ChosenPlace,
        ),
    ),
)


SAID_ONCE = frozenset({greeting.__name__, from_wall.__name__})
"""Modules whose messages several speakers have: they stand under the first speaker of their own."""


def messages_of(spoken: object) -> tuple[type[msgspec.Struct], ...]:
    """Return the message types of a union or of a tuple, each but once."""
    return typing.cast(
        tuple[type[msgspec.Struct], ...],
        spoken if isinstance(spoken, tuple) else typing.get_args(spoken),
    )


def reference() -> str:
    """Return the whole generated part, in Markdown."""
    return "\n".join([*_bounds(), *(line for part in SPEAKERS for line in _speaker(*part))]).rstrip() + "\n"


def renewed(text: str) -> str:
    """Return the document with its generated part made anew."""
    return text.partition(MARK)[0] + MARK + "\n\n" + reference()


def example(kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Return a message of this type with every field that must be given, and those worth showing."""
    hints = typing.get_type_hints(kind)
    fields = {
        field.name: _sample(field.name, hints[field.name])
        for field in msgspec.structs.fields(kind)
        if field.required or field.name in SAMPLES
    }
    return kind(**fields | SAMPLES_OF.get(kind, {}))


def _bounds() -> Iterator[str]:
    yield "## Sizes\n"
    yield "| role | longest message in bytes |\n|---|---|"
    yield f"| the greeting | {codec.HELLO_BYTES_MAX} |"
    for role in Role:
        yield f"| {role.value} | {codec.BYTES_MAX[role]} |"
    yield ""


def _speaker(title: str, module: types.ModuleType, spoken: object) -> Iterator[str]:
    yield f"## {title}\n"
    is_part = title == "Parts of messages"
    if not is_part:
        yield f"{_first_paragraph(module.__doc__)}\n"
    for kind in messages_of(spoken):
        if kind.__module__ in SAID_ONCE and kind.__module__ != module.__name__ and not is_part:
            continue
        yield from _message(kind)


def _message(kind: type[msgspec.Struct]) -> Iterator[str]:
    tag = kind.__struct_config__.tag
    yield f"### `{tag or kind.__name__}`\n"
    if "Struct" not in (kind.__doc__ or "Struct"):
        yield f"{_first_paragraph(kind.__doc__)}\n"
    words, hints = _words_of_fields(kind), typing.get_type_hints(kind)
    fields = msgspec.structs.fields(kind)
    if fields:
        yield "| field | type | if left out | |\n|---|---|---|---|"
    for field in fields:
        row = (f"`{field.name}`", _name(hints[field.name]), _left_out(field), words.get(field.name, ""))
        yield f"| {' | '.join(row)} |"
    yield f"\n```json\n{codec.encode(example(kind)).decode()}\n```\n"


def _left_out(field: msgspec.structs.FieldInfo) -> str:
    if field.required:
        return "must be given"
    return "`{}`" if field.default is msgspec.NODEFAULT else f"`{_plain(field.default)}`"


def _first_paragraph(text: str | None) -> str:
    return " ".join(inspect.cleandoc(text or "").split("\n\n")[0].split())


def _words_of_fields(kind: type[msgspec.Struct]) -> dict[str, str]:
    """Return the docstrings below the fields, which Python itself does not keep."""
    body = typing.cast(ast.ClassDef, ast.parse(textwrap.dedent(inspect.getsource(kind))).body[0]).body
    return dict(_pairs(body))


def _pairs(body: Iterable[ast.stmt]) -> Iterator[tuple[str, str]]:
    name = ""
    for statement in body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name = statement.target.id
        elif name and isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            yield name, _first_paragraph(str(statement.value.value)).replace("|", "\\|")
            name = ""


def _plain(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _name(hint: object) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (types.UnionType, typing.Union):
        return " or ".join(_name(one) for one in arguments if one is not type(None))
    if origin is tuple:
        return f"list of {_name(arguments[0])}"
    if origin is dict:
        return f"{_name(arguments[0])} → {_name(arguments[1])}"
    if isinstance(hint, type) and issubclass(hint, Enum):
        return ", ".join(f"`{_plain(one.value)}`" for one in hint) if len(hint) <= 8 else hint.__name__
    return {"str": "text", "int": "integer", "bool": "yes or no"}.get(
        getattr(hint, "__name__", ""), ""
    ) or str(getattr(hint, "__name__", hint))


def _sample(name: str, hint: object) -> object:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return example(hint)
    if origin in (types.UnionType, typing.Union):
        kinds = [one for one in arguments if one is not type(None)]
        return None if len(kinds) < len(arguments) else _sample(name, kinds[0])
    if name in SAMPLES:
        return SAMPLES[name]
    if origin in (tuple, dict):
        return origin()
    return {"str": name, "int": 1, "bool": True}.get(getattr(_root(hint), "__name__", ""), name)


def _root(hint: object) -> object:
    """Return the type that a ``NewType`` stands for."""
    while hasattr(hint, "__supertype__"):
        hint = hint.__supertype__
    return hint


if __name__ == "__main__":
    file = Path(sys.argv[1])
    file.write_text(renewed(file.read_text("utf-8")), "utf-8")
