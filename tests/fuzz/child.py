"""One target under atheris, in a process of its own: ``python -m tests.fuzz.child TARGET CORPUS SECONDS``.

Only the product's own modules are watched for new paths, as they are imported; the fuzzer ends this process.
"""

import importlib
import sys


def main() -> None:
    """Fuzz until the time is over."""
    name, corpus, seconds = sys.argv[1:4]
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=["devices", "kiosk", "queue_server"]):
        targets = importlib.import_module("tests.fuzz.targets").TARGETS
    flags = [f"-max_total_time={seconds}", "-max_len=2048", f"-artifact_prefix={corpus}-"]
    atheris.Setup([sys.argv[0], corpus, *flags], targets[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
