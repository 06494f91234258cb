# Everything a person does with the project. `make` alone lists it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
ifeq ($(strip $(PYTHON)),)
PYTHON = python3
endif
BIN := .venv/bin
TESTS ?= tests

.PHONY: help setup setup-test setup-sdk run test check bench proof screenshots lock clean
.DEFAULT_GOAL := help

help:  ## list what make can do
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1\t\2/' | expand -t 14

setup:  ## build .venv and fetch the front-end files
	@$(PYTHON) scripts/setup_project.py

setup-test:
	@$(PYTHON) scripts/setup_project.py --test

setup-sdk: setup-test  ## install other people's WeChat SDKs for the contract tests
	@$(BIN)/python -m scripts.setup_sdk

run: setup  ## start the whole account with a simulated WeChat; Ctrl-C stops it
	@$(BIN)/python -m app.launcher

test: setup-sdk  ## run every test, on SQLite and on a real PostgreSQL and Redis
	@env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -n 3 -q $(TESTS)

check: setup-test  ## formatting, lint, types, layers and templates
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy --no-error-summary .
	@PYTHONPATH=. $(BIN)/lint-imports --verbose >/dev/null || PYTHONPATH=. $(BIN)/lint-imports
	@said=$$($(BIN)/djlint --check --lint simulator/templates h5/templates admin/templates 2>&1) || { echo "$$said"; exit 1; }
	@$(BIN)/flask knowledge check

bench: setup-test  ## measure the webhook beside a bare Flask, and the search beside other searchers
	@$(BIN)/python -m bench
	@$(BIN)/python -m bench search

proof: setup-test  ## the long proofs: thousands of kills, millions of inputs; writes build/proof.json
	@$(BIN)/python -m proof

screenshots: setup-test  ## open every page in Chromium and save build/screenshots/
	@$(BIN)/python -m scripts.screenshots

lock:  ## pin the newest versions of requirements*.in, with hashes
	@for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 --upgrade \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
	    $$name.in -o $$name.txt; done

clean:  ## delete what was built (not var/, which holds data)
	@rm -rf .venv node_modules build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache */static/vendor
