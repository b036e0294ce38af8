"""docs/configuration.md and the forms say the same: every key, every default, every act, and nothing else."""

import re
import tomllib
from pathlib import Path

import msgspec
import pytest

from queue_server.config_file.check_keymap import ACTS
from queue_server.config_file.forms import FileForm

PAGE = (Path(__file__).parents[2] / "docs" / "configuration.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<key>[^`]+)` \|(?P<cells>.*)\|$", re.MULTILINE)
REQUIRED = object()


def _sections() -> dict[str, str]:
    heads = re.split(r"^## \[+([^\]]+)\]+$", PAGE, flags=re.MULTILINE)
    return dict(zip(heads[1::2], heads[2::2], strict=True))


def _documented(section: str) -> dict[str, object]:
    """Return key -> default as the page says it."""
    found: dict[str, object] = {}
    for row in ROW.finditer(section):
        default = row["cells"].split(" | ")[-1].strip().strip("|").strip().strip("`")
        found[row["key"]] = tomllib.loads(f"x = {default}")["x"] if default else REQUIRED
    return found


def _form_of(table: str) -> type[msgspec.Struct]:
    """Return the form of a table; ``supervision.rules`` is the table ``rules`` of that of ``supervision``."""
    form: type[msgspec.Struct] = FileForm
    for name in table.split("."):
        field = next(one for one in msgspec.structs.fields(form) if one.name == name)
        inner = getattr(field.type, "__args__", (field.type,))[0]
        assert isinstance(inner, type)
        assert issubclass(inner, msgspec.Struct)
        form = inner
    return form


def _real(form: type[msgspec.Struct]) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(form):
        if field.required:
            found[field.name] = REQUIRED
        elif field.default_factory is not msgspec.NODEFAULT:
            found[field.name] = msgspec.to_builtins(field.default_factory(), str_keys=True)
        else:
            found[field.name] = msgspec.to_builtins(field.default)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}


TABLES = [name for name in FileForm.__struct_fields__ if name != "keymaps"]
UNDER_SUPERVISION = ["supervision.deadlines", "supervision.levels", "supervision.rules"]
INNER = [*UNDER_SUPERVISION, "supervision.rules.steps", "shifts.sessions"]
"""Tables inside of tables that have a section of their own."""


def test_every_table_has_its_section_and_no_other_has() -> None:
    assert sorted(_sections()) == sorted([*TABLES, *INNER, "keymaps.NAME"])


@pytest.mark.parametrize("table", [*TABLES, *INNER])
def test_every_key_is_documented_with_its_default(table: str) -> None:
    real = _real(_form_of(table))
    under = {one.rpartition(".")[2] for one in UNDER_SUPERVISION if one.startswith(f"{table}.")}
    assert _documented(_sections()[table]) == {key: real[key] for key in real if key not in under}


def test_every_act_of_a_key_map_is_documented() -> None:
    assert [row["key"] for row in ROW.finditer(_sections()["keymaps.NAME"])] == list(ACTS)


def test_lists_are_written_with_double_brackets() -> None:
    for table in TABLES:
        is_list = isinstance(FileForm.__annotations__[table], type) is False
        assert (f"## [[{table}]]" if is_list else f"## [{table}]") in PAGE
