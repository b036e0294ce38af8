"""The source tree read as data: sizes, docstrings, dead modules, excuses, mirrored tests.

A limit is a ratchet: nothing may pass it, nobody is excepted. A function's docstring is not counted.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("devices", "hall_display", "kiosk", "queue_server")
FUNCTION_LINES_MAX, FILE_LINES_MAX = 50, 350
FUNCTION_MEDIAN_MAX, FUNCTION_P90_MAX, FILE_MEDIAN_MAX = 8, 25, 150
FILE_LINES_MIN = 5
"""Shorter files say nothing about the size of files."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, Function):
            yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", _length(node)


def _length(node: Function) -> int:
    first = node.body[0]
    has_docstring = ast.get_docstring(node) is not None
    docstring = (first.end_lineno or first.lineno) - first.lineno + 1 if has_docstring else 0
    return (node.end_lineno or node.lineno) - node.lineno + 1 - docstring


SOURCE = _files(*PACKAGES)
ALL = _files(*PACKAGES, "tests")


def test_every_module_opens_with_its_law() -> None:
    bare = [str(path.relative_to(ROOT)) for path in ALL if not ast.get_docstring(_tree(path))]
    assert bare == []


def test_no_function_is_too_long_to_read_at_once() -> None:
    long = [(where, lines) for path in ALL for where, lines in _functions(path) if lines > FUNCTION_LINES_MAX]
    assert long == []


def test_no_file_is_more_than_one_thing() -> None:
    long = [
        (str(path.relative_to(ROOT)), len(_lines(path))) for path in ALL if len(_lines(path)) > FILE_LINES_MAX
    ]
    assert long == []


def test_most_functions_are_short() -> None:
    lengths = [lines for path in SOURCE for _, lines in _functions(path)]
    assert median(lengths) <= FUNCTION_MEDIAN_MAX
    assert quantiles(lengths, n=10)[-1] <= FUNCTION_P90_MAX


def test_most_files_are_short() -> None:
    lengths = [len(_lines(path)) for path in SOURCE]
    assert median([lines for lines in lengths if lines >= FILE_LINES_MIN]) <= FILE_MEDIAN_MAX


def test_python_stands_in_packages_and_tests_only() -> None:
    skipped = {".venv", "build", "dist", ".git", *PACKAGES, "tests"}
    stray = [
        str(path.relative_to(ROOT))
        for top in ROOT.iterdir()
        if top.name not in skipped and not top.name.startswith(".")
        for path in ([top] if top.suffix == ".py" else top.rglob("*.py") if top.is_dir() else [])
    ]
    assert stray == []


def test_every_folder_with_source_is_a_package() -> None:
    bare = {
        str(path.parent.relative_to(ROOT)) for path in SOURCE if not (path.parent / "__init__.py").exists()
    }
    assert bare == set()


def test_nothing_is_left_for_later_in_a_comment() -> None:
    later = re.compile("|".join((r"\bTO" r"DO\b", r"\bFIX" r"ME\b", r"\bX" r"XX\b", r"\bHA" r"CK\b")))
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ALL
        for number, line in enumerate(_lines(path), start=1)
        if later.search(line)
    ]
    assert found == []


def test_library_code_never_prints() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCE
        if path.name != "__main__.py"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert found == []


def test_every_excuse_names_its_rule_and_its_reason() -> None:
    mark = re.compile(r"#\s*(noqa|type: ignore)(?P<rest>.*)$")
    reasoned = re.compile(r"(: [A-Z]+\d+(, ?[A-Z]+\d+)*|\[[a-z-]+(, ?[a-z-]+)*\])\s*(-|#)\s*\w.+")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in ALL
        if path != Path(__file__)
        for number, line in enumerate(_lines(path), start=1)
        if (match := mark.search(line)) and not reasoned.match(match["rest"])
    ]
    assert found == []


def _imports(path: Path) -> Iterator[str]:
    package = _name(path) if path.name == "__init__.py" else _name(path).rpartition(".")[0]
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def test_no_module_is_forgotten() -> None:
    """A module is used by another one, or is a program, or says that it is there for tests and rehearsals."""
    used = {name for path in SOURCE for name in _imports(path) if name != _name(path)}
    used_by_tests = {name for path in _files("tests") for name in _imports(path)}
    forgotten = [
        _name(path)
        for path in SOURCE
        if _name(path) not in used and not _is_started_by_itself(path)
        if not (_is_for_rehearsal(path) and _name(path) in used_by_tests)
    ]
    assert forgotten == []


def _is_started_by_itself(path: Path) -> bool:
    """Programs, packages, and command lines, which their program imports by name."""
    return (
        path.name in ("__init__.py", "__main__.py")
        or path.stem.endswith("options")
        or '__name__ == "__main__"' in path.read_text(encoding="utf-8")
    )


def _is_for_rehearsal(path: Path) -> bool:
    """Shipped so that a hall can be tried without hardware, disk or wire; the docstring says so."""
    law = ast.get_docstring(_tree(path)) or ""
    return path.stem.startswith(("memory", "simulated")) or "tests" in law or "rehears" in law


TESTS_OF = {"queue_server.config_file": "config"}
"""Rooms whose tests stand under another name."""


def _rooms() -> list[str]:
    return sorted(
        {".".join(_name(path).split(".")[:2]) for path in SOURCE if len(path.relative_to(ROOT).parts) > 2}
    )


@pytest.mark.parametrize("room", _rooms())
def test_every_room_has_its_tests(room: str) -> None:
    house, _, name = room.partition(".")
    places = (TESTS_OF.get(room, name), f"{house}_{name}", f"{house}/{name}", house)
    assert any(list((ROOT / "tests" / place).glob("**/test_*.py")) for place in places)
