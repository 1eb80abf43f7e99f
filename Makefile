# Two commands do everything: `make run` and `make test`. Both make the environment first, from the lock file.

PYTHON ?= python3
SOURCE ?=
SECONDS ?= 60
CABLES ?= 500 2000
EVENTS ?= 20000
SHARED ?= ../shared
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --no-header --upgrade

.PHONY: run test lint format bench accuracy docs fuzz soak audit lock clean

run: .venv/installed
ifeq ($(SOURCE),)
	$(BIN)/tracker demo
else
	$(BIN)/tracker up $(SOURCE)
endif

test: lint
	$(BIN)/pytest -n logical --maxprocesses 4 --dist loadfile

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# How fast the tracker is, beside its peers and our limits, in build/benchmarks.md: at a small size, or at that of the
# real release with CABLES="10000 50000 251287" EVENTS=1000000. ARGUMENTS="--only whole --json" and the like narrow it down.
bench: .venv/installed
	$(BIN)/python -m tests.benchmarks --report build --cables $(CABLES) --events $(EVENTS) $(ARGUMENTS)

# Measure how well the extractor reads and write it where it ships (tracker/extraction/data/accuracy.toml), against our own
# coded cables and those in the folder SHARED.
accuracy: .venv/installed
	$(BIN)/python -m tests.gold.accuracy $(SHARED)

# Write the reference of the views in docs/sql.md, from their comments, and docs/questions.md, from the files of SQL.
docs: .venv/installed
	$(BIN)/python -m tests.documentation

# Random bytes for every reader of cables, for so many seconds in all (Linux on x86_64 only). What crashes one is written
# to build/fuzz; ARGUMENTS="--only page dump" narrows it down.
fuzz: .venv/installed
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS) $(ARGUMENTS)

# A service under releases, kills and restarts, compared with one quiet run (needs PostgreSQL 15 as Debian installs it);
# ARGUMENTS="--minutes 60 --seed 1".
soak: .venv/installed
	$(BIN)/python -m tests.soak $(ARGUMENTS)

# Whether a known weakness is told of any dependency; asks an advisory service, so no part of the tests. Fails where it
# knows nothing of one, which would else count as nothing being wrong with it.
audit: .venv/installed
	$(BIN)/python -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check pip-audit
	.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock
	.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes --requirement requirements-build.lock

# Done again whenever the lock file or the project's own metadata changes.
.venv/installed: requirements-build.lock requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements-build.lock
	$(PIP) --require-hashes --no-build-isolation -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

# For maintainers: choose the newest versions that fit, for all systems and Pythons at once. What builds packages (our
# own, and the one dependency that comes as source) is locked too, and installed first. What runs without developing it, as
# in containers, is a part of the whole, in the same versions.
lock:
	printf 'editables\nhatchling>=1.27\nsetuptools\n' | $(LOCK) - -o requirements-build.lock
	$(LOCK) --all-extras pyproject.toml -o requirements.lock
	$(LOCK) --constraint requirements.lock pyproject.toml -o requirements-running.lock

clean:
	rm -rf .venv
