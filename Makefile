# Everything runs in .venv, which the first target that needs it builds from the locked releases.
# Another interpreter (3.11 or newer): make clean && make PYTHON=python3.12 test

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
# Two at a time: each process may start a Temporal server of its own.
PYTEST := $(BIN)/pytest -n 2
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate pyproject.toml --extra postgresql --group build

.DEFAULT_GOAL := help
.PHONY: help up test check static letters lock clean

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

up: $(INSTALLED) ## run everything on this machine: Temporal, mailboxes, worker
	@$(BIN)/peerpost up

test: $(INSTALLED) ## run all tests
	@$(PYTEST)

check: static test ## what must pass before a change goes in: formatting, lint, types, imports, tests

static: $(INSTALLED) ## the part of check that runs nothing
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo

letters: $(INSTALLED) ## write the approved text of every letter anew; read the difference before you commit it
	@PEERPOST_WRITE_GOLDEN=1 $(BIN)/pytest -q tests/letters/test_golden.py

lock: $(INSTALLED) ## write the locks anew, with the newest releases that pyproject.toml allows
	@$(COMPILE) --upgrade -o requirements.lock
	@$(COMPILE) --upgrade --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove what was built; what `make up` keeps is not touched
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis build dist

# Written last, so that a broken installation is tried again.  Hashes are checked for every release;
# the project itself is built by the locked builder, without asking an index.
$(INSTALLED): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Peerpost needs Python 3.11 or newer as '$(PYTHON)'; name another one with: make PYTHON=python3.11" >&2; exit 1; }
	@test -x $(BIN)/pip || { rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) >/dev/null; } || { rm -rf $(VENV); \
		echo "Python cannot make a virtual environment here; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@echo "Installing into $(VENV) (once)"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
