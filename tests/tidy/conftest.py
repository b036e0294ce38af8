"""Reports the measures of the source tree at the end of ``make check``; the limits are in the tests."""

import ast
from pathlib import Path
from statistics import median, quantiles

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("devices", "hall_display", "kiosk", "queue_server")


def _measure(*folders: str) -> str:
    texts = [path.read_text(encoding="utf-8") for name in folders for path in (ROOT / name).rglob("*.py")]
    files = [text.count("\n") for text in texts]
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for text in texts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return (
        f"{len(files)} files, {sum(files)} lines, median {median(files):.0f}, longest {max(files)}; "
        f"{len(lengths)} functions, median {median(lengths):.0f}, "
        f"p90 {quantiles(lengths, n=10)[-1]:.0f}, longest {max(lengths)}"
    )


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Write how large the source and the tests are (docstrings counted)."""
    terminalreporter.write_line(f"source: {_measure(*PACKAGES)}")
    terminalreporter.write_line(f"tests:  {_measure('tests')}")
