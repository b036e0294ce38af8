# One command for each thing a person wants from this checkout. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# The first Python that is new enough; say PYTHON=... to choose another. A name may be there and still not run.
ifndef PYTHON
PYTHON := $(shell for one in python3.13 python3.12 python3.11 python3; do \
	$$one -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$one && break; done)
endif
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input
# Screens wait for their own timers a third of the time, so three workers fill two cores.
WORKERS ?= 3
ARGS ?=
SECONDS ?= 30

# Days of the simulated hall: DAYS=1 plays one; without SEED one is drawn and printed.
DAYS ?= 100
.PHONY: fuzz help hall test sim faults careful check coverage format snaps serial lock wheel clean

help:  ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1|/' | while IFS='|' read -r name what; do printf '  make %-10s %s\n' "$$name" "$$what"; done

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then echo "Wutong needs Python 3.11 or newer, and none was found. On Debian: apt-get install python3 python3-venv" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Wutong needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Say make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) with $$($(PYTHON) -V) ..."
	@$(PYTHON) -m venv $(VENV)

# The lock is the whole answer: pip may not resolve anew, or a later release of a dependency with extras stops it.
$(VENV)/.hall: requirements/hall.lock pyproject.toml | $(BIN)/python
	@echo "Installing what the hall needs ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/hall.lock
	@$(PIP) install --no-deps -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.hall requirements/dev.lock
	@echo "Installing what its tests need ..."
	@$(PIP) install --no-deps --require-hashes -r requirements/dev.lock
	@touch $@

hall: $(VENV)/.hall  ## the whole hall on this machine; ARGS="--no-screen --minutes 120 --speed 600"
	@$(BIN)/queue-server demo $(ARGS)

test: $(VENV)/.dev  ## the whole suite; ARGS="tests/hall" for a part
	$(BIN)/python -W error::ResourceWarning -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

sim: $(VENV)/.dev  ## hostile days of a simulated hall; SEED=7 DAYS=1000 SCENARIO=full-disk-at-noon
	$(BIN)/python -m tests.simulation --days $(DAYS) $(if $(SEED),--seed $(SEED)) $(if $(SCENARIO),--scenario $(SCENARIO))

faults: $(VENV)/.dev  ## kill -9, full disk, cut lines, a clock set back; ARGS="--only kill --rounds 10"
	@$(BIN)/python -m tests.faults $(ARGS)

# Development mode keeps a traceback for every callback of a loop that runs by asyncio.run and checks every block of
# memory: half the time of a screen's picture, for calls from foreign threads and the errors of C extensions.
careful: $(VENV)/.dev  ## the whole suite in Python's development mode: twice the time, once before a release
	$(BIN)/python -X dev -W error::ResourceWarning -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

check: $(VENV)/.dev  ## everything a machine can say about the source
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PIP) check
	$(BIN)/python -m pytest tests/tidy -q

coverage: $(VENV)/.dev  ## the whole suite with branch coverage; fails below the floor in pyproject.toml
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-branch --cov-report=term:skip-covered --cov-report=html $(ARGS)

format: $(VENV)/.dev  ## put the source into the house's form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

snaps: $(VENV)/.dev  ## draw the reference pictures of every screen anew; look at them before you commit
	$(BIN)/python -m pytest tests/screens --snapshot-update $(ARGS)

serial: $(VENV)/.dev  ## only the tests on real serial lines (pseudo-terminals)
	$(BIN)/python -m pytest tests/serial $(ARGS)

fuzz: $(VENV)/.dev  ## every decoder against a coverage-guided fuzzer; SECONDS=30 for each
	$(PIP) install --no-deps --require-hashes -r requirements/fuzz.lock
	$(BIN)/python -m tests.fuzz.run --seconds $(SECONDS) $(ARGS)

wheel: $(VENV)/.dev  ## build the wheel into dist/
	$(PIP) wheel --no-deps --wheel-dir dist .

lock: $(VENV)/.dev  ## resolve the dependencies anew
	$(PIP) install uv
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes pyproject.toml -o requirements/hall.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev -c requirements/hall.lock pyproject.toml -o requirements/dev.lock

clean:  ## remove what make made
	rm -rf $(VENV) build dist *.egg-info htmlcov .coverage
