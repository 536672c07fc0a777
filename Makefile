# The verbs of the knowledge base. `make help` lists them; each needs only Python >= 3.11 and make.

PYTHON ?= python3
PORT ?= 8000

# Every verb runs from .venv, which holds exactly what locked.txt names. It is made anew when it
# is missing or older than the lock, and never touched otherwise.
BIN := .venv/bin
READY := .venv/.ready
PIP := -m pip --disable-pip-version-check -qq install

.DEFAULT_GOAL := help
.PHONY: help html site check check-changed advice linkcheck tracked history test coverage \
	test-browser summit serve lock bench fix clean

help: ## List the verbs
	@awk -F ':.* ## ' '/^[a-z-]+:.* ## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

html: $(READY) ## Build the site into _build/html (any warning is an error)
	@$(MAKE) --no-print-directory site || { echo \
		"The last good site is kept in _build/html; make serve shows the new one while you mend it."; \
		exit 1; }

site: $(READY)
	@$(BIN)/python -m sphinx -b html -j auto -W --keep-going -n -d _build/doctrees . _build/site
	@$(BIN)/python -m wgkb.site.search _build/site
	@$(BIN)/python -m wgkb.site.publish _build/site _build/html

check: $(READY) ## Run everything a change must pass; some of it: make check only="doc8 ruff"
	@$(BIN)/python -m wgkb.checks.run_all $(only)

check-changed: $(READY) ## Check in seconds what differs from the main branch (base=REVISION)
	@$(BIN)/python -m wgkb.checks.changed $(base)

advice: $(READY) ## List what the last build would put better, which fails nothing
	@$(BIN)/python -m wgkb.checks.notices

linkcheck: $(READY) ## Ask the links that leave the site (needs the network; options=--all)
	@$(BIN)/python -m wgkb linkcheck $(options)

tracked: $(READY) ## Ask public trackers about what gaps name (needs the network)
	@$(BIN)/python -m wgkb tracked

history: $(READY) ## Collect what past changes did, for the page "What changed"
	@$(BIN)/python -m wgkb.changes.collect

# Where CI is set, all of them run and their coverage is told; a file that is named runs whole.
PYTEST = $(BIN)/python -m pytest -n auto --dist worksteal

test: $(READY) ## Run the tests of the package; some of them: make test only=tests/test_check.py
	@$(PYTEST) $(if $(CI),--cov,$(if $(only),,-m "not slow")) $(options) $(only)

coverage: $(READY) ## Run all tests, slow ones too, and list what no test reaches
	@$(PYTEST) --cov $(options) $(only)

# Pictures of the pages are left in _build/browser.
test-browser: html tests/browser/.venv/.ready ## Test the site in Chromium (CHROMIUM=its path; only=)
	@tests/browser/.venv/bin/python -m pytest --confcutdir=tests/browser $(or $(only),tests/browser)

# DATE=2026-11-24 and REVISION=a commit make a pack again; without PACK, a list of all.
summit: $(READY) ## Make a pack for a session: make summit PACK=boston-2017-today (needs Pango)
	@$(BIN)/python -m wgkb summit $(PACK) $(if $(DATE),--date $(DATE)) $(if $(REVISION),--revision $(REVISION))

# No -W: findings are shown in the terminal and the pages are served all the same.
# A folder of its own, so that a build with other options never meets this one's state.
serve: $(READY) ## Serve the site on PORT (8000), rebuild and reload on save
	@$(BIN)/python -m sphinx_autobuild -b html -j auto -n -d _build/serve/doctrees \
		--port $(PORT) --watch wgkb --watch data --watch references.bib \
		--ignore _build --ignore .venv --ignore .git --ignore .tox --re-ignore __pycache__ \
		--post-build "$(BIN)/python -m wgkb.site.search _build/serve/site" \
		. _build/serve/site

fix: $(READY) ## Put right what a program can: layout, known moves of links, new judgements
	@$(BIN)/python -m ruff check --fix --exit-zero --output-format concise .
	@$(BIN)/python -m ruff format .
	@$(BIN)/python -m wgkb.editing.fixing
	@$(BIN)/python -m wgkb confirm --new

bench: benchmarks/.venv/.ready ## Measure against plain Sphinx, stock theme and sphinx-needs
	@benchmarks/.venv/bin/python benchmarks/run.py

# Kept pins stay unless they must move: `make lock upgrade=--upgrade` renews all of them,
# `make lock upgrade="--upgrade-package sphinx"` one. Needs the network; uv lives in _build only.
# One version of each package for every Python (`fewest`): the same pages everywhere.
LOCK = _build/uv/bin/uv pip compile --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-annotate --quiet \
	--custom-compile-command "make lock" $(upgrade)

lock: ## Write the three locked.txt anew (needs the network)
	@$(PYTHON) -m venv _build/uv && _build/uv/bin/python $(PIP) uv
	@$(LOCK) pyproject.toml --all-extras --group site --group test --group types \
		--group install -o locked.txt
	@$(LOCK) pyproject.toml --extra minutes --extra search --group site --group bench \
		--constraints locked.txt -o benchmarks/locked.txt
	@$(LOCK) pyproject.toml --group browser --constraints locked.txt -o tests/browser/locked.txt

clean: ## Remove what was built
	rm -rf _build

.venv/.ready: locked.txt
benchmarks/.venv/.ready: benchmarks/locked.txt
tests/browser/.venv/.ready: tests/browser/locked.txt
%/.ready:
	@$(PYTHON) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit( \
		f"Python 3.11 or newer is needed, $(PYTHON) is {v[0]}.{v[1]}: make PYTHON=... names another")'
	@echo "Installing what $^ names into $* (once; it takes a minute)"
	@$(PYTHON) -m venv --clear $*
	@$*/bin/python $(PIP) --require-hashes --no-deps -r $^
	@$*/bin/python $(PIP) --no-index --no-deps --no-build-isolation -e .
	@touch $@
