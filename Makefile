PYTHON ?= python3
BIN := .venv/bin
TESTS ?= tests

.PHONY: run test test-fast lint samples bench faults clean

run: .venv/.installed
	@exec $(BIN)/paper-radio run

test: .venv/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow" $(TESTS)
	$(BIN)/pytest -m slow $(TESTS)

test-fast: .venv/.installed-test
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow" $(TESTS)

lint: .venv/.installed-test
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

.venv/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Paper Radio needs Python 3.11 or newer")'
	@echo "Installing into .venv; this happens once and takes a minute or two."
	@$(PYTHON) -m venv .venv
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/.installed-test: .venv/.installed
	@$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e ".[test]"
	@touch $@

clean:
	rm -rf .venv
