# Everything that is done to this checkout by hand. `make help` says what there is.

PYTHON   ?= python3
JOBS     ?= 3
DATABASE ?= sqlite
AREA     ?=
BIN      := .venv/bin
APP      := $(BIN)/flask --app wsgi
RUNTIME  := .venv/.petunias-runtime
TESTS    := .venv/.petunias-tests
COMPILED := .venv/.petunias-compiled

# Nothing is written outside the data folder and .venv, not even compiled modules. They are kept
# there whatever the environment says: without them every process begins with seven seconds of compiling.
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test packages check lint style types soak screens bench fix migration assets lock clean

help:  ## Say what can be done here
	@echo "make run    starts Petunias on this machine; make test tests it. And:"
	@sed -n 's/^\([a-z][a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

run: $(RUNTIME)  ## Start Petunias at http://127.0.0.1:8000, with a demo world the first time
	@PETUNIAS_DEMO=$${PETUNIAS_DEMO:-1} $(APP) serve

test:  ## Install what the tests need, then check everything, on both databases
	@$(MAKE) --no-print-directory -j2 packages $(TESTS)
	@$(MAKE) --no-print-directory check DATABASE=both

packages:  ## Install what the tests need from Debian’s packages, where it is missing
	@sh tools/install_tests.sh

check: $(TESTS)  ## Format, lint, types, contracts, templates, tests; DATABASE=both for PostgreSQL too
	@$(MAKE) --no-print-directory -j2 types style $(COMPILED)
	$(BIN)/pytest -n $(JOBS) --database=$(DATABASE)

lint: types style  ## Format, lint, types, contracts, templates

types: $(TESTS)  ## Types alone, which take as long as all the rest of it
	$(BIN)/mypy

style: $(TESTS)  ## Format, lint, contracts and templates alone
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/djlint templates --lint --quiet

# The first time, pytest rewrites every test for half a minute: here once, beside the types, and not in
# each process of the run. What is wrong with a test is said there.
$(COMPILED): $(TESTS)
	@$(BIN)/pytest --collect-only -qq >/dev/null 2>&1 || true
	@touch $@

soak: $(TESTS)  ## What has a size (properties, journeys, attacks) at full size; figures go to docs/evidence.md
	$(BIN)/pytest -n $(JOBS) --database=both --soak

screens: $(TESTS)  ## Take the pictures of the README again
	$(BIN)/pytest -q --screens tests/journeys/test_screens.py

bench: $(TESTS)  ## How fast: one line a figure; AREA=directory for one area
	$(BIN)/python -m benchmarks $(AREA)

fix: $(TESTS)  ## Put right what a program can: format, simple lint, the table of permissions
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/python -m tools.permissions_table

migration: $(TESTS)  ## Write the next migration from the models: make migration SAYS="Add pauses."
	@test -n "$(SAYS)" || { echo 'Say what it does: make migration SAYS="Add pauses."'; exit 2; }
	@next=$$(printf %04d $$(expr $$(cat migrations/current-head) + 1)) && \
	$(BIN)/alembic revision --autogenerate --rev-id $$next -m "$(SAYS)" && \
	echo $$next > migrations/current-head

assets: $(RUNTIME)  ## Fetch the design system and the map again into static/ (needs npm)
	$(BIN)/python tools/vendor_assets.py

lock: $(RUNTIME)  ## Choose the newest libraries that fit, and write the locks with their hashes
	echo uv | $(UV) pip compile $(LOCKING) - -o requirements-uv.lock
	$(UV) pip compile $(LOCKING) requirements.in -o requirements.lock
	$(UV) pip compile $(LOCKING) requirements-dev.in -c requirements.lock -o requirements-dev.lock

UV := $(BIN)/uv
LOCKING := --upgrade --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header

clean:  ## Take away everything that can be made again; the data folder stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov .coverage
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment. A stamp is newer than its lock when everything is installed, so that
# the second run is instant.

.venv/bin/python:
	@PYTHON="$(PYTHON)" sh tools/make_venv.sh

$(RUNTIME): requirements.lock | .venv/bin/python
	@echo "Installing what Petunias runs on: some seconds, once."
	@sh tools/install_libraries.sh requirements.lock
	@touch $@

$(TESTS): requirements-dev.lock | .venv/bin/python
	@echo "Installing what the tests run on: some twenty seconds, once."
	@sh tools/install_libraries.sh requirements-dev.lock
	@touch $@ $(RUNTIME)
