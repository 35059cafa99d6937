# Two commands on a fresh machine with Python >= 3.11: `make demo`, and, with Node >= 20, `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ORACLE := tests/oracle
WORKERS ?= auto

DEMO := build/demo
PINS := build/pins

.PHONY: demo demo-enforced test setup pins oracle databases lint matrix samples conformance figures mutants bench enforced growth tables conclusions release clean

$(VENV)/.ready: pyproject.toml requirements-dev.txt
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(ORACLE)/node_modules/.ready: $(ORACLE)/package.json $(ORACLE)/package-lock.json
	cd $(ORACLE) && npm ci --no-audit --no-fund --loglevel=error
	touch $@

$(ORACLE)/client/node_modules/.ready: $(ORACLE)/client/package.json $(ORACLE)/client/package-lock.json
	cd $(ORACLE)/client && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

$(ORACLE)/rows/node_modules/.ready: $(ORACLE)/rows/package.json $(ORACLE)/rows/package-lock.json
	cd $(ORACLE)/rows && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

setup: $(VENV)/.ready

pins: ## requirements-dev.txt anew from pyproject.toml and requirements-dev.in; UPGRADE=--upgrade takes what is newest
	$(PYTHON) -m venv $(PINS)
	$(PINS)/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	$(PINS)/bin/uv pip compile --quiet --universal --generate-hashes --all-extras --python-version 3.11 \
	  --no-emit-index-url --no-emit-find-links --custom-compile-command "make pins" $(UPGRADE) \
	  pyproject.toml requirements-dev.in --output-file requirements-dev.txt

oracle: $(ORACLE)/node_modules/.ready $(ORACLE)/client/node_modules/.ready $(ORACLE)/rows/node_modules/.ready

databases: ## PostgreSQL and MariaDB for the tests, where they can be installed
	@tests/support/install_databases.sh

$(DEMO)/bin/.ready: pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(DEMO)
	$(DEMO)/bin/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

$(DEMO)/node_modules/.ready: $(ORACLE)/demo/package.json $(ORACLE)/demo/package-lock.json
	mkdir -p $(DEMO) && cp $^ $(DEMO)
	cd $(DEMO) && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	touch $@

demo: $(DEMO)/bin/.ready ## Convert the sample CRM into demo/, move a small database, and run what enforces it where Node is
	$(DEMO)/bin/prisma-to-convex generate samples/crm/schema.prisma --out demo/convex --enforce
	@sed -n '1,12p;/subAccounts: define/,/^$$/p' demo/convex/schema.ts
	@sed -n '1,10p' demo/convex/report.md
	$(DEMO)/bin/python tests/support/rows.py samples/crm/schema.prisma demo/data/crm.db 20
	cd demo/data && ../../$(DEMO)/bin/prisma-to-convex data export -o snapshot.zip --url file:./crm.db
	cd demo/data && ../../$(DEMO)/bin/prisma-to-convex data verify snapshot.zip | tail -1
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory demo-enforced; \
	else echo "Without Node, the code that enforces the constraints was not run."; fi

demo-enforced: $(DEMO)/node_modules/.ready
	mkdir -p $(DEMO)/enforce && cp $(ORACLE)/enforce/demo.mjs $(ORACLE)/enforce/emitted.mjs $(DEMO)/enforce
	node $(DEMO)/enforce/demo.mjs demo/convex

test: setup oracle databases ## All tests but the slow ones and the corpus
	$(BIN)/python -m pytest -n $(WORKERS) $(PYTEST)

lint: setup ## Formatters, linters, types, import contracts
	$(BIN)/black --check --quiet .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

matrix: setup oracle ## The tests on each Python found, and with the ends of lark and jinja2
	tests/matrix.sh

samples: setup ## Write the samples' committed output again
	$(BIN)/python -m pytest -q tests/test_samples.py --update-golden

conformance: setup oracle ## Agreement with Prisma's own engines, in figures
	$(BIN)/python tests/conformance/run.py

figures: setup ## What becomes of the corpus in P2C_CORPUS, guarantee by guarantee, in figures
	$(BIN)/python tests/corpus/figures.py

conclusions: setup ## What is concluded of the labelled schemas of tests/conclusions, scored by kind
	$(BIN)/python tests/conclusions/score.py

mutants: setup oracle databases ## Whether the tests notice small mistakes: 200 of them, in some hours; MUTANTS="--seed 2"
	$(BIN)/python tests/mutants $(MUTANTS)

bench: setup oracle ## Speed, as ratios against the anchors
	$(BIN)/python tests/bench/run.py

enforced: setup oracle ## What `generate --enforce` gives back, a row a schema, with TypeScript's time; SCHEMAS="a.prisma b/"
	$(BIN)/python tests/bench/enforced_table.py $(SCHEMAS)

growth: setup ## How time grows with size, for each shape of input; WORDS=... picks shapes by their names
	$(BIN)/python tests/growth/run.py $(WORDS)

tables: setup ## Build the parser's tables again after a change of prisma.lark
	$(BIN)/python -m prisma_schema_parser.build_tables

release: setup ## Build and check what a release uploads, into build/release; nothing is tagged or uploaded
	.ci/release

clean:
	rm -rf $(VENV) $(ORACLE)/node_modules $(ORACLE)/client/node_modules $(ORACLE)/rows/node_modules demo build dist
