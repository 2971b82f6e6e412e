# Two commands matter: `make demo` and `make test`; each sets up what it needs on a fresh Debian 12 or 13.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ARGS ?=
CODE := marketplace matching search_index seed

.PHONY: demo test check pytest serve bench soak audit format clean

demo: $(VENV)/.compiled
	@DEMO_MODE=1 SECURE_COOKIES=0 LOG_JSON=0 LOG_LEVEL=$${LOG_LEVEL:-WARNING} $(BIN)/marketplace demo $(ARGS)

serve: $(VENV)/.compiled
	@$(BIN)/marketplace serve $(ARGS)

test: $(VENV)/.development $(VENV)/.compiled
	@.ci/system-packages chromium curl font postgresql
	@status=0; .ci/checks || status=$$?; \
	.ci/with-postgres $(BIN)/pytest -n 2 --dist worksteal -q -m "not bench and not soak" $(ARGS) || status=$$?; exit $$status

check: $(VENV)/.development
	@.ci/checks

pytest: $(VENV)/.development $(VENV)/.compiled
	@.ci/with-postgres $(BIN)/pytest -q -m "not bench and not soak" $(ARGS)

bench: $(VENV)/.development
	@.ci/system-packages postgresql wrk
	@.ci/with-postgres $(BIN)/pytest -q -s -p no:randomly -m bench tests/benchmarks $(ARGS)

soak: $(VENV)/.development
	@.ci/system-packages postgresql
	@.ci/with-postgres $(BIN)/pytest -q -s -m soak --timeout 7200 tests $(ARGS)

# Offline: is what is installed what the locks name, whole and without conflict? Advisories need a network: see operations/SECURITY.md.
audit: $(VENV)/.development
	@$(BIN)/python -m pip check
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --dry-run --no-index -r requirements-dev.txt
	@$(BIN)/python -m pip freeze --exclude-editable

format: $(VENV)/.development
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

$(VENV)/bin/python:
	@.ci/make-venv $(PYTHON) $(VENV)

# The locks name every package, so pip has nothing to resolve: --no-deps, or a newer release of an extra can stop it.
$(VENV)/.runtime: requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "正在安装运行所需的软件包，只此一次 … (installing what the product needs, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	@echo "正在安装测试所需的软件包，只此一次 … (installing what the tests need, once)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-dev.txt
	@touch $@

# A start must not compile everything again where Python is told to write no bytecode (PYTHONDONTWRITEBYTECODE).
$(VENV)/.compiled: $(VENV)/.runtime $(shell find $(CODE) -name '*.py')
	@$(BIN)/python -m compileall -q $(CODE)
	@touch $@

clean:
	rm -rf $(VENV) var build *.egg-info
