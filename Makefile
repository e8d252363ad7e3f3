# `make serve` and `make test` do all the set-up on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: serve build check test lint bench bench-peers wheel lock clean help

help: ## list what can be done
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.serve: requirements/serve.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("SpaceOnto needs Python 3.11 or newer; set PYTHON=…" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/serve.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

$(VENV)/.test: $(VENV)/.serve requirements/test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/test.txt
	@touch $@

serve: $(VENV)/.serve ## check, reason, release and serve the graph (PORT=8000)
	$(BIN)/spaceonto serve --host $(HOST) --port $(PORT)

build: $(VENV)/.serve ## check, reason and release
	$(BIN)/spaceonto build

check: $(VENV)/.serve ## check the Turtle files
	$(BIN)/spaceonto check

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/spaceonto fmt --check

test: lint ## lint, then every test
	$(BIN)/pytest

bench: $(VENV)/.test bench-peers ## ours against others, as ratios: the server, the pipeline, reasoning (QUICK=1: less)
	$(BIN)/python tests/benchmarks/pipeline.py $(if $(QUICK),--limit 60)
	$(BIN)/python tests/benchmarks/reasoning.py $(if $(QUICK),--limit 30 --sizes small shipped)

.bench/.ready: requirements/bench.txt
	@test -x .bench/bin/python || $(PYTHON) -m venv .bench
	.bench/bin/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/bench.txt
	@touch $@

bench-peers: $(VENV)/.test .bench/.ready ## our server against rdflib-endpoint and Virtuoso (QUICK=1: three minutes)
	$(BIN)/python tests/benchmarks/peers.py $(if $(QUICK),--quick)

wheel: $(VENV)/.serve
	$(BIN)/pip wheel --quiet --no-build-isolation --no-deps -w dist .

lock: ## pin exact versions with hashes (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade pyproject.toml requirements/serve.in -o requirements/serve.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade -c requirements/serve.txt pyproject.toml requirements/serve.in requirements/test.in -o requirements/test.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --upgrade requirements/bench.in -o requirements/bench.txt

clean: ## remove what was made here
	rm -rf $(VENV) .bench .spaceonto dist build
