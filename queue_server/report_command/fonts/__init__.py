"""The fonts of the printed report, beside this file: typst finds them here, and nothing need be installed."""

from pathlib import Path

FOLDER = Path(__file__).parent
