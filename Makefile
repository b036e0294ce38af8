# One command for each thing a person wants from this checkout.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
SEED ?= 1

.PHONY: hall test check format snaps serial lock clean

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.hall: $(BIN)/python requirements/hall.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/hall.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.hall requirements/dev.lock
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

hall: $(VENV)/.hall  ## the whole hall on this machine
	$(BIN)/queue-server demo $(ARGS)

test: $(VENV)/.dev  ## the whole suite
	$(BIN)/python -X dev -W error::ResourceWarning -m pytest -n 2 --dist worksteal $(ARGS)

check: $(VENV)/.dev  ## everything a machine can say about the source
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests/tidy -q

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

snaps: $(VENV)/.dev  ## draw the reference pictures of every screen anew; look at them before you commit
	$(BIN)/python -m pytest tests/screens --snapshot-update $(ARGS)

serial: $(VENV)/.dev  ## only the tests on real serial lines (pseudo-terminals)
	$(BIN)/python -m pytest tests/serial $(ARGS)

lock: $(VENV)/.dev  ## resolve the dependencies anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml -o requirements/hall.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev -c requirements/hall.lock pyproject.toml -o requirements/dev.lock

clean:
	rm -rf $(VENV) build *.egg-info
