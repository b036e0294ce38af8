"""``python -m tests.fuzz.run [TARGET ...] --seconds N``: a coverage-guided run of the targets by atheris.

atheris is not among the things the suite needs: ``make fuzz`` installs it. Each target runs in a process of
its own, since the fuzzer ends its process; an input that breaks a decoder is kept and named.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import TARGETS


def main() -> int:
    """Run the targets in turn; return 1 if any of them was broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=30, help="for each target")
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"), help="where inputs are kept")
    asked = parser.parse_args()
    unknown = [name for name in asked.targets if name not in TARGETS]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    broken = [name for name in asked.targets or TARGETS if not _holds(name, asked)]
    sys.stdout.write(f"broken: {', '.join(broken)}\n" if broken else "every decoder held\n")
    return 1 if broken else 0


def _holds(name: str, asked: argparse.Namespace) -> bool:
    corpus = asked.corpus / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS.get(name, ())):
        (corpus / f"seed-{number}").write_bytes(seed)
    with tempfile.TemporaryFile() as said:
        command = [sys.executable, "-m", "tests.fuzz.child", name, str(corpus), str(asked.seconds)]
        status = subprocess.run(command, stdout=said, stderr=said, check=False).returncode
        said.seek(0)
        lines = said.read().decode(errors="replace").splitlines()
    last = next((line for line in reversed(lines) if line.startswith(("Done", "#"))), "did not begin")
    sys.stdout.write(f"{name:16} {'held' if status == 0 else 'BROKEN'}  {last}\n")
    if status:
        sys.stdout.write("\n".join(lines[-25:]) + "\n")
    return status == 0


if __name__ == "__main__":
    sys.exit(main())
