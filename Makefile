# Every verb sets up what it needs first: `make demo` works in a fresh clone, or in an unpacked source archive.
# The environment is complete once its stamp exists; from then on only `lock`, `sbom`, and `docs` the first time, use
# the network. docs/installation.md says how to do without it from the beginning.

# The first interpreter that runs and is new enough; 3.12 and 3.11 come first because the forward evaluator's engine
# does not run on 3.13. A name on the PATH may be a shim that leads nowhere, so each is tried.
PYTHON ?= $(shell for python in python3.12 python3.11 python3.13 python3.14 python3 python; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && \
	echo $$python && break; done)
VENV ?= .venv
WORKERS ?= 2
INPUTS ?= 20000

BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
PINS := requirements/build.txt requirements/lock.txt requirements/forward.txt

# The site has an environment of its own, so that who shows or tests kenri does not install what makes it.
DOCS_VENV ?= .venv-docs
DOCS_STAMP := $(DOCS_VENV)/.set-up

# An environment cannot be moved: one that came along with a copy of the checkout is made anew.
ifneq ($(shell cat $(STAMP) 2>/dev/null),$(CURDIR))
$(STAMP): FORCE
endif
ifneq ($(shell cat $(DOCS_STAMP) 2>/dev/null),$(CURDIR))
$(DOCS_STAMP): FORCE
endif

.DEFAULT_GOAL := help
.PHONY: help demo serve contract browser page-pictures test test-change test-all fuzz lint types fmt wheel bench lock calendars coverage problems reference schema clean sdist sbom docs glossary pictures FORCE

help:  ## list the verbs
	@grep -E '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/:[^#]*## /:/' | awk -F: '{printf "make %-8s %s\n", $$1, $$2}'

demo: $(STAMP)  ## set up everything, then show what kenri does
	$(BIN)/kenri demo

serve: $(STAMP)  ## serve a register of your own over HTTP
	$(BIN)/kenri serve

browser: $(STAMP)  ## use the pages in Chromium, which must be there, in some three minutes
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-build-isolation --require-hashes -r requirements/browser.txt
	$(BIN)/python -m pytest --all -n $(WORKERS) --dist loadfile tests/browser

page-pictures: $(STAMP)  ## take the pictures of pages in docs/images/pages anew
	$(BIN)/python -m tests.browser.pictures

test: $(STAMP)  ## run the tests, in some three minutes
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal $(PYTEST)

test-change: $(STAMP)  ## run every test, of what there is much a part, in some twenty minutes
	$(BIN)/python -m pytest --change -n $(WORKERS) --dist worksteal $(PYTEST)

test-all: $(STAMP)  ## run everything there is to test, in some three quarters of an hour
	$(BIN)/python -m pytest --all -n $(WORKERS) --dist worksteal $(PYTEST)

fuzz: $(STAMP)  ## look for inputs that are met badly: make fuzz INPUTS=1000000
	$(BIN)/python -m tests.fuzz --inputs $(INPUTS) --workers $(WORKERS) $(FUZZ)

contract: $(STAMP)  ## hold the service to its description, in some three minutes
	$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --no-build-isolation --require-hashes -r requirements/contract.txt
	$(BIN)/python -m tests.faces.serving.contract

lint: $(STAMP)  ## check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

fmt: $(STAMP)  ## format, and fix what can be fixed safely
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

types: $(STAMP)  ## check types
	$(BIN)/mypy

wheel: $(STAMP)  ## build the wheel into dist/
	$(BIN)/python -m build --wheel --no-isolation --outdir dist

sdist: $(STAMP)  ## build the source archive into dist/
	$(BIN)/python -m build --sdist --no-isolation --outdir dist

sbom: wheel  ## build the wheel, and write what it brings along into dist/ (CycloneDX)
	version=$$($(BIN)/python -c 'import kenri; print(kenri.__version__)') && \
		sh requirements/bill $(BIN)/python dist/kenri-$$version-py3-none-any.whl dist/kenri-$$version.cdx.json

# Every page is read each time: one that comes or goes changes others, which would not be read again.
docs: $(DOCS_STAMP)  ## build the site of docs/ into build/site; whatever leads nowhere fails
	$(DOCS_VENV)/bin/python -m sphinx --fresh-env --fail-on-warning --keep-going --quiet docs build/site
	@echo "the site is in build/site/index.html"

bench: $(STAMP)  ## measure
	$(BIN)/python -m benchmarks

calendars: $(STAMP)  ## make the tables of holidays, and the page that lists them, anew
	$(BIN)/python -m tests.loader.holiday_table
	$(BIN)/python -m tests.calendar_table

coverage: $(STAMP)  ## write the table of clauses, rules and scenarios anew
	$(BIN)/python -m tests.coverage_table

problems: $(STAMP)  ## write the heads of docs/problems.md anew from the catalogue
	$(BIN)/python -m tests.problem_sections

reference: $(STAMP)  ## write the tables of docs/reference anew from the model
	$(BIN)/python -m tests.reference_pages
glossary: $(STAMP)  ## write the pages of the glossary anew from docs/glossary.yaml
	$(BIN)/python -m tests.glossary_pages

pictures: $(STAMP)  ## draw the pictures in docs/images anew
	$(BIN)/python -m tests.docs.pictures

schema: $(STAMP)  ## write the JSON Schema of rule files, to which each points its editor
	mkdir -p rules/schema
	$(BIN)/kenri schema rules > rules/schema/rules.schema.json

clean:  ## remove what the other verbs made
	rm -rf $(VENV) $(DOCS_VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(STAMP): pyproject.toml $(PINS)
	@test -n "$(PYTHON)" || { echo "kenri needs Python 3.11 or newer; found none. Name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@{ test ! -e $@ || grep -qxF "$(CURDIR)" $@; } && $(BIN)/python -m pip --version >/dev/null 2>&1 \
		|| $(PYTHON) -m venv --clear $(VENV)
	@sh requirements/install $(BIN)/python
	@echo "$(CURDIR)" > $@

$(DOCS_STAMP): pyproject.toml requirements/build.txt requirements/docs.txt
	@test -n "$(PYTHON)" || { echo "kenri needs Python 3.11 or newer; found none. Name one: make PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(DOCS_VENV)
	@sh requirements/install $(DOCS_VENV)/bin/python docs.txt
	@echo "$(CURDIR)" > $@

# The locks hold for every supported Python and platform. They name neither an index nor a path, and nothing that this
# machine has configured for uv or pip enters them.
COMPILE := env -u UV_INDEX -u UV_DEFAULT_INDEX -u UV_INDEX_URL -u UV_EXTRA_INDEX_URL -u UV_FIND_LINKS -u UV_CONFIG_FILE \
	$(BIN)/uv pip compile --no-config --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url --no-emit-find-links --no-annotate
EXTRA := import sys, tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"][sys.argv[1]], sep="\n")

lock: $(STAMP)  ## choose versions anew: make lock UPGRADE=--upgrade
	$(COMPILE) $(UPGRADE) --group build -o requirements/build.txt
	$(COMPILE) $(UPGRADE) --group dev -c requirements/build.txt pyproject.toml -o requirements/lock.txt
	$(COMPILE) $(UPGRADE) --fork-strategy fewest --group docs -c requirements/build.txt -c requirements/lock.txt pyproject.toml -o requirements/docs.txt
	$(COMPILE) $(UPGRADE) --fork-strategy fewest --group peers -c requirements/build.txt -c requirements/lock.txt pyproject.toml -o requirements/peers.txt
	$(COMPILE) $(UPGRADE) --fork-strategy fewest --group contract -c requirements/build.txt -c requirements/lock.txt pyproject.toml -o requirements/contract.txt
	$(COMPILE) $(UPGRADE) --fork-strategy fewest --group browser -c requirements/build.txt -c requirements/lock.txt pyproject.toml -o requirements/browser.txt
	$(BIN)/python -c '$(EXTRA)' forward | $(COMPILE) $(UPGRADE) - -o requirements/forward.txt
	$(BIN)/python -c '$(EXTRA)' spark | $(COMPILE) $(UPGRADE) -c requirements/lock.txt - -o requirements/spark.txt
