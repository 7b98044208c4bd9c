# `make run` starts the app on the sandbox, `make test` passes the tests: both need Python 3.11+ with venv, git and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes

.DEFAULT_GOAL := help
.PHONY: help run test check fix bench screenshots looks docs lock clean

help:  ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(VENV)/run  ## start the app on the built-in sandbox
	@$(BIN)/python -m cohere_tui --sandbox

test: $(VENV)/dev  ## run the tests
	@$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/dev  ## lint, formatting, types, import contracts
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

fix: $(VENV)/dev  ## mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/dev  ## measure every budget and print the table
	@$(BIN)/python -m benchmarks

screenshots: $(VENV)/dev  ## renew screenshots/
	@$(BIN)/python -m screenshots.make

looks: $(VENV)/dev  ## keep how the places look now; read the difference before it is committed
	@$(BIN)/python -m pytest -n auto tests/looks --snapshot-update

docs: $(VENV)/dev  ## renew docs/keys.md from the bindings
	@$(BIN)/python -m docs.keys

lock: $(VENV)/dev  ## renew the lock files from pyproject.toml
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml -o requirements/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		pyproject.toml --all-extras --group dev -o requirements/dev.txt

clean:  ## remove what the other commands made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# A .venv whose Python has gone, or whose making was broken off, has no stamp and is made anew.
GONE := $(shell test -x $(BIN)/python || rm -f $(VENV)/run $(VENV)/dev)

$(VENV)/run: requirements/run.txt
	@test -e $@ || { \
		$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
			echo 'cohere-tui needs Python 3.11 or newer; say where: make PYTHON=/path/to/python3 …'; exit 1; }; \
		$(PYTHON) -m venv --clear $(VENV) || { \
			echo 'This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv'; exit 1; }; }
	@rm -f $@
	@echo 'Installing what the app needs into $(VENV) …'
	@$(PIP) -r $<
	@touch $@

$(VENV)/dev: requirements/dev.txt $(VENV)/run
	@rm -f $@ $(VENV)/run
	@echo 'Installing the development tools into $(VENV) …'
	@$(PIP) -r $<
	@touch $(VENV)/run $@
