# `make` lists the targets. Everything runs in .venv, which the first target that needs it creates.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup extract validate report test check bench screenshot docs lock clean

# The first interpreter that is new enough; `make setup PYTHON=...` says otherwise.
PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
PYTEST_FLAGS ?= -n 2 --dist worksteal
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
RUN := .venv/.requirements
DEV := .venv/.requirements-dev
LOCK := uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock"

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

setup: $(DEV) ## create .venv with the pinned packages, those of the tests included

extract: $(RUN) ## raw/ -> normalized/
	$(BIN)/mou extract raw --out normalized

validate: $(RUN) ## check normalized/: pay arithmetic, cross-checks, Great Expectations
	$(BIN)/mou validate normalized

report: $(RUN) ## normalized/ -> report.html, one page to look at
	$(BIN)/mou report normalized --source raw --out report.html

test: $(DEV) ## the tests
	$(BIN)/python -m pytest $(PYTEST_FLAGS)

check: $(DEV) ## what CI asks: ruff, mypy, the tests
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/python -m pytest $(PYTEST_FLAGS)

bench: $(DEV) ## time and memory beside other tools; seeded faults
	$(BIN)/python -m benchmarks.extract_time
	$(BIN)/python -m benchmarks.summary
	$(BIN)/python -m benchmarks.kills --kills 10
	$(BIN)/python -m benchmarks.faults --n 100
	$(BIN)/python -m benchmarks.naive --cases 3
	$(BIN)/python -m benchmarks.scans --cases 1

screenshot: $(DEV) ## docs/report.png, the picture of the report (needs chromium)
	$(BIN)/python -m tools.screenshot

docs: $(RUN) ## schemas/ -> docs/data-dictionary.md
	$(BIN)/python -m tools.data_dictionary

lock: ## pin anew what pyproject.toml asks for (needs uv)
	$(LOCK) --group build --output-file requirements.txt
	$(LOCK) --group build --extra dev --constraint requirements.txt --output-file requirements-dev.txt
	$(LOCK) --extra scale --constraint requirements.txt --output-file requirements-scale.txt

clean: ## remove .venv and caches; raw/ and normalized/ stay
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info

.venv/bin/python:
	$(if $(PYTHON),,$(error Python 3.11 or newer is needed: install it, or say where it is with PYTHON=...))
	$(PYTHON) -m venv .venv || { rm -rf .venv; echo "No environment: on Debian or Ubuntu, apt-get install python3-venv" >&2; exit 1; }

# .venv/.requirements-dev stands for "requirements-dev.txt is installed", and so on. Every file is pinned with
# hashes, the build tool included, so the editable install neither resolves nor downloads anything. An editable
# install compiles nothing: where Python may not write bytecode later, every start would compile the package anew.
.venv/.%: %.txt pyproject.toml | .venv/bin/python
	{ command -v uv >/dev/null && uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r $<; } || $(PIP) install --quiet --require-hashes -r $<
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q pipeline
	touch $@

$(DEV): $(RUN)
