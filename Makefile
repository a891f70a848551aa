# Each target sets up what it needs. On a machine without make: see "Without make" in README.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo run test check format words crash clean

demo: $(VENV)/demo ## the bot in your browser: no token, no account; FEED=https://… shows a feed of yours too
	@$(BIN)/python -m bot demo $(if $(FEED),--feed '$(FEED)') $(if $(PORT),--port '$(PORT)')

run: $(VENV)/run ## the bot, with the token in .env
	@$(BIN)/python -m bot run

test: $(VENV)/dev ## all tests
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/dev ## format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist worksteal

format: $(VENV)/dev ## put the code into its format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

words: $(VENV)/dev ## take new sentences of the code into the catalogues of all languages
	$(BIN)/python -m tests.words update

clean: ## remove what the other targets made; your data stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

# One stamp for each set of packages: made once, and again when pyproject.toml changes.
$(VENV)/demo: EXTRA := [demo]
$(VENV)/dev: EXTRA := [dev]
$(VENV)/run $(VENV)/demo $(VENV)/dev: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Newsreel needs Python 3.11 or newer; this is $$($(PYTHON) --version 2>&1). Name another one: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python can't make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; rm -rf $(VENV); exit 1; }
	@echo "Setting up (once): packages go into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.$(EXTRA)' || { echo "The packages could not be installed; pip says why above. An internet connection is needed for this once."; exit 1; }
	@touch $@
