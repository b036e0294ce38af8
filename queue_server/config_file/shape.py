"""From the dictionaries of a TOML file to the forms, collecting unknown keys, missing keys and wrong types.

Where a value is wrong its place is filled with something harmless (the default, or an empty value), so that
the checks that follow can go on; a file with mistakes is never used, so the filling never runs a hall.
"""

import types
from datetime import date
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from queue_server.config_file.mistakes import Mistakes, nearest

Form = TypeVar("Form", bound=msgspec.Struct)

IDENTIFIERS = ("code", "number", "id", "name", "window", "role", "date")
"""The keys by which a person recognises an entry of a list of tables, best first."""
KIND_OF = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a date such as 2026-02-14",
    "datetime": "a date with a time",
    "time": "a time without quotation marks",
}
"""msgspec's words for the types, in a person's words."""


def read_form(form: type[Form], table: object, where: str, mistakes: Mistakes) -> Form:
    """Return ``table`` as a ``form``; whatever is wrong with it is in ``mistakes`` afterwards."""
    if not isinstance(table, dict):
        mistakes.add(where, f"must be a table with keys ({', '.join(form.__struct_fields__)})")
        return form(**{field.name: _default(field) for field in msgspec.structs.fields(form)})
    fields = {field.name: field for field in msgspec.structs.fields(form)}
    for key in (key for key in table if key not in fields):
        mistakes.add(where, f'unknown key "{key}"{nearest(key, fields)}')
    values = {name: _field(field, table, where, mistakes) for name, field in fields.items()}
    return form(**values)


def _field(field: FieldInfo, table: dict[str, Any], where: str, mistakes: Mistakes) -> object:
    if field.name in table:
        key = head(where, field) or join(where, field.name)
        value = _value(field.type, table[field.name], key, mistakes, _default(field))
        return _written(value, table[field.name], key, mistakes) if field.required else value
    if field.required:
        mistakes.add(where or "file", f'the key "{field.name}" is missing; add it')
    return _default(field)


def _written(value: object, raw: object, where: str, mistakes: Mistakes) -> object:
    """Return a value that may not be left out; a text without a letter is left out in all but form."""
    is_text = isinstance(value, str) and not isinstance(value, Enum)
    if is_text and isinstance(raw, str) and not raw.strip():
        mistakes.add(where, "is empty; write a text, it cannot be left out")
        return ""
    return value


def _default(field: FieldInfo) -> object:
    if field.default is not msgspec.NODEFAULT:
        return field.default
    if field.default_factory is not msgspec.NODEFAULT:
        return field.default_factory()
    return _blank(field.type)


def _blank(kind: object) -> object:
    """Return a harmless value of a type without default."""
    kind = getattr(kind, "__supertype__", kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return read_form(kind, {}, "", Mistakes(""))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind))
    if kind is date:
        return date.min
    plain: Any = get_origin(kind) or kind
    return plain()


def _value(kind: object, raw: object, where: str, mistakes: Mistakes, fallback: object) -> object:
    inner = _list_of_structs(kind)
    if inner is not None:
        return _rows(inner, raw, where, mistakes)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return read_form(kind, raw, where, mistakes)
    if stray := _stray_words(kind, raw):
        word, known = stray
        mistakes.add(where, f'"{word}" is not known{nearest(word, known)}')
        return fallback
    try:
        return msgspec.convert(raw, kind)
    except msgspec.ValidationError as error:
        mistakes.add(where, _explained(error))
        return fallback


def _stray_words(kind: object, raw: object) -> tuple[str, tuple[str, ...]] | None:
    """Return the first word that an enumeration does not know, with those it knows."""
    words = (raw,) if isinstance(raw, str) else tuple(raw) if isinstance(raw, dict) else ()
    choice = next((one for one in (kind, *get_args(kind)[:1]) if isinstance(one, type)), None)
    if choice is None or not issubclass(choice, Enum):
        return None
    known = tuple(str(member.value) for member in choice)
    return next(((word, known) for word in words if word not in known), None)


def _list_of_structs(kind: object) -> type[msgspec.Struct] | None:
    if get_origin(kind) is not tuple or isinstance(kind, types.UnionType):
        return None
    inner = get_args(kind)[0]
    return inner if isinstance(inner, type) and issubclass(inner, msgspec.Struct) else None


def _rows(form: type[Form], raw: object, where: str, mistakes: Mistakes) -> tuple[Form, ...]:
    if not isinstance(raw, list):
        mistakes.add(where, f"must be a list of tables; write [[{where.strip('[]')}]] above each entry")
        return ()
    return tuple(
        read_form(form, row, row_where(where, place, row), mistakes) for place, row in enumerate(raw, start=1)
    )


def row_where(where: str, place: int, row: object) -> str:
    """Return how an entry of a list is called in a sentence: ``[[items]] 3 (GA-QR-0001)``."""
    table = where if where.startswith("[[") or "key" in where else f"[[{where.strip('[]')}]]"
    fields = row if isinstance(row, dict) else {}
    name = next((str(fields[key]) for key in IDENTIFIERS if str(fields.get(key, "")).strip()), "")
    return f"{table} {place} ({name})" if name else f"{table} {place}"


def join(where: str, key: str) -> str:
    """Return how a key of a table is called: tables of the file stand in brackets, inner keys behind them."""
    return f"{where}, key {key}" if where else f"[{key}]"


def head(where: str, field: FieldInfo) -> str:
    """Return the head under which a table's own tables are written, ``[supervision.levels]``; or nothing.

    Tables with a code of their own have one, and single tables; short entries stand in a line of their key.
    """
    inner = _list_of_structs(field.type) or field.type
    is_inside = where.startswith("[") and not where.startswith("[[") and ", key" not in where
    if not (is_inside and isinstance(inner, type) and issubclass(inner, msgspec.Struct)):
        return ""
    has_code = inner is field.type or "code" in inner.__struct_fields__
    return f"{where.removesuffix(']')}.{field.name}]" if has_code else ""


def _explained(error: msgspec.ValidationError) -> str:
    """Return msgspec's complaint as one short sentence."""
    text, _, path = str(error).partition(" - at `")
    if text.startswith("Invalid RFC3339"):
        text = "Is no day of the calendar; write a date such as 2026-02-14"
    for word, kind in KIND_OF.items():
        text = text.replace(f"`{word}`", kind)
    text = text.replace("`array`", "a list").replace("`object`", "a table").replace("`", '"')
    inner = path.rstrip("`").removeprefix("$")
    return f"{text[0].lower()}{text[1:]}" + (f" at {inner}" if inner else "")
