# Two commands do everything: `make run` and `make test`. Both make the environment first, from the lock file.

PYTHON ?= python3
SOURCE ?=
BIN := .venv/bin

.PHONY: run test lint format lock clean

run: .venv/installed
ifeq ($(SOURCE),)
	$(BIN)/tracker demo
else
	$(BIN)/tracker up $(SOURCE)
endif

test: lint
	$(BIN)/pytest -n 2

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: .venv/installed
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Done again whenever the lock file or the project's own metadata changes.
.venv/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# For maintainers: choose the newest versions that fit pyproject.toml, for all systems and Pythons at once.
lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-annotate --no-header --upgrade --all-extras pyproject.toml -o requirements.lock

clean:
	rm -rf .venv
