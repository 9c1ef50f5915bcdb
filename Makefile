# Motcua's commands. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.ONESHELL:
.SHELLFLAGS := -euo pipefail -c
.PHONY: help run test test-fast test-clients test-deep cov check lint-openapi audit fmt lock openapi clean-local environment servers test-servers motcua secrets up upgrade down test-compose test-upgrade bench-digitise bench-flow bench-identity bench-rpc bench-scale bench-search bench-sync bench-sync-replay import-check samples settings rights

PYTHON := .venv/bin/python
export PYTHONPATH := deploy:services
# Compiled modules are kept, also where the shell says otherwise: dozens of processes of the same modules are started.
unexport PYTHONDONTWRITEBYTECODE
ARGS ?=
DATA ?=
WORKERS ?= 3
SPREAD = --numprocesses $(WORKERS) --no-loadscope-reorder

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: servers ## the whole system on this machine, one dossier walked through it; ONCE=1 ends after the walk
	@exec $(PYTHON) -m devstack run $(if $(ONCE),--once)

test: test-servers ## all tests but the deep ones and those of the containers; ARGS="-k words" goes to pytest, WORKERS=0: one by one
	@exec $(PYTHON) -m pytest -m "not compose and not deep and not clients" $(SPREAD) $(ARGS)

test-fast: environment ## the tests that need no server
	@exec $(PYTHON) -m pytest tests/unit tests/contract $(SPREAD) $(ARGS)

test-deep: test-servers ## each part killed under load, runs over the API document, plans at 100,000 dossiers, thousands of random lives
	@HYPOTHESIS_PROFILE=deep exec $(PYTHON) -m pytest -m "deep or lives" --timeout 3600 $(SPREAD) $(ARGS)

rights: test-servers ## write docs/rights.md anew: what every operation answers to every kind of caller
	@MOTCUA_WRITE_RIGHTS=1 exec $(PYTHON) -m pytest tests/e2e/api/test_rights.py

cov: test-servers ## which lines the tests reach, in their own process and in the services they start
	@rm -f .local/coverage/*
	exec $(PYTHON) -m pytest -m "not compose and not deep and not clients" --ignore tests/e2e --cov --cov-report=term:skip-covered $(SPREAD) $(ARGS)

check: environment ## format, lint, types, import borders, declared dependencies, drift of the API document
	@.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/deptry services deploy
	$(PYTHON) -m gateway.openapi --check
	$(PYTHON) -m devstack.settings_reference --check

lint-openapi: ## Redocly and Spectral on the API document; installs Node.js where there is none
	@python3 -m devstack.bootstrap --without-servers --with-node
	cd tests/openapi
	npm run --silent lint

test-clients: ## clients made from the API document by three generators, each walking a dossier; the forms in a real browser
	@python3 -m devstack.bootstrap --with-node --with-browser
	exec $(PYTHON) -m pytest -m clients $(ARGS)

audit: environment ## known vulnerabilities of the locked packages; asks an advisory service over the network
	@$(PYTHON) deploy/audit.py

fmt: environment ## format, and repair what the linter can repair
	@.venv/bin/ruff check --fix . || true
	.venv/bin/ruff format .

openapi: environment ## write the API document anew
	@$(PYTHON) -m gateway.openapi

settings: environment ## write docs/settings.md anew from the classes that read the settings
	@$(PYTHON) -m devstack.settings_reference

samples: test-servers ## record the golden samples of this release, which every later one must read; once a release
	@PYTHONPATH=deploy:services:. exec $(PYTHON) -m tests.samples.recorder

lock: environment ## resolve the dependencies of pyproject.toml anew
	@.venv/bin/uv pip compile pyproject.toml --all-extras -o requirements.lock --universal \
	    --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header \
	    --no-annotate --no-emit-package motcua --quiet

clean-local: environment ## remove the data, secrets and logs of make run
	@$(PYTHON) -m devstack clean

environment: ## the virtual environment alone
	@python3 -m devstack.bootstrap --without-servers

servers: ## the virtual environment, a rabbitmq-server and a mongod
	@python3 -m devstack.bootstrap

test-servers: ## the same, the PKCS#11 token that the tests of sealing sign with, the proxy of those of the gateway, and pdfsig
	@python3 -m devstack.bootstrap --for-tests

motcua: ## the operator's command line on what make run started; ARGS="dead list", ARGS="--help"
	@cd $(CURDIR)
	export MOTCUA_SERVICE=cli MOTCUA_SECRETS_DIR=.local/secrets MOTCUA_AMQP_URI_FILE=.local/secrets/amqp_uri_cli
	export MOTCUA_AMQP_ADMIN_URI_FILE=.local/secrets/amqp_admin_uri MOTCUA_MANAGEMENT_URL_FILE=.local/secrets/management_url
	exec $(PYTHON) -m cli $(ARGS)

secrets: ## what the containers need to know and nobody else, made once under deploy/secrets
	@python3 deploy/make_secrets.py

up: secrets ## the system in containers
	@docker compose up --detach --build --wait
	echo "the gateway: http://$$(docker compose port proxy 8080); its page: /docs; log in as admin, password in deploy/secrets/admin_password"

upgrade: secrets ## roll running containers to this tree, part by part, without a gap
	@exec python3 deploy/upgrade.py --build

down: ## stop the containers; their data stays
	@docker compose down

test-compose: environment ## build the containers, walk a dossier through them, restart them
	@exec $(PYTHON) -m pytest tests/compose --ignore tests/compose/test_rolling_upgrade.py $(ARGS)

test-upgrade: environment ## roll the containers of the release before to this tree under load: no failed request, no doubled effect
	@exec $(PYTHON) -m pytest tests/compose/test_rolling_upgrade.py $(ARGS)

bench-digitise: environment ## pages of scans a second that are looked at, and memory; ARGS="--pages 20 --dpi 200"
	@exec $(PYTHON) -m tests.bench.digitise $(ARGS)

bench-flow: servers ## dossiers through the whole system under load: rates, CPU, requests; ARGS="submit accept --json FILE", ARGS="--help"
	@exec $(PYTHON) -m tests.bench.flow $(ARGS)

bench-sync: servers ## items a second that 63 senders get acknowledged, all parts on this machine; ARGS="--seconds 60"
	@exec $(PYTHON) -m tests.bench.sync $(ARGS)

bench-sync-replay: servers ## two years of a province received in any order end in the same state; ARGS="--items 50000"
	@exec $(PYTHON) -m tests.bench.sync_replay $(ARGS)

bench-identity: servers ## what proving who calls and a decision on rights cost, and encryption; ARGS="--turns 4": reads beside log-ins
	@exec $(PYTHON) -m tests.bench.identity $(ARGS)

bench-rpc: servers ## calls per second against stock nameko, in one run
	@exec $(PYTHON) -m tests.bench.rpc $(ARGS)

bench-scale: servers ## a million dossiers: size of indexes, inserts, every question; ARGS="--dossiers 100000 --folder FOLDER"
	@exec $(PYTHON) -m tests.bench.scale $(ARGS)

bench-search: servers ## how long the catalogue takes to find among 5,670 procedures; DATA=folder: real files
	@exec $(PYTHON) -m tests.bench.search $(DATA) $(ARGS)

import-check: servers ## run the catalogue importer over real files: DATA=folder
	@test -n "$(DATA)" || { echo "say which: make import-check DATA=folder" >&2; exit 2; }
	exec $(PYTHON) -m devstack.import_check "$(DATA)"
