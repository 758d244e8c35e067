PYTHON ?= python3
BIN := .venv/bin
TESTS ?= tests
# The tests write and sync thousands of small files: in memory, where there are 4 GB of it that may hold programs.
TMPDIR ?= $(shell try=/dev/shm/try.$$$$; { printf '\043!/bin/sh\n' > $$try && chmod +x $$try && $$try && \
    [ $$(df --output=avail /dev/shm | tail -1) -gt 4000000 ]; } 2> /dev/null && echo /dev/shm || echo /tmp; rm -f $$try)
export TMPDIR
# Compiled modules are kept: each process that a test starts loads them.
unexport PYTHONDONTWRITEBYTECODE
# Tests that share what is made once run in one process. Quick and slow ones both wait a good deal of their time.
PYTEST := $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder
LATENT := tests/radio/latent tests/workers/latent tests/workers/studio/test_latent_writer.py
timed = @began=$$(date +%s); $(2) || exit 1; echo "$(1): $$(($$(date +%s) - began)) s"

.PHONY: run test test-fast test-latent lint format samples bench faults clean

run: .venv/.installed
	@exec $(BIN)/paper-radio run

test: .venv/.installed-test
	$(call timed,lint,$(MAKE) --no-print-directory lint)
	$(call timed,quick tests,$(PYTEST) -m "not slow" $(QUICK) $(TESTS))
	$(call timed,slow tests,$(PYTEST) -m slow $(TESTS))

test-fast: .venv/.installed-test
	$(call timed,quick tests,$(PYTEST) -m "not slow" $(TESTS))

test-latent: .venv/.installed-test
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[latent]"
	$(call timed,latent tests,$(BIN)/pytest $(LATENT))

lint: .venv/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/deptry .
	$(BIN)/basedpyright

format: .venv/.installed-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

samples: .venv/.installed-test
	$(BIN)/pip install -q -c constraints.txt -e ".[samples]"
	$(BIN)/python radio/papers/samples/make.py

bench: .venv/.installed-test
	$(BIN)/pip install -q -c constraints.txt -e ".[bench]"
	for program in tests/bench/*.py; do $(BIN)/python $$program --quick || exit 1; done

faults: .venv/.installed-test
	for program in tests/faults/*.py; do $(BIN)/python $$program --quick || exit 1; done

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Paper Radio needs Python 3.11 or newer")'
	@$(PYTHON) -m venv .venv
	@touch $@

.venv/.installed: .venv/.made pyproject.toml constraints.txt
	@echo "Installing into .venv; this happens once and takes a minute or two."
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.installed-test: .venv/.made pyproject.toml constraints.txt
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[test,lint]"
	@touch .venv/.installed $@

clean:
	rm -rf .venv
