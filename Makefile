# For developers; users need only start.py. Every target works from a fresh clone.
BIN := .venv/bin
export DJANGO_SETTINGS_MODULE ?= dangwu.config.settings
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

.DEFAULT_GOAL := help
.PHONY: help install run fmt lint types imports migrations fast e2e test bench docs check lock

help: ## Show this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

install: ## Set up .venv with everything tests and checks need
	python3 start.py install test

run: ## Start the product with the demo county
	python3 start.py

fmt: ## Format code and templates, and repair what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djangofmt src

lint: ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djangofmt --check src

types: ## Check types
	$(BIN)/mypy src tests

imports: ## Check who may import whom
	$(BIN)/lint-imports

migrations: ## Check that no migration is missing
	$(BIN)/python -m django makemigrations --check --dry-run

fast: ## Run the tests that need no browser
	env -u DJANGO_SETTINGS_MODULE $(BIN)/python -m pytest -m "not e2e"

e2e: ## Run the journeys in a browser
	env -u DJANGO_SETTINGS_MODULE $(BIN)/python -m pytest -m e2e

test: ## Run all tests with coverage
	env -u DJANGO_SETTINGS_MODULE $(BIN)/python -m pytest --cov

bench: ## Measure, and write docs/performance.md
	$(BIN)/python -m bench

docs: ## Make docs/reference from the code
	$(BIN)/python docs/make_reference.py

check: lint types imports migrations test ## Everything, tests last

lock: ## Make the lock files anew, naming no host
	$(COMPILE) requirements.in -o requirements.txt
	$(COMPILE) requirements-test.in -c requirements.txt -o requirements-test.txt
	$(COMPILE) requirements-build.in -c requirements-test.txt -o requirements-build.txt
	npm install --package-lock-only --ignore-scripts
	$(BIN)/python -c "import hatch_build; hatch_build.drop_addresses()"
