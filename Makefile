# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
# The files name everything there is to install, so nothing is left to a resolver: it would look for newer releases.
INSTALL := python -m pip install -q --disable-pip-version-check --no-deps
CHECK := python -m pip check --disable-pip-version-check
NOFORK := tests/nofork tests/cli/test_commands.py tests/pipeline/test_samples.py tests/submission/test_life.py
OTHER := out/arelle-$(or $(ARELLE),newest)

.PHONY: demo workbench test test-all test-nofork check format bench engine-check engine-record engine-try calibration \
	build docs lock dist dist-check clean

demo: $(READY)  ## run the main job over the samples; two of the eight are wrong on purpose
	@$(BIN)/xbrl-pipeline demo --out out/demo

workbench: $(READY)  ## the workbench in a browser, with the samples as a first job; its files stay under out/
	@$(BIN)/xbrl-pipeline serve --samples --folder out/workbench

test: $(READY)  ## the tests, without the slow ones
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow"

test-all: $(READY)  ## all tests, and how many branches they take: not fewer than the last time; RECORD=1 commits to it
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov=xbrl_pipeline --cov-branch \
		--cov-report=json:out/coverage.json --cov-report=
	$(BIN)/python -m tests.covered $(if $(RECORD),--record "make test-all")

test-nofork: $(READY)  ## the main way as on a system without fork and Unix sockets: all of it taken from the program
	PYTHONPATH=tests/nofork $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal -m "not slow" $(NOFORK)

check: $(READY)  ## style, types, and who may know whom
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY)  ## ours against plain Arelle and openpyxl, side by side; recognition against answer keys
	$(BIN)/python bench/validate.py
	$(BIN)/python bench/taxonomy.py
	$(BIN)/python bench/workbook.py
	$(BIN)/python bench/stages.py
	$(BIN)/python -m bench.start
	$(BIN)/python -m bench.workbench
	$(BIN)/python -m bench.many_facts
	$(BIN)/python -m bench.recognition
	$(BIN)/python -m bench.defects

calibration: $(READY)  ## whether recognition is right as often as it says, and the curve that says so
	$(BIN)/python -m bench.calibration

engine-check: $(READY)  ## the warm engine against recorded logs of a cold one; SAMPLE=50 takes so many of each taxonomy
	$(BIN)/python -m tests.engine.corpus.check $(if $(SAMPLE),--sample $(SAMPLE))

engine-record: $(READY)  ## judge every instance of the corpus in a fresh session and keep what was said; FILL=1 only what is missing
	nice -n 10 $(BIN)/python -m tests.engine.corpus.check $(if $(FILL),--fill,--record)

# Another version of Arelle in an environment of its own: what it says otherwise, and whether it can be used warm.
engine-try:  ## the same with another Arelle: ARELLE=2.48.0, by default the newest; SAMPLE=0 takes all instances
	$(PYTHON) -m venv $(OTHER)
	$(OTHER)/bin/$(INSTALL) --require-hashes -r requirements/dev.txt
	$(OTHER)/bin/$(INSTALL) --upgrade "arelle-release$(if $(ARELLE),==$(ARELLE))"
	$(OTHER)/bin/$(CHECK)
	nice -n 10 $(OTHER)/bin/python -m tests.engine.corpus.check --sample $(or $(SAMPLE),60)

build: $(READY)  ## taxonomies, samples and schemas from their sources
	$(BIN)/python -m taxonomies.build
	$(BIN)/python -m samples.build
	$(BIN)/python -m schemas.build

docs: $(READY)  ## the documents as a site, in out/site; a link or anchor that leads nowhere is an error
	$(BIN)/python -m mkdocs build --strict

lock:  ## pin dependencies anew, with hashes and without index addresses; UPGRADE=1 takes newer releases too
	$(PYTHON) -m venv out/lock
	out/lock/bin/$(INSTALL) uv
	out/lock/bin/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
		$(if $(UPGRADE),--upgrade) pyproject.toml -o requirements/runtime.txt
	out/lock/bin/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 \
		$(if $(UPGRADE),--upgrade) -c requirements/runtime.txt pyproject.toml --group dev -o requirements/dev.txt

dist: $(READY)  ## sdist and wheel, in dist/
	$(BIN)/python -m hatchling build

dist-check: dist  ## set up and install as users do, from the registry, with old and new tools; takes minutes
	$(PYTHON) -m tests.installing.check $(if $(ONLY),--only "$(ONLY)")

clean:
	rm -rf out dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 of nieuwer is nodig (PYTHON=... make ...)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "python3-venv ontbreekt: sudo apt-get install python3-venv"; exit 1; }
	$(if $(PIP),$(BIN)/$(INSTALL) --upgrade "pip$(PIP)")
	$(BIN)/$(INSTALL) --require-hashes -r requirements/dev.txt
	$(BIN)/$(INSTALL) --no-build-isolation --no-index -e .
	$(BIN)/$(CHECK)
	@$(BIN)/python -m compileall -q xbrl_pipeline  # as pip does with what it installs
	@touch $@
